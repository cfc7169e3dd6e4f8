#include "base/text.h"

#include "support/catch.h"

using namespace gitward;

TEST_CASE("hostile bytes are made visible") {
  CHECK(visible("a\x1b[31m\n") == "a\\x1b[31m\\n");
  CHECK(visible("\xe2\x80\xae"
                "txt") == "\\u{202e}txt");
  CHECK(visible("caf\xc3\xa9") == "caf\xc3\xa9");
  CHECK(visible("\xff\xc3") == "\\xff\\xc3");
}

TEST_CASE("overlong forms and surrogates are not UTF-8") {
  CHECK(is_valid_utf8("\xf0\x9f\x94\x91"));
  CHECK_FALSE(is_valid_utf8("\xc0\x80"));
  CHECK_FALSE(is_valid_utf8("\xed\xa0\x80"));
  CHECK_FALSE(is_valid_utf8("\xe2\x82"));
}

TEST_CASE("percent encoding loses nothing") {
  const std::string bytes = "a b%\t\xff\n";
  CHECK(percent_decode(percent_encode(bytes)) == bytes);
  CHECK(percent_encode(bytes) == "a b%25%09%FF%0A");
  CHECK(percent_decode("100%") == "100%");
}

TEST_CASE("a word is quoted for the shell only if it must be") {
  CHECK(shell_quote("src/a.py") == "src/a.py");
  CHECK(shell_quote("it's") == "'it'\\''s'");
  CHECK(shell_quote("") == "''");
}

TEST_CASE("the nearest known word is offered, a far one is not") {
  CHECK(nearest("keyword", {"keywords", "regex"}) == "keywords");
  CHECK(nearest("colour", {"keywords", "regex"}).empty());
}

TEST_CASE("numbers are grouped and nouns agree") {
  CHECK(count_of(1, "blob") == "1 blob");
  CHECK(count_of(1234567, "blob") == "1,234,567 blobs");
  CHECK(count_of(2, "entry", "entries") == "2 entries");
}

#include "decode/escapes.h"

#include <algorithm>
#include <random>
#include <string>

#include "base/text.h"
#include "support/catch.h"
#include "support/windows.h"

namespace gitward {
namespace {

std::string decoded(Coding coding, ByteView text) {
  return std::string(decode_escapes(text, {coding, {0, text.size()}}).text());
}

TEST_CASE("percent escapes are bytes") {
  CHECK(decoded(Coding::kPercent, "a%3Db%3dc") == "a=b=c");
  CHECK(decoded(Coding::kPercent, "100%, %s, %3, %zz, %") ==
        "100%, %s, %3, %zz, %");
  CHECK(decoded(Coding::kPercent, "%C3%A9") == "\xc3\xa9");
}

TEST_CASE("backslash escapes are those of C, JSON and JavaScript") {
  CHECK(decoded(Coding::kEscape, R"(a\u003db\x3dc\075d)") == "a=b=c=d");
  CHECK(decoded(Coding::kEscape, R"(\"a\/b\n\t\\u0041)") == "\"a/b\n\t\\u0041");
  CHECK(decoded(Coding::kEscape, R"(\ud83d\ude00\u00e9)") ==
        "\xf0\x9f\x98\x80\xc3\xa9");
  CHECK(decoded(Coding::kEscape, R"(\u00 \xg0 \9 \777 \)") ==
        R"(\u00 \xg0 \9 \777 \)");
}

TEST_CASE("HTML entities are characters, by name and by number") {
  CHECK(decoded(Coding::kHtml, "a&amp;b&quot;&#61;&#x3D;&#65") == "a&b\"==A");
  CHECK(decoded(Coding::kHtml, "a & b &unknown; &#; &#x;") ==
        "a & b &unknown; &#; &#x;");
}

TEST_CASE("quoted-printable joins lines") {
  CHECK(decoded(Coding::kQuotedPrintable, "a=3Db=\nc=\r\nd = e") ==
        "a=bcd = e");
}

TEST_CASE("a sequence worth a look is in lower case and of its kind") {
  REQUIRE(escape_triggers().size() == kEscapeTriggers);
  for (std::size_t i = 0; i < kEscapeTriggers; ++i) {
    const std::string_view trigger = escape_triggers()[i];
    CAPTURE(trigger);
    CHECK(to_lower_ascii(trigger) == trigger);
    const std::string text = std::string(trigger) + "00a;";
    CHECK(decoded(coding_of_trigger(i), text) != text);
  }
}

TEST_CASE("an escape is decoded with its line") {
  const std::string text = "one\ntwo %3D three\nfour";
  const auto parts = escaped_parts(text, find_escape_triggers(text, {0, 22}));
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].range.of(text) == "two %3D three");
  CHECK(parts[0].coding == Coding::kPercent);
}

TEST_CASE("a long line is decoded around its escapes only") {
  std::string text(5000, 'x');
  text.replace(2000, 3, "%3D");
  text.replace(2600, 3, "%3D");
  text.replace(4999 - 3, 3, "%3D");
  const auto parts =
      escaped_parts(text, find_escape_triggers(text, {0, text.size()}));
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].range == ByteRange{1488, 3112});
  CHECK(parts[1].range == ByteRange{4484, 5000});
}

TEST_CASE("the sequences are found wherever they stand, in either case") {
  for (const std::string_view trigger : escape_triggers()) {
    for (std::size_t at = 0; at < 70; ++at) {
      for (const std::size_t behind : {0U, 1U, 31U, 32U, 33U, 80U}) {
        std::string text(at, '\xa5');
        for (const char c : trigger) {
          text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        text.append(behind, '%');
        const auto found = find_escape_triggers(text, {0, text.size()});
        CAPTURE(trigger, at, behind);
        REQUIRE(found.size() == 1);
        CHECK(found[0].begin == at);
        CHECK(escape_triggers()[found[0].index] == trigger);
        CHECK(find_escape_triggers(text, {0, at}).empty());
        CHECK(find_escape_triggers(text, {at, at + 1}).size() == 1);
      }
    }
  }
}

TEST_CASE("escapes near a window are those of the whole text") {
  constexpr std::string_view kPieces[] = {"%3D", "\\x41", "&#65;", "=3D",
                                          "=\n", "\n",    "\r\n",  "=\r\n"};
  std::mt19937 engine(3);
  for (int i = 0; i < 500; ++i) {
    CAPTURE(i);
    std::string text;
    while (text.size() < 6000) {
      if (engine() % 4 == 0) {
        text += kPieces[engine() % std::size(kPieces)];
      } else {
        text.append(engine() % 300, 'x');
      }
    }
    const auto all =
        escaped_parts(text, find_escape_triggers(text, {0, text.size()}));
    const auto windows = some_windows(text.size(), engine);
    const auto near = escaped_parts_near(text, windows);
    for (const EscapedPart& part : all) {
      if (!touches_one(part.range, windows)) continue;
      CAPTURE(part.range.begin, part.range.end);
      CHECK(std::any_of(near.begin(), near.end(), [&](const EscapedPart& one) {
        return one.coding == part.coding && one.range == part.range;
      }));
    }
  }
}

}  // namespace
}  // namespace gitward

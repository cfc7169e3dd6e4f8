#include "judge/key_value.h"

#include <string>
#include <vector>

#include "support/catch.h"
#include "support/key_values.h"

using namespace gitward;

namespace {

using enum KeyForm;
using enum ValueQuote;

// Put together here, so that no source holds what looks like a secret.
const std::string kFilling = std::string("v4lue") + "Of7ests" + "x9";

// With the secret for each '@'.
std::string filled(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '@') {
      result += kFilling;
    } else {
      result += c;
    }
  }
  return result;
}

struct Sentence {
  const char* text;
  const char* key;
  KeyForm form;
  ValueQuote quote = ValueQuote::kNone;
};

// Those with that name and our secret.
std::vector<KeyValue> candidates(const std::string& text,
                                 std::string_view key) {
  std::vector<KeyValue> found = key_values_in(text);
  std::erase_if(found, [&](const KeyValue& one) {
    return one.key.of(text) != key || one.value.of(text) != kFilling;
  });
  return found;
}

void check(const std::vector<Sentence>& sentences) {
  for (const Sentence& sentence : sentences) {
    const std::string text = filled(sentence.text);
    CAPTURE(text);
    const auto found = candidates(text, sentence.key);
    REQUIRE(found.size() == 1);
    CHECK(found[0].form == sentence.form);
    CHECK(found[0].quote == sentence.quote);
    CHECK(found[0].key.contains(found[0].word));
  }
}

void check_none(const std::vector<const char*>& texts) {
  for (const char* const one : texts) {
    const std::string text = filled(one);
    CAPTURE(text);
    CHECK(key_values_in(text).empty());
  }
}

KeyValue only_one_in(const std::string& text) {
  CAPTURE(text);
  const auto found = key_values_in(text);
  REQUIRE(found.size() == 1);
  return found[0];
}

}  // namespace

TEST_CASE("a value is assigned to a name in many languages") {
  check({
      {"password = \"@\"", "password", kAssign, kDouble},              // Python
      {"String dbPassword = \"@\";", "dbPassword", kAssign, kDouble},  // Java
      {"const char *api_key = \"@\";", "api_key", kAssign, kDouble},   // C
      {"char password[64] = \"@\";", "password", kAssign, kDouble},
      {"const apiKey = '@';", "apiKey", kAssign, kSingle},  // JavaScript
      {"let token = `@`", "token", kAssign, kBacktick},
      {"password := \"@\"", "password", kAssign, kDouble},             // Go
      {"$password = '@';", "password", kAssign, kSingle},              // PHP
      {"val password: String = \"@\"", "password", kAssign, kDouble},  // Kotlin
      {"let token: &str = \"@\";", "token", kAssign, kDouble},         // Rust
      {"token?: string = '@'", "token", kAssign, kSingle},       // TypeScript
      {"auth_token ||= '@'", "auth_token", kFallback, kSingle},  // Ruby
      {"password ?= @\n", "password", kAssign},                  // make
      {"password .= '@'", "password", kAssign, kSingle},
      {"password += \"@\"", "password", kAssign, kDouble},
      {"cfg.password = \"@\"", "cfg.password", kAssign, kDouble},
      {"cfg[\"password\"] = \"@\"", "password", kAssign, kDouble},
      {"password = \\\n  \"@\"", "password", kAssign, kDouble},
      {"password = \"\"\"@\"\"\"", "password", kAssign, kDouble},
      {"password =\n    '@'", "password", kAssign, kSingle},
      {"export API_TOKEN=@\n", "API_TOKEN", kAssign},   // shell
      {"ENV DB_PASSWORD=@\n", "DB_PASSWORD", kAssign},  // Dockerfile
      {"; password=@\r\n", "password", kAssign},        // INI
      {"db.password=@", "db.password", kAssign},        // properties
      {"https://host/?token=@&x=1", "token", kAssign},  // URL
      {"u=1&token%3D@", "token", kAssign},
      {"Server=db;Password=@;Timeout=3", "Password", kAssign},
  });
}

TEST_CASE("a value stands behind a colon or an arrow") {
  check({
      {"{\"password\": \"@\"}", "password", kColon, kDouble},  // JSON
      {"{\\\"password\\\": \\\"@\\\"}", "password", kColon, kEscaped},
      {"{&quot;token&quot;:&quot;@&quot;}", "token", kColon, kEscaped},
      {"password: @\n", "password", kColon},  // YAML
      {"  password: '@'\n", "password", kColon, kSingle},
      {"password: |\n  @\n", "password", kColon, kBlock},
      {"password: >-\n  @\n", "password", kColon, kBlock},
      {"Authorization: 'Bearer @'", "Authorization", kColon, kSingle},
      {":password => '@'", "password", kArrow, kSingle},    // Ruby
      {"'password' => '@',", "password", kArrow, kSingle},  // PHP
      {"password <- \"@\"", "password", kArrow, kDouble},   // R
      {"password -> \"@\"", "password", kArrow, kDouble},
  });
}

TEST_CASE("a value is compared, or what is taken otherwise") {
  check({
      {"if (password == \"@\") {", "password", kCompare, kDouble},
      {"if (password === '@') {", "password", kCompare, kSingle},
      {"if password != \"@\":", "password", kCompare, kDouble},
      {"${DB_PASSWORD:-@}", "DB_PASSWORD", kFallback},
      {"process.env.API_KEY || '@'", "process.env.API_KEY", kFallback, kSingle},
      {"api_key ?? \"@\"", "api_key", kFallback, kDouble},
      {"password ?: \"@\"", "password", kFallback, kDouble},
      {"getenv('API_KEY') or '@'", "API_KEY", kFallback, kSingle},
  });
}

TEST_CASE("a value is an argument") {
  check({
      {"getenv(\"API_KEY\", \"@\")", "API_KEY", kArgument, kDouble},
      {"setPassword(\"@\")", "setPassword", kCall, kDouble},
      {"login(\"bob\", \"@\")", "login", kSecondArgument, kDouble},
      {"login(user, '@')", "login", kSecondArgument, kSingle},
  });
}

TEST_CASE("a value is in an element, in an attribute or in the next one") {
  check({
      {"<password>@</password>", "password", kElement},
      {"<password>\n  @</password>", "password", kElement},
      {"<db:password type=\"x\">@</db:password>", "password", kElement},
      {"<password><![CDATA[@]]></password>", "password", kElement},
      {"<user password=\"@\"/>", "password", kAssign, kDouble},
      {"<add key=\"apiToken\" value=\"@\"/>", "apiToken", kPair, kDouble},
      {"<add key=\"apiToken\"\n  value=\"@\"/>", "apiToken", kPair, kDouble},
      {"- name: DB_PASSWORD\n  value: @\n", "DB_PASSWORD", kPair},
      {"<key>apiToken</key>\n<string>@</string>", "apiToken", kPair},
  });
}

TEST_CASE("a value stands beside its name, or a sentence tells it") {
  check({
      {"tool --password @ --user bob", "password", kBeside},
      {"password '@'", "password", kBeside, kSingle},
      {"password @\n", "password", kBeside},
      {"the password is @.", "password", kProse},
      {"The password was \"@\"", "password", kProse, kDouble},
      {"set the password to '@'", "password", kProse, kSingle},
      {"password is: **@**", "password", kProse},
      {"CREATE USER bob IDENTIFIED BY '@'", "IDENTIFIED BY", kBeside, kSingle},
      {"create user bob identified by @;", "identified by", kBeside},
      {"IDENTIFIED WITH mysql_native_password BY '@'", "mysql_native_password",
       kProse, kSingle},
  });
}

TEST_CASE("a value stands under its name, or in its place in a row") {
  check({
      {"\nuser,password\nbob,@\n", "password", kColumn},
      {"password;user\r\n@;bob\r\n", "password", kColumn},
      {"user,password\nbob,@\n", "password", kColumn},
      {"\nuser\tpassword\nbob\t@\n", "password", kColumn},
      {"user\tpassword\thost\nbob\t@\there\n", "password", kColumn},
      {"|user|password|\n|---|---|\n|bob|@|\n", "password", kColumn},
      {"| password | @ |", "password", kColumn},
      {"| password | `@` |", "password", kColumn},
      {"INSERT INTO t (user, password) VALUES ('bob', '@');", "password",
       kColumn, kSingle},
      {"INSERT INTO t (name, password) VALUES ('O''Hara', '@');", "password",
       kColumn, kSingle},
      {"INSERT INTO t (name, password) VALUES ('a\\',b', '@');", "password",
       kColumn, kSingle},
      {"INSERT INTO t (id, password) VALUES (1, ''),\n (2, '@'), (3, NULL);",
       "password", kColumn, kSingle},
  });
}

TEST_CASE("a value is said to be wrapped, and on another line") {
  CHECK(only_one_in(filled("password = Some(\"@\")")).wrapped);
  CHECK(only_one_in(filled("password = Optional.of(\"@\")")).wrapped);
  CHECK(only_one_in(filled("passwords = [\"@\"]")).wrapped);
  CHECK(only_one_in(filled("password =\n\"@\"")).next_line);
  const KeyValue plain = only_one_in(filled("password = \"@\""));
  CHECK(!plain.wrapped);
  CHECK(!plain.next_line);
}

TEST_CASE("each value of a list is one, up to sixteen") {
  std::string text = "passwords = [";
  for (int i = 0; i < 20; ++i) text += filled("\"@\", ");
  CHECK(key_values_in(text + "]").size() == 16);
}

TEST_CASE("bytes written as numbers are a value") {
  const std::string numbers = "12, 0x34, 56, 78, 90, 12, 34, 56";
  const std::string text = "byte[] key = {" + numbers + "};";
  const KeyValue one = only_one_in(text);
  CHECK(one.quote == kNumbers);
  CHECK(one.value.of(text) == numbers);
  check_none({"byte[] key = {12, 34, 56};"});
}

TEST_CASE("what says how an authorization is made is not of the value") {
  check({
      {"\"Authorization\": \"Bearer @\"", "Authorization", kColon, kDouble},
      {"Authorization: Bearer @\n", "Authorization", kColon},
      {"curl -H \"Authorization: token @\" -v", "Authorization", kColon},
  });
}

TEST_CASE("what basic authorization encodes is not judged by its looks") {
  check_none({
      "\"Authorization\": \"Basic @\"",
      "Authorization: Basic @\n",
  });
}

TEST_CASE("a name that says no secret has no value") {
  check_none({
      "monkey = \"@\"",
      "author = \"@\"",
      "compass: @",
      "NextToken = \"@\"",
      "page_token: '@'",
      "tokenizer = '@'",
      "passed = \"@\"",
      "keyboard = \"@\"",
      "arn:aws:secret::@",
      "Key::Token::new = \"@\"",
  });
}

TEST_CASE("what is no value beside a name is none") {
  check_none({
      "password",
      "password =",
      "password = \"\"",
      "password = ''",
      "password: ab",
      "password = \"@",
      "password ~ \"@\"",
      "the password of @",
      "its password is checked",
      "the token was forgotten.",
      "password =~ /@/",
      "password == @",
  });
}

TEST_CASE("a value is from 3 to 512 bytes") {
  for (const std::size_t size : {2U, 3U, 512U, 513U}) {
    CAPTURE(size);
    const std::string value(size, 'x');
    const bool fits = size >= 3 && size <= 512;
    CHECK(key_values_in("password = \"" + value + "\"").size() == fits);
  }
}

TEST_CASE("a value without quotes has no byte beyond ASCII") {
  const std::string text = "password = abcd\xc3\xa9\n";
  CHECK(only_one_in(text).value.of(text) == "abcd");
  check_none({"password = \xc3\xa9\xc3\xa9\xc3\xa9\n"});
}

TEST_CASE("text ends anywhere") {
  const std::string whole = filled(
      "password: |\n @\n<token a='1'>@</token>,key,\r\n${key:-@} \"key\", \\\""
      "(key) VALUES ('@') key = new [&quot;@&quot; key is set to \\");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    // A copy, so that a sanitizer sees what is read behind it.
    const std::string text = whole.substr(0, size);
    const std::vector<char> exact(text.begin(), text.end());
    for (const KeyValue& one : key_values_in({exact.data(), exact.size()})) {
      REQUIRE(one.value.end <= size);
      REQUIRE(!one.value.empty());
    }
  }
}

TEST_CASE("what the end of the window cuts is no value") {
  const auto found_at = [](std::size_t before, const std::string& after) {
    // Blanks are skipped up to 48, so tags that mean nothing take the room.
    std::string text = "key";
    while (text.size() + 100 < before) {
      text += "<b " + std::string(70, 'x') + ">";
    }
    text += "<b " + std::string(before - text.size() - 4, 'x') + ">";
    REQUIRE(text.size() == before);
    std::vector<KeyValue> found;
    find_key_values(text + after, {0, 3}, found);
    return !found.empty();
  };
  const std::size_t last = 3 + kKeyValueAfter;
  // With text behind the window, and without.
  CHECK(found_at(last - 20, "=" + std::string(18, 'a') + " more"));
  CHECK(found_at(last - 20, "=" + std::string(19, 'a')));
  CHECK(!found_at(last - 20, "=" + std::string(19, 'a') + "more"));
  // Nor where it was trimmed.
  CHECK(!found_at(last - 20, "=" + std::string(15, 'a') + ",,,,more"));
  CHECK(!found_at(last - 20, ":|\n" + std::string(13, 'a') + "    more"));
}

// What is encoded is found, where it says it is, and never shown.
#include "scan/decoded_scan.h"

#include <string>

#include "support.h"
#include "support/catch.h"
#include "support/encode.h"

namespace gitward {
namespace {

constexpr std::string_view kRules = R"(
[[rules]]
id = "acme-token"
description = "d"
shape = "acme_{base62:20}"
[[rules]]
id = "acme-secret"
description = "d"
shape = "{base62:30}"
context = ["acme_secret"]
[[rules]]
id = "acme-url"
description = "d"
regex = '''acme://[a-z]+:([^\s@:/]{6,40})@[a-z]+'''
keywords = ["acme://"]
reach = 100
[[rules]]
id = "any-password"
description = "d"
generic = true
confidence = "medium"
regex = '''password["' ]{0,3}[:=]["' ]{0,3}(\w{8,40})'''
keywords = ["password"]
reach = 40
[[rules]]
id = "kept"
description = "a value that is base64"
confidence = "low"
regex = '''kept: ([A-Za-z0-9+/]{4,100}={0,2})'''
keywords = ["kept:"]
reach = 40
)";

const RuleSet& rules() {
  static const RuleSet rules = rules_of(kRules);
  return rules;
}

std::string token(unsigned seed = 1) {
  return fresh("acme_{base62:20}", seed);
}

const Candidate& only(const ScannedContent& content) {
  REQUIRE(content.candidates.size() == 1);
  return content.candidates[0];
}

using Via = std::vector<std::string>;

std::string percent_all(std::string_view text) {
  std::string out;
  for (const char c : text) out += "%" + hex_of({&c, 1});
  return out;
}

TEST_CASE("a token in base64 is found at its digits") {
  const std::string text = "a: 1\nb: " + base64_of("id=" + token()) + "\n";
  const ScannedContent content = scan(rules(), text);
  const Candidate& found = only(content);
  CHECK(found.via == Via{"base64"});
  CHECK(found.value.reveal() == token());
  CHECK(found.position == Position{2, 8, 2, 42});
  CHECK(found.id == scan(rules(), token()).candidates[0].id);
}

TEST_CASE("each way of writing is decoded") {
  const std::string secret = token();
  const std::string tail = secret.substr(5);
  const std::string acme = "acme";
  const auto via_of = [&](const std::string& text) {
    const ScannedContent content = scan(rules(), text);
    CAPTURE(text);
    const Candidate& found = only(content);
    CHECK(found.value.reveal() == secret);
    return found.via;
  };
  CHECK(via_of(hex_of("x " + secret)) == Via{"hex"});
  CHECK(via_of("acme%5F" + tail) == Via{"percent"});
  CHECK(via_of("acme%255F" + tail) == Via{"percent", "percent"});
  CHECK(via_of("%252Facme_" + tail) == Via{"percent"});
  CHECK(via_of("\"acme\\u005f" + tail) == Via{"escape"});
  CHECK(via_of("\"acme\\x5F" + tail) == Via{"escape"});
  CHECK(via_of("'&#97;cme&#x5f;" + tail) == Via{"html"});
  CHECK(via_of("a=3D1 acme=\n_" + tail) == Via{"quoted-printable"});
  CHECK(via_of(base64_of(base64_of(secret))) == Via{"base64", "base64"});
  CHECK(via_of(base64_of("a " + percent_all("acme_") + tail)) ==
        Via{"base64", "percent"});
  CHECK(via_of("eyJhIjo." + base64_of("{\"a\":\"" + secret + "\"}")) ==
        Via{"base64"});
}

TEST_CASE("a token right behind an escape is one in the text as it is") {
  for (const std::string_view before :
       {"\\n", "\\t", "%3D", "%3d", "%20", "=3D", "%2F"}) {
    CAPTURE(before);
    const std::string text = "\"a" + std::string(before) + token() + "\"";
    const ScannedContent content = scan(rules(), text);
    const Candidate& found = only(content);
    CHECK(found.via.empty());
    CHECK(found.value.reveal() == token());
  }
  CHECK(found(rules(), "xn" + token()).empty());
}

TEST_CASE("decoding ends at the depth that was asked for") {
  std::string text = "it is " + token();
  ScanScratch scratch;
  for (unsigned depth = 0; depth < 5; ++depth) {
    CAPTURE(depth);
    CHECK(Scanner(rules(), {depth}).scan(text, scratch).candidates.size() == 1);
    if (depth > 0) {
      CHECK(Scanner(rules(), {depth - 1}).scan(text, scratch).empty());
    }
    text = base64_of(text);
  }
}

TEST_CASE("what stands on the line tells what the decoded value is") {
  const std::string value = fresh("{base62:30}", 2);
  const std::string text = "ACME_SECRET: " + base64_of(value) + "\n";
  const ScannedContent content = scan(rules(), text);
  CHECK(only(content).value.reveal() == value);
  CHECK(found(rules(), "OTHER: " + base64_of(value) + "\n").empty());
}

TEST_CASE("a short value that is base64 is decoded where a rule found it") {
  const std::string url = "acme://a:" + std::string("hunter") + "@b";
  const std::string text = "kept: " + base64_of(url) + "\n";
  REQUIRE(base64_of(url).size() <= 24);
  CHECK(found(rules(), text) == std::vector<std::string>{"acme-url"});
}

TEST_CASE("what the text tells as it is, decoding does not tell again") {
  const std::string text = "token=" + token() + "&amp;x=%3D " + token(2);
  const ScannedContent content = scan(rules(), text);
  REQUIRE(content.candidates.size() == 2);
  CHECK(content.candidates[0].via.empty());
  CHECK(content.candidates[1].via.empty());
}

TEST_CASE("escapes in a URL are undone before its password is judged") {
  const std::string password = "hunter22";
  const ScannedContent content =
      scan(rules(), "u=acme%3A%2F%2Fme%3A" + password + "%40host");
  CHECK(only(content).value.reveal() == password);
  CHECK(content.candidates[0].span == ByteRange{20, 28});
}

TEST_CASE("generic rules judge decoded text only if it is text") {
  const std::string text =
      "password = " + std::string("abcd1234efgh") + ", and some words more";
  CHECK(found(rules(), base64_of(text)) ==
        std::vector<std::string>{"any-password"});
  CHECK(found(rules(), base64_of(text + '\x01')).empty());
  CHECK(found(rules(), base64_of("some words " + token() + '\x01')) ==
        std::vector<std::string>{"acme-token"});
}

TEST_CASE("neither the value nor what it is written as is shown") {
  const std::string secret = token();
  const std::string digits = base64_of("some " + secret + " words");
  for (const std::string& text :
       {"a " + digits + " b", "acme_" + token(3).substr(5) + " " + digits}) {
    for (const Candidate& one : scan(rules(), text).candidates) {
      for (std::size_t at = 0; at + 6 < digits.size(); ++at) {
        CHECK(one.excerpt.find(digits.substr(at, 6)) == std::string::npos);
      }
    }
  }
}

TEST_CASE("the id of a weak secret knows its line, not its digits") {
  const auto id_of = [&](const std::string& before, const std::string& value) {
    const std::string text =
        before + base64_of("url acme://me:" + value + "@host and more");
    return only(scan(rules(), text)).id;
  };
  CHECK(id_of("a: ", "hunter22") == id_of("\n\n  a: ", "hunter22"));
  CHECK(id_of("a: ", "hunter22") != id_of("b: ", "hunter22"));
}

TEST_CASE("a marker on the line allows what is encoded on it") {
  const std::string text =
      base64_of("it is " + token()) + " # gitward:allow[acme-token] a test";
  const ScannedContent content = scan(rules(), text);
  CHECK(only(content).inline_allowed);
  CHECK(content.candidates[0].allow_reason == "a test");
}

TEST_CASE("columns in UTF-16 are bytes of the file, for what is encoded too") {
  const std::string digits = base64_of("it is " + token());
  const std::string wide =
      encoded(widened("a\nk: " + digits), Encoding::kUtf16Le);
  const ScannedContent content = scan(rules(), wide);
  const Candidate& found = only(content);
  CHECK(found.position.line == 2);
  CHECK(found.position.column == 1 + 2 * (3 + 8));
}

TEST_CASE("hostile nesting costs no more than so many times its size") {
  const auto work_on = [](const std::string& text) {
    ScanScratch scratch;
    const ScannedContent content = Scanner(rules(), {16}).scan(text, scratch);
    return scratch.bytes_tried;
  };
  for (const std::string piece : {"%25", "\\x5c", "&amp;", "%3d", "\\u005c"}) {
    CAPTURE(piece);
    std::string text;
    while (text.size() < 100'000) text += piece;
    CHECK(work_on(text) < 100 * text.size());
  }
  std::string nested = "acme_";
  while (nested.size() < 100'000) nested = base64_of(nested + "acme_");
  CHECK(work_on(nested) < 100 * nested.size());
}

TEST_CASE("more than is looked at is a limit, not silence") {
  // 300,000 times one letter, in zlib.
  const std::string stream =
      "eNrtwQENAAAAwqCs71/CHg4o" + std::string(386, 'A') + "D4MfqYIeU=";
  const ScannedContent content = scan(rules(), "a: " + stream + "\n");
  CHECK(content.candidates.empty());
  REQUIRE(content.limits.size() == 1);
  CHECK(content.limits[0].rule == kNoRule);
  ScanScratch scratch;
  CHECK(Scanner(rules(), {0}).scan(stream, scratch).limits.empty());
}

}  // namespace
}  // namespace gitward

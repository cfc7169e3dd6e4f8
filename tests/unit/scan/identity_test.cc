#include "scan/identity.h"

#include <random>

#include "support.h"
#include "support/catch.h"

using namespace gitward;

namespace {

// A weak rule: what stands between quotes after "say".
constexpr std::string_view kWeakRule = R"toml(
[[rules]]
id = "say"
description = "a phrase"
regex = '''say="([a-z0-9]+)"'''
keywords = ["say"]
reach = 100
)toml";

FindingId id_of(const RuleSet& rules, std::string_view content,
                std::size_t which = 0) {
  const ScannedContent scanned = scan(rules, content);
  REQUIRE(scanned.candidates.size() > which);
  return scanned.candidates[which].id;
}

std::string number(unsigned value) {
  return "v" + std::to_string(value);
}

}  // namespace

TEST_CASE("ids are what the format says, byte for byte") {
  using namespace std::string_literals;
  const std::uint64_t tag = xxh3_64("value");
  const auto byte = [&](int i) { return static_cast<char>(tag >> (8 * i)); };
  const std::string weak = {byte(0), byte(1)};
  const std::string strong = weak + byte(2) + byte(3) + byte(4) + byte(5);
  CHECK(value_tag("value", false) == (tag & 0xffff));
  CHECK(value_tag("value", true) == (tag & 0xffffffffffff));
  CHECK(strong_id("rule", "value") == xxh3_128("strong\0rule\0"s + strong));
  CHECK(weak_id("rule", "a=\x01", "value") ==
        xxh3_128("weak\0rule\0a=\x01\0"s + weak));
}

// With everything but the value known, an entry must leave one value in 65536
// as a possible one: 16 of 2^20 on average, and 4 to 40 are five standard
// deviations away.
TEST_CASE("a weak id gives away 16 bits of the value and no more") {
  const RuleSet rules = rules_of(kWeakRule);
  const FindingId id = id_of(rules, "say=\"" + number(123456789) + "\"");
  const std::string masked = "say=\"" + std::string(kMask) + "\"";
  REQUIRE(id == weak_id("say", masked, number(123456789)));
  unsigned fitting = 0;
  for (unsigned value = 0; value < 1U << 20U; ++value) {
    fitting += weak_id("say", masked, number(value)) == id ? 1U : 0U;
  }
  CHECK(fitting >= 4);
  CHECK(fitting <= 40);
}

TEST_CASE("an id changes with the value, the rule and the line around it") {
  const RuleSet rules = rules_of(kWeakRule);
  const FindingId id = id_of(rules, "a say=\"value1\" b");
  CHECK(id_of(rules, "a say=\"value2\" b") != id);
  CHECK(id_of(rules, "c say=\"value1\" b") != id);
  CHECK(strong_id("a", "value") != strong_id("b", "value"));
  CHECK(strong_id("a", "value") != weak_id("a", "", "value"));
}

TEST_CASE("an id survives moves, indentation and edits of other lines") {
  const RuleSet rules = rules_of(kWeakRule);
  const FindingId id = id_of(rules, "a say=\"value1\" b");
  CHECK(id_of(rules, "x\ny\r\n\t a say=\"value1\" b  \r\nz") == id);
  CHECK(id_of(rules, "say\ra say=\"value1\" b\rz") == id);
  CHECK(id_of(rules,
              "\xef\xbb\xbf"
              "a say=\"value1\" b") == id);
}

TEST_CASE("another secret on the line is a mark in the id") {
  const RuleSet rules = rules_of(std::string(kWeakRule) + R"(
entropy = 2.0
[[rules]]
id = "pin"
description = "a pin"
regex = '''pin=([0-9]+)'''
keywords = ["pin"]
reach = 100
[[rules.allowlists]]
regexes = ["^0+$"]
)");
  const FindingId id = id_of(rules, "pin=1234 say=\"value1\"", 1);
  CHECK(id_of(rules, "pin=98765432109 say=\"value1\"", 1) == id);
  // Also one that is allowed, or not random enough.
  CHECK(id_of(rules, "pin=0000 say=\"value1\"") == id);
  const FindingId other = id_of(rules, "say=\"value1\" say=\"value2\"");
  CHECK(id_of(rules, "say=\"value1\" say=\"aaaa\"") == other);
  // But its name is not.
  CHECK(id_of(rules, "pun=1234 say=\"value1\"") != id);
}

TEST_CASE("an id does not depend on the encoding") {
  const RuleSet rules = rules_of(kWeakRule);
  const std::u32string text = U"\u00fcber\n\u00e9 say=\"value1\" \u20ac\r\nx";
  const std::string utf8 =
      "\xc3\xbc"
      "ber\n\xc3\xa9 say=\"value1\" \xe2\x82\xac\r\nx";
  const FindingId id = id_of(rules, utf8);
  for (const Encoding encoding : {Encoding::kUtf16Le, Encoding::kUtf16Be,
                                  Encoding::kUtf32Le, Encoding::kUtf32Be}) {
    CHECK(id_of(rules, encoded(U"\ufeff" + text, encoding)) == id);
  }
}

TEST_CASE("an id depends on no more of a long line than its neighbourhood") {
  const RuleSet rules = rules_of(kWeakRule);
  const std::string near(300, '-');
  const std::string secret = near + "say=\"value1\"" + near;
  const FindingId id = id_of(rules, secret);
  const std::string far(5000, 'x');
  CHECK(id_of(rules, far + secret) == id);
  CHECK(id_of(rules, secret + far) == id);
  CHECK(id_of(rules, far + "say=\"z\"" + secret + "say=\"z\"" + far, 1) == id);
  CHECK(id_of(rules, secret.substr(100, 200) + "say=\"value1\"" + near) != id);
}

TEST_CASE("the id of a strong value depends on the value and rule alone") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "tok"
description = "a token"
shape = "tok_{base62:30}"
)");
  const std::string token = fresh("tok_{base62:30}");
  const FindingId id = id_of(rules, token);
  CHECK(id == strong_id("tok", token));
  CHECK(id_of(rules, "x\nTOKEN = '" + token + "'") == id);
  CHECK(id_of(rules, fresh("tok_{base62:30}", 2)) != id);
}

#include "scan/matcher.h"

#include <set>

#include "support.h"
#include "support/catch.h"

using namespace gitward;

namespace {

std::size_t count(const RuleSet& rules, std::string_view content) {
  return scan(rules, content).candidates.size();
}

struct Work {
  std::uint64_t attempts = 0;
  std::uint64_t bytes = 0;
};

Work work_on(const RuleSet& rules, std::string_view content) {
  ScanScratch scratch;
  (void)Scanner(rules).scan(content, scratch);
  return {scratch.attempts, scratch.bytes_tried};
}

std::string repeated(std::string_view text, std::size_t size) {
  std::string all;
  all.reserve(size + text.size());
  while (all.size() < size) all += text;
  return all;
}

#if defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

// A sanitized build is ten times slower and counts the same.
constexpr std::size_t kHostileSize = kSanitized ? 100'000 : 1'000'000;

constexpr std::string_view kContextRule = R"(
[[rules]]
id = "near"
description = "a value near a name"
context = ["acme"]
shape = "{base62:32}"
)";

}  // namespace

TEST_CASE("a value counts on the name's line and on the neighbouring ones") {
  const RuleSet rules = rules_of(kContextRule);
  const std::string value = fresh("{base62:32}");
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    CAPTURE(end);
    CHECK(count(rules, "acme: " + value) == 1);
    CHECK(count(rules, value + " # ACME") == 1);
    CHECK(count(rules, "acme" + end + value) == 1);
    CHECK(count(rules, value + end + "acme") == 1);
    CHECK(count(rules, "acme" + end + end + value) == 0);
    CHECK(count(rules, value + end + "x" + end + "acme") == 0);
  }
  CHECK(count(rules, value) == 0);
}

TEST_CASE("a value counts within the rule's reach, to the byte") {
  const RuleSet rules = rules_of(kContextRule);
  const std::string value = fresh("{base62:32}");
  CHECK(count(rules, "acme" + std::string(256, ' ') + value) == 1);
  CHECK(count(rules, "acme" + std::string(257, ' ') + value) == 0);
  CHECK(count(rules, value + std::string(256 - 32, ' ') + "acme") == 1);
  CHECK(count(rules, value + std::string(257 - 32, ' ') + "acme") == 0);
}

TEST_CASE("a value between two names, out of reach of both, does not count") {
  const RuleSet rules = rules_of(kContextRule);
  const std::string value = fresh("{base62:32}");
  const std::string gap(260, ' ');
  CHECK(count(rules, "acme" + gap + value + gap + "acme") == 0);
  CHECK(count(rules, "acme\n\n" + value + "\n\nacme") == 0);
}

TEST_CASE("a match at the end of a window sees what really follows") {
  const RuleSet rules = rules_of(kContextRule);
  const std::string value = fresh("{base62:32}");
  // Begins in the window and ends far outside of it.
  CHECK(count(rules, "acme" + std::string(250, ' ') + value) == 1);
  // Is part of something longer, as the bytes behind the window tell.
  CHECK(count(rules, "acme" + std::string(256, ' ') + value + "A") == 0);
  CHECK(count(rules, "acme" + std::string(224, ' ') + value + "A") == 0);
}

TEST_CASE("a match counts by its secret, which can begin behind it") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "r"
description = "d"
regex = '''user=\w+ (\w+) key'''
keywords = ["key"]
reach = [10, 0]
)");
  CHECK(count(rules, "user=somebody abc key") == 1);
  CHECK(count(rules, "user=somebody abcdefghi key") == 1);
  CHECK(count(rules, "user=somebody abcdefghij key") == 0);
}

TEST_CASE("a literal in a token's middle leads to the token's beginning") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "r"
description = "d"
shape = "{base62:5-200}.mid.{base62:20}"
)");
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
    const std::string token = fresh("{base62:5-200}.mid.{base62:20}", seed);
    CAPTURE(seed, token.size());
    const ScannedContent scanned = scan(rules, "x " + token + " y");
    REQUIRE(scanned.candidates.size() == 1);
    CHECK(scanned.candidates[0].value.reveal() == token);
  }
}

// Each line is scanned alone and in a long content of other lines: what a rule
// with a declared reach finds on it must be the same.
TEST_CASE("what is found near a hit does not depend on what is far away") {
  const RuleSet rules = rules_of(std::string(kContextRule) + R"(
[[rules]]
id = "r"
description = "d"
regex = '''(?:\w{0,20}key\w{0,20}=)([a-z]{1,30})\b'''
keywords = ["key"]
reach = 40
maxMatch = 100
)");
  const std::vector<std::string> parts = {
      "acme " + fresh("{base62:32}", 1), "mykey=abc",       "key key=a=b",
      fresh("{base62:32}", 2) + " acme", "keykey=keykey=x",
  };
  const std::string gap(400, '\n');
  std::size_t alone = 0;
  std::string together;
  for (const std::string& part : parts) {
    alone += count(rules, part);
    together += gap + part;
  }
  CHECK(alone >= parts.size());
  CHECK(count(rules, together) == alone);
}

TEST_CASE("a keyword repeated a million times costs linear work") {
  const std::string toml = std::string(kContextRule) + R"(
[[rules]]
id = "anchored"
description = "d"
shape = "key-{base62:20+}"
[[rules]]
id = "middle"
description = "d"
shape = "{base64url:10-500}key-{base62:20}"
[[rules]]
id = "regex"
description = "d"
regex = '''[\w.-]{0,50}?key[\w.-]{0,20}=(\w{10,50})'''
keywords = ["key", "acme"]
reach = 200
)";
  const RuleSet rules = rules_of(toml);
  for (const std::string_view piece :
       {"key-", "acme", "key=acme", "key-acme\n", "key-a-", "acme \r"}) {
    CAPTURE(piece);
    const Work half = work_on(rules, repeated(piece, kHostileSize / 2));
    const Work full = work_on(rules, repeated(piece, kHostileSize));
    CHECK(full.attempts <= 2 * half.attempts + 1000);
    CHECK(full.bytes <= 2 * half.bytes + 10'000'000);
    // Each place at most once for each of the rules.
    CHECK(full.attempts <= 4 * (kHostileSize + 100));
  }
}

// There are hundreds of keywords, and the work is the same in both builds.
constexpr std::size_t kFewBytes = 50'000;
constexpr std::size_t kKeywordSize = kSanitized ? kFewBytes : 1'000'000;

// Twice the text may cost twice the work and no more, which an absolute bound
// says too: each place is tried once by each rule, and shown what its longest
// match needs.
TEST_CASE("no built-in rule does more than linear work on its own keyword") {
  const RuleSet rules = load_rules({});
  // What a keyword means in base64 is the work of other keywords.
  const Scanner scanner(rules, ScanSettings{0});
  ScanScratch scratch;
  std::set<std::string> keywords;
  for (const Rule& rule : rules.rules()) {
    if (rule.anchors.empty()) {
      REQUIRE(rule.max_content > 0);
      continue;
    }
    keywords.insert(rule.anchors.front().literal);
  }
  for (const std::string& keyword : keywords) {
    CAPTURE(keyword);
    std::uint64_t attempts = 0;
    // As dense as can be, and as a word of its own: short ones count only so.
    for (const std::string& text : {repeated(keyword, kKeywordSize),
                                    repeated(keyword + ' ', kFewBytes)}) {
      scratch.attempts = 0;
      scratch.bytes_tried = 0;
      CHECK(scanner.scan(text, scratch).limits.empty());
      std::uint64_t most_attempts = 0;
      std::uint64_t most_bytes = 0;
      for (const RuleIndex rule : scratch.rules_hit) {
        most_attempts += text.size() + 1;
        most_bytes += (text.size() + 1) * (rules.rules()[rule].max_match + 1);
      }
      attempts += scratch.attempts;
      CHECK(scratch.attempts <= most_attempts);
      CHECK(scratch.bytes_tried <= most_bytes);
    }
    CHECK(attempts > 0);
  }
}

TEST_CASE("a rule for small contents searches these, and no larger ones") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "small"
description = "d"
regex = '(?m)^([a-z]{8})$'
smallContent = 20
)");
  CHECK(count(rules, "abcdefgh\nstuvwxyz\n") == 2);
  CHECK(count(rules, "abcdefgh\nstuvwxyz\nab") == 2);
  CHECK(count(rules, "abcdefgh\nstuvwxyz\nabc") == 0);
  CHECK(count(rules, "") == 0);
}

#include "scan/scanner.h"

#include "scan/identity.h"
#include "support.h"
#include "support/catch.h"

using namespace gitward;

namespace {

constexpr std::string_view kShape = "tok_{base62:30}";
constexpr std::string_view kTokenRule = R"(
[[rules]]
id = "tok"
description = "a token"
shape = "tok_{base62:30}"
)";
constexpr std::string_view kWordRule = R"(
[[rules]]
id = "word"
description = "a word"
regex = '''word=(\S+)'''
keywords = ["word"]
reach = 100
)";

Candidate only(const RuleSet& rules, std::string_view content) {
  ScannedContent scanned = scan(rules, content);
  REQUIRE(scanned.candidates.size() == 1);
  return scanned.candidates[0];
}

}  // namespace

TEST_CASE("a token is found wherever it stands") {
  const RuleSet rules = rules_of(kTokenRule);
  const std::string token = fresh(kShape);
  for (const std::string& content :
       {token, token + "\n", "\n" + token, "a='" + token + "';",
        std::string("\0\xff\x80", 3) + token + std::string(3, '\0')}) {
    const Candidate candidate = only(rules, content);
    CHECK(candidate.value.reveal() == token);
    CHECK(candidate.span.begin == content.find(token));
    CHECK(candidate.span.size() == token.size());
  }
  CHECK(scan(rules, "").empty());
  CHECK(scan(rules, token.substr(0, 33)).empty());
  CHECK(scan(rules, token + "A").empty());
}

TEST_CASE("places are lines and columns of the secret, however lines end") {
  const RuleSet rules = rules_of(kTokenRule);
  const std::string token = fresh(kShape);
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    for (const std::string tail : {"", "\n", "\r", "\r\n"}) {
      CAPTURE(end, tail);
      const Candidate candidate =
          only(rules, "one" + end + end + "key: " + token + tail);
      CHECK(candidate.position == Position{3, 6, 3, 6 + token.size()});
    }
  }
}

TEST_CASE("a secret of several lines ends on its last") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "block"
description = "a block"
regex = '''(?s)<<<.{1,50}?>>>'''
keywords = ["<<<"]
reach = 10
)");
  const Candidate candidate = only(rules, "x\n <<<a\r\nb\rccc>>> y\n");
  CHECK(candidate.position == Position{2, 2, 4, 7});
  CHECK(candidate.value.reveal() == "<<<a\r\nb\rccc>>>");
}

TEST_CASE("columns count original bytes in UTF-16 too") {
  const RuleSet rules = rules_of(kTokenRule);
  const std::string token = fresh(kShape);
  const std::u32string text =
      U"\u4e2d\n\u00e9\r\n\U0001f511: " + widened(token) + U"\r";
  for (const Encoding encoding : {Encoding::kUtf16Le, Encoding::kUtf16Be}) {
    const bool marked = GENERATE(false, true);
    const std::string content =
        encoded(marked ? U"\ufeff" + text : text, encoding);
    const Candidate candidate = only(rules, content);
    CHECK(candidate.value.reveal() == token);
    CHECK(candidate.position == Position{3, 9, 3, 9 + 2 * token.size()});
    CHECK(candidate.span.of(content) == encoded(widened(token), encoding));
  }
}

TEST_CASE("a byte order mark does not hide bytes that are not what it says") {
  const RuleSet rules = rules_of(kTokenRule);
  const std::string token = fresh(kShape);
  for (const std::string& mark :
       {std::string("\xff\xfe"), std::string("\xfe\xff"),
        std::string("\xff\xfe\0\0", 4), std::string("\xef\xbb\xbf")}) {
    CHECK(only(rules, mark + token).span.begin == mark.size());
  }
}

TEST_CASE("the secret is the group that the rule names") {
  const auto value = [](std::string_view rule_keys, std::string_view content) {
    const RuleSet rules = rules_of(
        "[[rules]]\nid = \"r\"\ndescription = \"d\"\nkeywords = [\"key\"]\n" +
        std::string(rule_keys));
    const ScannedContent scanned = scan(rules, content);
    return scanned.candidates.empty()
               ? std::string("nothing")
               : std::string(scanned.candidates[0].value.reveal());
  };
  CHECK(value("regex = '''key=\\w+'''", "key=abc") == "key=abc");
  CHECK(value("regex = '''key=(\\w*)-?(\\w*)'''", "key=abc-d") == "abc");
  CHECK(value("regex = '''key=(\\w*)-?(\\w*)'''", "key=-d") == "d");
  CHECK(value("regex = '''key=(x)?(\\w*)'''", "key=d") == "d");
  CHECK(value("regex = '''key=(x)?(y)?'''", "key=z") == "key=");
  CHECK(value("regex = '''\\nkey=\\w+\\n'''", "\nkey=abc\n") == "key=abc");
  CHECK(value("regex = '''key=(a)?(\\w+)'''\nsecretGroup = 2", "key=abc") ==
        "bc");
  // An empty secret is no candidate, and does not stop the search.
  CHECK(value("regex = '''key=(a)?'''\nsecretGroup = 1", "key=b") == "nothing");
  CHECK(value("regex = '''key=(a)?'''\nsecretGroup = 1", "key=b key=a") == "a");
  CHECK(value("regex = '''k?e?y?'''\nsecretGroup = 0", "--key") == "key");
}

TEST_CASE("entropy must be above what the rule asks") {
  const RuleSet rules = rules_of(std::string(kWordRule) + "entropy = 2.0\n");
  CHECK(found(rules, "word=abcd").empty());
  CHECK(found(rules, "word=abcde").size() == 1);
}

TEST_CASE("a checksum proves a token, and a wrong one only lowers it") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "sum"
description = "a token with a checksum"
shape = "sum_{base62:30}{crc32-base62:6}"
)");
  const std::string token = fresh("sum_{base62:30}{crc32-base62:6}");
  CHECK(only(rules, token).confidence == Confidence::kProven);
  std::string wrong = token;
  wrong.back() = wrong.back() == 'a' ? 'b' : 'a';
  CHECK(only(rules, wrong).confidence == Confidence::kMedium);
}

TEST_CASE("all matches of a rule in its reach are found, not every second") {
  const RuleSet rules = rules_of(kWordRule);
  const ScannedContent scanned = scan(rules, "word=a word=b\nword=word=c");
  REQUIRE(scanned.candidates.size() == 3);
  CHECK(scanned.candidates[0].value.reveal() == "a");
  CHECK(scanned.candidates[1].value.reveal() == "b");
  // "c" lies within it, of the same rule: it says nothing new.
  CHECK(scanned.candidates[2].value.reveal() == "word=c");
}

TEST_CASE("a rule that reaches its limits is told, not taken for no match") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "slow"
description = "a slow one"
regex = '''key(?:a*)*b|key(?:\w|\w\w)+!'''
keywords = ["key"]
)");
  const ScannedContent scanned =
      scan(rules, "key" + std::string(5000, 'a') + "?");
  CHECK(scanned.candidates.empty());
  REQUIRE(scanned.limits.size() == 1);
  CHECK(scanned.limits[0].rule == 0);
  CHECK_THAT(scanned.limits[0].detail, ContainsSubstring("'slow'"));
}

TEST_CASE("an excerpt shows the line and no secret on it") {
  const RuleSet rules =
      rules_of(std::string(kTokenRule) + std::string(kWordRule));
  const std::string token = fresh(kShape);
  const std::string line =
      "\tset word=hunter2 \x1b[1m " + token + " # word=\xc3\xa9t\xc3\xa9 end";
  const ScannedContent scanned = scan(rules, "a\n" + line + "\nb");
  REQUIRE(scanned.candidates.size() == 3);
  for (const Candidate& candidate : scanned.candidates) {
    CHECK(candidate.excerpt == "set word=… \\x1b[1m tok_… # word=… end");
  }
}

TEST_CASE("an excerpt of a long line is cut around the secret") {
  const RuleSet rules = rules_of(kWordRule);
  std::string line;
  for (int i = 0; i < 200; ++i)
    line +=
        "\xe2\x82\xac"
        "uro ";
  const std::string excerpt =
      only(rules, line + "word=hunter2 " + line).excerpt;
  CHECK(excerpt.starts_with("…"));
  CHECK(excerpt.ends_with("…"));
  CHECK_THAT(excerpt, ContainsSubstring("uro word=… \xe2\x82\xac"));
  std::size_t columns = 0;
  for (const char c : excerpt) columns += (byte_of(c) & 0xc0U) != 0x80U;
  CHECK(columns <= 160);
}

TEST_CASE("the excerpt of a secret of many lines is one line") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "block"
description = "a block"
regex = '''(?s)<<<.{1,50}?>>>'''
keywords = ["<<<"]
reach = 10
)");
  CHECK(only(rules, "before <<<a\nb>>> after\n").excerpt == "before … after");
}

TEST_CASE("a finding stands on its own and says what its rule says") {
  const RuleSet rules = rules_of(std::string(kTokenRule) + R"(
severity = "critical"
rotate = "https://example.org/rotate"
)");
  const std::string token = fresh(kShape);
  const auto id = ObjectId::from_hex(std::string(40, 'a'));
  Finding finding;
  {
    const std::string content = "x = " + token + " # gitward:allow[tok] a test";
    const ScannedContent scanned = scan(rules, content);
    const PathContext context{Where::kBlob, "src/a.py", ""};
    const auto judged = Scanner(rules).judge(scanned, context);
    REQUIRE(judged.size() == 1);
    finding = make_finding(rules, judged[0], context, *id);
  }
  CHECK(finding.id == strong_id("tok", token));
  CHECK(finding.rule->id == "tok");
  CHECK(finding.rule->severity == Severity::kCritical);
  CHECK(finding.confidence == Confidence::kHigh);
  CHECK(finding.strong);
  CHECK(finding.where == Where::kBlob);
  CHECK(finding.path == "src/a.py");
  CHECK(finding.position == Position{1, 5, 1, 5 + token.size()});
  CHECK(finding.object == *id);
  CHECK(finding.secret.reveal() == token);
  CHECK(finding.redacted == "tok_…");
  CHECK(finding.excerpt == "x = tok_… # gitward:allow[tok] a test");
  CHECK(finding.status == Status::kAllowed);
  CHECK(finding.reason == "a test");
}

TEST_CASE("scanning again with the same scratch gives the same") {
  const RuleSet rules =
      rules_of(std::string(kTokenRule) + std::string(kWordRule));
  const Scanner scanner(rules);
  ScanScratch scratch;
  const std::string full = "word=a " + fresh(kShape);
  for (int i = 0; i < 3; ++i) {
    CHECK(scanner.scan(full, scratch).candidates.size() == 2);
    CHECK(scanner.scan("nothing", scratch).empty());
    CHECK(scanner.scan("word=b", scratch).candidates.size() == 1);
  }
}

#include "scan/judge.h"

#include "support.h"
#include "support/catch.h"

using namespace gitward;
using Ids = std::vector<std::string>;

namespace {

constexpr std::string_view kWordRule = R"(
[[rules]]
id = "word"
description = "a word"
regex = '''word=(\w+);?'''
keywords = ["word"]
reach = 100
)";

Ids with(std::string_view more, std::string_view content,
         std::string_view path = "file", std::string_view commit = "") {
  return found(rules_of(std::string(kWordRule) + std::string(more)), content,
               path, commit);
}

const Ids kFound = {"word"};
const std::string kCommit(40, 'c');

struct Span {
  bool generic = false;
  Confidence confidence = Confidence::kMedium;
  ByteRange bytes;
};

// Which of candidates with these spans stay. Rule 2i is specific, 2i+1 is
// generic, and earlier spans are of earlier rules.
std::vector<std::size_t> staying(const std::vector<Span>& spans) {
  std::string toml;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    toml += "[[rules]]\nid = \"r" + std::to_string(i) +
            "\"\ndescription = \"d\"\nregex = \"xyz\"\nkeywords = [\"xyz\"]\n" +
            "generic = " + (spans[i].generic ? "true" : "false") + "\n";
  }
  const RuleSet rules = rules_of(toml);
  ScannedContent content;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    Candidate candidate;
    candidate.rule = static_cast<RuleIndex>(i);
    candidate.span = spans[i].bytes;
    candidate.confidence = spans[i].confidence;
    content.candidates.push_back(candidate);
  }
  std::vector<std::size_t> stay;
  for (const Judged& one : judge(rules, content)) {
    stay.push_back(one.candidate->rule);
  }
  return stay;
}

using Stay = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a stopword in the secret, in any case, allows it") {
  constexpr std::string_view kList =
      "[[rules.allowlists]]\nstopwords = [\"example\"]\n";
  CHECK(with(kList, "word=abcEXAMPLEabc").empty());
  CHECK(with(kList, "example word=abc") == kFound);
}

TEST_CASE("an allowlist's regex is searched in its target") {
  const auto list = [](const std::string& target) {
    return "[[rules.allowlists]]\nregexTarget = \"" + target +
           "\"\nregexes = [\"^x|;$\"]\n";
  };
  CHECK(with(list("secret"), "y word=xa;").empty());
  CHECK(with(list("secret"), "x word=a;") == kFound);
  CHECK(with(list("match"), "y word=a;").empty());
  CHECK(with(list("match"), "x word=xa") == kFound);
  CHECK(with(list("line"), "y\nx word=a").empty());
  CHECK(with(list("line"), "y\ny word=a y;\r\ny").empty());
  CHECK(with(list("line"), "x\ny word=a\nx") == kFound);
  CHECK(with(list("line"), ";\ny word=a\n;") == kFound);
}

TEST_CASE("one list that holds is enough, unless all must") {
  constexpr std::string_view kAny = R"([[rules.allowlists]]
regexes = ["^x"]
stopwords = ["stop"]
paths = ["^test/"]
commits = ["cccccccccccccccccccccccccccccccccccccccc"]
)";
  CHECK(with(kAny, "word=a") == kFound);
  CHECK(with(kAny, "word=xa").empty());
  CHECK(with(kAny, "word=stop").empty());
  CHECK(with(kAny, "word=a", "test/a").empty());
  CHECK(with(kAny, "word=a", "a/test/a") == kFound);
  CHECK(with(kAny, "word=a", "a", kCommit).empty());

  const std::string all = std::string(kAny) + "condition = \"AND\"\n";
  CHECK(with(all, "word=xstop", "test/a", kCommit).empty());
  CHECK(with(all, "word=stop", "test/a", kCommit) == kFound);
  CHECK(with(all, "word=x", "test/a", kCommit) == kFound);
  CHECK(with(all, "word=xstop", "a", kCommit) == kFound);
  CHECK(with(all, "word=xstop", "test/a") == kFound);

  constexpr std::string_view kTwo = R"([[rules.allowlists]]
condition = "AND"
regexes = ["^x"]
paths = ["^test/"]
)";
  CHECK(with(kTwo, "word=xa", "test/a").empty());
  CHECK(with(kTwo, "word=xa", "a") == kFound);
  CHECK(with(kTwo, "word=a", "test/a") == kFound);
}

TEST_CASE("a global allowlist holds for every rule") {
  constexpr std::string_view kGlobal =
      "[[allowlists]]\npaths = [\"[.]lock$\"]\nstopwords = [\"stop\"]\n";
  CHECK(with(kGlobal, "word=a", "x.lock").empty());
  CHECK(with(kGlobal, "word=stop").empty());
  CHECK(with(kGlobal, "word=a") == kFound);
  // Beside one of the rule's own.
  const std::string both =
      "[[rules.allowlists]]\npaths = [\"^test/\"]\n" + std::string(kGlobal);
  CHECK(with(both, "word=a", "x.lock").empty());
  CHECK(with(both, "word=a", "test/x").empty());
  CHECK(with(both, "word=a") == kFound);
}

TEST_CASE("a content is judged anew under each of its paths") {
  const RuleSet rules =
      rules_of(std::string(kWordRule) + "path = '''[.]env$'''\n" +
               "[[rules.allowlists]]\npaths = [\"^test/\"]\n");
  const ScannedContent scanned = scan(rules, "word=a");
  CHECK(judge(rules, scanned, "a/.env").size() == 1);
  CHECK(judge(rules, scanned, "a.c").empty());
  CHECK(judge(rules, scanned, "test/.env").empty());
  CHECK(judge(rules, scanned, "").empty());
}

TEST_CASE("of two claims to the same bytes the better one stays") {
  using enum Confidence;
  // A specific rule before a generic one, whatever their confidence.
  CHECK(staying({{true, kHigh, {0, 9}}, {false, kLow, {2, 4}}}) == Stay{1});
  CHECK(staying({{false, kMedium, {0, 5}}, {false, kHigh, {3, 6}}}) == Stay{1});
  CHECK(staying({{false, kMedium, {0, 5}}, {false, kMedium, {3, 9}}}) ==
        Stay{1});
  CHECK(staying({{false, kMedium, {0, 5}}, {false, kMedium, {0, 5}}}) ==
        Stay{0});
  CHECK(staying({{true, kMedium, {0, 5}}, {true, kHigh, {0, 5}}}) == Stay{1});
}

TEST_CASE("two secrets side by side are two findings") {
  using enum Confidence;
  CHECK(staying({{false, kHigh, {0, 5}}, {true, kLow, {5, 9}}}) == Stay{0, 1});
}

TEST_CASE("a secret goes only if a better one on its bytes stays") {
  using enum Confidence;
  // 0 beats 1; 2 overlaps 1 only, and must not be lost with it.
  CHECK(staying({{false, kHigh, {0, 5}},
                 {false, kMedium, {4, 9}},
                 {true, kLow, {8, 12}}}) == Stay{0, 2});
}

TEST_CASE("a specific rule's finding replaces a generic one on its bytes") {
  const RuleSet rules = rules_of(std::string(kWordRule) + R"(
generic = true
[[rules]]
id = "tok"
description = "a token"
shape = "tok_{base62:20}"
)");
  const std::string token = fresh("tok_{base62:20}");
  CHECK(found(rules, "word=" + token) == Ids{"tok"});
  CHECK(found(rules, "word=a " + token) == Ids{"word", "tok"});
  CHECK(found(rules, "word=x" + token) == Ids{"word"});
}

#include "scan/explain.h"

#include <algorithm>

#include "support.h"
#include "support/catch.h"

using namespace gitward;

namespace {

using Effect = Ruling::Effect;

constexpr std::string_view kWordRule = R"(
[[rules]]
id = "word"
description = "a word"
regex = '''word=(\w+);?'''
keywords = ["word"]
reach = 100
)";

Explanation told(const RuleSet& rules, std::string_view content,
                 AskedPlace place = {}, std::string_view path = "file") {
  return explain(Scanner(rules), content, {Where::kBlob, path, ""},
                 find_place(content, place));
}

// The one ruling of this filter on the only match.
const Ruling& ruling_by(const Explanation& explanation,
                        std::string_view filter) {
  REQUIRE(explanation.matches.size() == 1);
  const std::vector<Ruling>& rulings = explanation.matches[0].rulings;
  const auto is_it = [&](const Ruling& one) { return one.filter == filter; };
  REQUIRE(std::count_if(rulings.begin(), rulings.end(), is_it) == 1);
  return *std::find_if(rulings.begin(), rulings.end(), is_it);
}

std::size_t drops(const ExplainedMatch& match) {
  return static_cast<std::size_t>(std::count_if(
      match.rulings.begin(), match.rulings.end(),
      [](const Ruling& ruling) { return ruling.effect == Effect::kDrops; }));
}

std::vector<std::string> rows_of(const RuleSet& rules,
                                 const std::vector<Judged>& findings) {
  std::vector<std::string> rows;
  for (const Judged& one : findings) {
    const Candidate& candidate = *one.candidate;
    std::string row = rules.rules()[candidate.rule].id();
    row += ' ' + candidate.id.hex();
    row += ' ' + std::to_string(candidate.span.begin);
    row += ' ' + std::string(name_of(one.confidence));
    row += ' ' + std::string(name_of(one.status));
    for (const std::string& via : candidate.via) row += ' ' + via;
    rows.push_back(std::move(row));
  }
  return rows;
}

// What is told of the whole of a text is what a scan of it gives, and each
// match has either a finding or the one ruling that says why not.
void check_truth(const RuleSet& rules, const std::string& text,
                 std::string_view path) {
  const Explanation explanation = told(rules, text, {}, path);
  const ScannedContent scanned = scan(rules, text);
  CHECK(rows_of(rules, explanation.findings) ==
        rows_of(rules, judge(rules, scanned, path)));
  CHECK(explanation.content.limits.size() == scanned.limits.size());
  std::vector<const Judged*> seen;
  for (const ExplainedMatch& match : explanation.matches) {
    CAPTURE(rules.rules()[match.rule].id());
    CHECK(drops(match) == (match.finding == nullptr ? 1 : 0));
    if (match.finding == nullptr) continue;
    CHECK(match.finding->candidate == match.candidate);
    CHECK(match.position == match.candidate->position);
    CHECK(match.value == match.candidate->value);
    seen.push_back(match.finding);
  }
  std::sort(seen.begin(), seen.end());
  CHECK(std::unique(seen.begin(), seen.end()) == seen.end());
  CHECK(seen.size() == explanation.findings.size());
}

}  // namespace

TEST_CASE("of every example of every rule is told what a scan finds") {
  const RuleSet rules = load_rules({});
  SampleEngine engine(1);
  for (const Rule& rule : rules.rules()) {
    CAPTURE(rule.id());
    std::optional<Shape> shape;
    if (!rule.shapes.empty()) shape = Shape::parse(rule.shapes[0]);
    for (const auto* list : {&rule.matches, &rule.ignores}) {
      for (const Example& example : *list) {
        CAPTURE(example.text, example.path);
        check_truth(
            rules,
            expand_template(example.text, shape ? &*shape : nullptr, engine),
            example.path);
      }
    }
  }
}

TEST_CASE("what is encoded, wide, nested or twice there is told as it is") {
  const RuleSet rules = rules_of(R"(
[[rules]]
id = "tok"
description = "a token"
shape = "tok_{base62:20}"
[[rules]]
id = "long"
description = "a run"
regex = '''run=([a-z0-9_=]+)'''
keywords = ["run="]
reach = 200
generic = true
)");
  const std::string token = fresh("tok_{base62:20}");
  std::string hex;
  for (const char c : "t=" + token + ";") {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex += kDigits[byte_of(c) >> 4U];
    hex += kDigits[byte_of(c) & 15U];
  }
  check_truth(rules, "a: " + hex + "\nb: " + token, "");
  check_truth(rules, "run=abcrun=abc_" + token + " run=" + hex, "");
  check_truth(rules, encoded(widened("\nx " + token), Encoding::kUtf16Le), "");
  check_truth(rules, "", "");
  CHECK(told(rules, "a: " + hex).matches[0].via ==
        std::vector<std::string>{"hex"});
}

TEST_CASE("entropy is told against its floor") {
  const RuleSet rules = rules_of(std::string(kWordRule) + "entropy = 2.0\n");
  const Explanation low = told(rules, "word=aabb");
  CHECK(ruling_by(low, "entropy").effect == Effect::kDrops);
  CHECK(ruling_by(low, "entropy").reason ==
        "1.00 bits a byte, not above the floor of 2.00");
  const Explanation high = told(rules, "word=abcdefgh");
  CHECK(ruling_by(high, "entropy").effect == Effect::kKeeps);
  CHECK(ruling_by(high, "entropy").reason ==
        "3.00 bits a byte, above the floor of 2.00");
}

TEST_CASE("an allowlist is told by its description and what of it matches") {
  const RuleSet rules = rules_of(std::string(kWordRule) + R"(
[[rules.allowlists]]
description = "samples"
regexes = ["^y", "^x"]
stopwords = ["stop"]
[[allowlists]]
condition = "AND"
regexes = ["^b"]
stopwords = ["also"]
)");
  const Explanation regex = told(rules, "word=xa");
  CHECK(ruling_by(regex, "allowlist").effect == Effect::kDrops);
  CHECK(ruling_by(regex, "allowlist").reason ==
        "1 of the rule (samples): expression 2 of 2 matches the value");
  CHECK(ruling_by(regex, "allowlist").details ==
        std::vector<std::string>{"^x"});
  CHECK(ruling_by(told(rules, "word=aSTOP"), "allowlist").reason ==
        "1 of the rule (samples): the stopword 'stop' is in the value");
  // Both are asked, and neither holds.
  const Explanation kept = told(rules, "word=also");
  REQUIRE_FALSE(kept.matches.empty());
  CHECK(kept.matches[0].finding != nullptr);
  REQUIRE(kept.matches[0].rulings.size() >= 2);
  CHECK(kept.matches[0].rulings[1] ==
        Ruling{"allowlist", Effect::kKeeps,
               "1 of all rules: the stopword 'also' is in the value, but no "
               "expression matches"});
}

TEST_CASE("what the path adds is told apart from the content") {
  const RuleSet rules =
      rules_of(std::string(kWordRule) + "path = '''[.]env$'''\n" +
               "[[rules.allowlists]]\npaths = [\"^test/\"]\n");
  const Explanation elsewhere = told(rules, "word=a", {}, "a.c");
  CHECK(ruling_by(elsewhere, "path").effect == Effect::kDrops);
  CHECK(ruling_by(elsewhere, "path").details ==
        std::vector<std::string>{"[.]env$"});
  CHECK(ruling_by(elsewhere, "allowlist").effect == Effect::kDepends);
  const Explanation test = told(rules, "word=a", {}, "test/.env");
  REQUIRE(test.matches.size() == 1);
  CHECK(test.matches[0].rulings.back() ==
        Ruling{"path", Effect::kDrops,
               "allowlist 1 of the rule: holds for this path and commit"});
  CHECK(told(rules, "word=a", {}, ".env").matches[0].finding != nullptr);
}

TEST_CASE("a comment that allows, and one that tries to, are told") {
  const RuleSet rules = rules_of(kWordRule);
  const Explanation allowed =
      told(rules, "word=a  # gitward:allow[word] a sample");
  CHECK(ruling_by(allowed, "inline allow").effect == Effect::kAllows);
  CHECK(ruling_by(allowed, "inline allow").reason ==
        "a comment allows it: a sample");
  const Explanation other =
      told(rules, "# gitward:allow-next-line[ward, wort]\nword=a");
  CHECK(ruling_by(other, "inline allow").effect == Effect::kKeeps);
  CHECK(ruling_by(other, "inline allow").reason ==
        "the comment on line 1 is for ward, wort, not for this rule");
  const Explanation bad = told(rules, "word=a  # gitward:allow word");
  CHECK(ruling_by(bad, "inline allow").reason ==
        "the comment on line 1 allows nothing: it has to name the rule");
}

TEST_CASE("the rule that takes the bytes of another is told") {
  const RuleSet rules = rules_of(std::string(kWordRule) + R"(
generic = true
[[rules]]
id = "tok"
description = "a token"
shape = "tok_{base62:20}"
)");
  const Explanation both = told(rules, "word=" + fresh("tok_{base62:20}"));
  REQUIRE(both.matches.size() == 2);
  CHECK(both.matches[0].rulings.back() ==
        Ruling{"overlap", Effect::kDrops,
               "the rule 'tok' (high) takes these bytes"});
  CHECK(both.matches[1].finding != nullptr);
}

TEST_CASE(
    "a keyword is told with its place, whether it led to a match or not") {
  const RuleSet rules = rules_of(kWordRule);
  const Explanation match = told(rules, "\na word=b");
  REQUIRE(match.matches.size() == 1);
  CHECK(match.matches[0].keywords ==
        std::vector<KeywordPlace>{{"word", {2, 3, 2, 7}}});
  CHECK(match.tried.empty());

  const Explanation none = told(rules, "\na word: b");
  CHECK(none.matches.empty());
  REQUIRE(none.tried.size() == 1);
  CHECK(none.tried[0].keywords ==
        std::vector<KeywordPlace>{{"word", {2, 3, 2, 7}}});
  CHECK(told(rules, "nothing").tried.empty());
}

TEST_CASE("only what touches the place is told") {
  const RuleSet rules = rules_of(kWordRule);
  constexpr std::string_view kText = "word=a\nword=b word=c\nword: d\n";
  const auto positions = [&](AskedPlace place) {
    std::vector<std::uint64_t> columns;
    for (const ExplainedMatch& match : told(rules, kText, place).matches) {
      columns.push_back(match.position.column);
    }
    return columns;
  };
  CHECK(positions({1, 0}) == std::vector<std::uint64_t>{6});
  CHECK(positions({2, 0}) == std::vector<std::uint64_t>{6, 13});
  CHECK(positions({2, 13}) == std::vector<std::uint64_t>{13});
  CHECK(positions({2, 7}).empty());
  CHECK(positions({3, 0}).empty());
  // Another line's findings are known all the same.
  CHECK(told(rules, kText, {3, 0}).findings.size() == 3);
}

TEST_CASE("a place is a line that people count, in any encoding") {
  const auto lines = [](std::string_view text) {
    return find_place(text, {1000, 0}).line_count;
  };
  CHECK(lines("") == 1);
  CHECK(lines("a") == 1);
  CHECK(lines("a\n") == 1);
  CHECK(lines("a\r\nb\rc\n") == 3);
  CHECK(find_place("a\n", {2, 0}).lines.empty());
  CHECK(find_place("ab\n", {1, 3}).bytes.empty());
  CHECK(find_place("ab\n", {1, 2}).bytes == std::vector<ByteRange>{{1, 2}});

  const std::string wide =
      encoded(widened("nothing here\r\nword=abcdefgh"), Encoding::kUtf16Be);
  const Explanation second = told(rules_of(kWordRule), wide, {2, 0});
  REQUIRE(second.matches.size() == 1);
  CHECK(second.matches[0].position == Position{2, 11, 2, 27});
}

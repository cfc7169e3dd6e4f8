#include "support.h"
#include "support/catch.h"

using namespace gitward;

namespace {

std::vector<std::string> failures(const std::string& toml) {
  return test_rules(rules_of(toml)).failures;
}

const std::string kToken = R"(
[[rules]]
id = "tok"
description = "a token"
shape = "tok_{base62:20}"
)";

}  // namespace

TEST_CASE("examples that hold are counted and say nothing") {
  const RuleTestResult result = test_rules(rules_of(kToken + R"(
matches = ["a={sample}", "{sample}\n"]
ignores = ["tok_{base62:19}", "x{sample}"]
)"));
  CHECK(result.rules == 1);
  CHECK(result.examples == 4);
  CHECK(result.failures.empty());
}

TEST_CASE("an example that fails names its rule, its place and the cause") {
  const auto missed = failures(kToken + "matches = [\"x{sample}\"]\n");
  REQUIRE(missed.size() == 1);
  CHECK_THAT(missed[0], ContainsSubstring("test.toml:"));
  CHECK_THAT(missed[0], ContainsSubstring("rule 'tok'"));
  CHECK_THAT(missed[0], ContainsSubstring("'matches' is not found"));

  const auto taken = failures(kToken + "ignores = [\"x\", \"a={sample}\"]\n");
  REQUIRE(taken.size() == 1);
  CHECK_THAT(taken[0], ContainsSubstring("'ignores' is found"));
}

TEST_CASE("an example that another rule takes over fails") {
  const auto taken = failures(kToken + R"(
[[rules]]
id = "word"
description = "a word"
regex = '''word=(\w+)'''
keywords = ["word"]
reach = 100
generic = true
matches = ["word=tok_{base62:20}", "word=abc"]
)");
  REQUIRE(taken.size() == 1);
  CHECK_THAT(taken[0], ContainsSubstring("rule 'word'"));
  CHECK_THAT(taken[0], ContainsSubstring("rule 'tok' at test.toml:4 takes"));
}

TEST_CASE("an example is judged under its path") {
  const std::string rule = kToken + "path = '''[.]env$'''\n";
  CHECK(failures(rule + "matches = [{text = \"{sample}\", path = \"a.env\"}]\n")
            .empty());
  const auto elsewhere =
      failures(rule + "matches = [{text = \"{sample}\", path = \"a.c\"}]\n");
  REQUIRE(elsewhere.size() == 1);
  CHECK_THAT(elsewhere[0], ContainsSubstring("path"));
  CHECK(failures(rule + "ignores = [{text = \"{sample}\", path = \"a.c\"}]\n")
            .empty());
}

TEST_CASE("each shape of a rule is sampled") {
  const auto missed = failures(R"(
[[rules]]
id = "two"
description = "two shapes"
shape = ["one_{base62:20}", "two_{base62:20}"]
matches = ["{sample}"]
[[rules.allowlists]]
regexes = ["^two_"]
)");
  REQUIRE(missed.size() == 1);
}

TEST_CASE("every built-in rule's examples hold") {
  const RuleTestResult result = test_rules(load_rules({}), 2);
  CHECK(result.rules >= 100);
  for (const std::string& failure : result.failures) UNSCOPED_INFO(failure);
  CHECK(result.failures.empty());
}

TEST_CASE("a rule is tried on as many fresh samples as one asks for") {
  const RuleTestResult result = test_rules(rules_of(kToken), 7);
  CHECK(result.samples == 7);
  CHECK(result.failures.empty());
  CHECK(test_rules(rules_of(kToken)).samples == 0);
}

TEST_CASE("a rule that misses its own samples in some surroundings fails") {
  // Nothing of that shape is as random as the rule asks for.
  const RuleTestResult blind =
      test_rules(rules_of(kToken + "entropy = 5.5\n"), 5);
  REQUIRE(blind.failures.size() == 1);
  CHECK_THAT(blind.failures[0],
             ContainsSubstring("a sample is not found in an assignment"));
  const RuleTestResult json = test_rules(
      rules_of(kToken + "[[rules.allowlists]]\nregexTarget = \"line\"\n"
                        "regexes = ['''^  \"''']\n"),
      5);
  REQUIRE(json.failures.size() == 1);
  CHECK_THAT(json.failures[0],
             ContainsSubstring("a sample is not found in JSON"));
}

TEST_CASE("a rule with a checksum finds a wrong one with less confidence") {
  const RuleTestResult result = test_rules(rules_of(R"(
[[rules]]
id = "sum"
description = "a token with a checksum"
shape = "sum_{base62:30}{crc32-base62:6}"
)"),
                                           20);
  CHECK(result.samples == 20);
  CHECK(result.failures.empty());
}

TEST_CASE("a rule without a shape is tried on fresh expansions") {
  const RuleTestResult result = test_rules(rules_of(R"(
[[rules]]
id = "old"
description = "digits"
regex = '''old_(\d{4})'''
keywords = ["old_"]
reach = 16
matches = ["old_{digits:3-4}x"]
)"),
                                           50);
  REQUIRE_FALSE(result.failures.empty());
  CHECK_THAT(result.failures.back(),
             ContainsSubstring("a fresh expansion of the example"));
}

TEST_CASE("of a configuration only what it defines or changes is tested") {
  RuleSetRequest request;
  request.config = RuleText{"test.toml", kToken + R"(
matches = ["{sample}"]
[[rules]]
id = "jwt"
severity = "low"
[[rules]]
id = "ours"
description = "what a built-in rule finds already"
shape = "glpat-{base64url:20}"
matches = ["key = {sample}"]
)"};
  const RuleSet rules = load_rules(request);
  const RuleTestResult result = test_rules(rules, 1, TestedRules::kUsers);
  CHECK(result.rules == 3);
  REQUIRE(result.failures.size() == 1);
  CHECK_THAT(result.failures[0], ContainsSubstring("rule 'ours'"));
  CHECK_THAT(result.failures[0], ContainsSubstring("rule 'gitlab-pat' at "));
  CHECK_THAT(rules.find("jwt")->changed, ContainsSubstring("rules/"));
  CHECK(rules.find("tok")->changed.empty());
}

TEST_CASE("the rule that takes an example's bytes is named, and no other") {
  const auto taken = failures(kToken + R"(
[[rules]]
id = "front"
description = "stands before it"
shape = "front_{base62:20}"
[[rules]]
id = "word"
description = "a word"
regex = '''word=(\w+)'''
keywords = ["word"]
reach = 100
generic = true
matches = ["front_{base62:20} word=tok_{base62:20}"]
)");
  REQUIRE(taken.size() == 1);
  CHECK_THAT(taken[0], ContainsSubstring("rule 'tok' at test.toml:"));
}

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
  CHECK_THAT(taken[0], ContainsSubstring("rule 'tok' takes its bytes"));
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
  const RuleTestResult result = test_rules(load_rules({}));
  CHECK(result.rules >= 100);
  for (const std::string& failure : result.failures) UNSCOPED_INFO(failure);
  CHECK(result.failures.empty());
}

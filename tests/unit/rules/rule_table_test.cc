#include "rules/rule_table.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "rules/builtin.h"
#include "rules/mistakes.h"
#include "rules/rule_file.h"
#include "rules/rule_set.h"
#include "support/catch.h"

using namespace gitward;

namespace {

RuleFile parse(std::string_view text) {
  Mistakes mistakes;
  const std::uint32_t name = mistakes.add_file(kBuiltinName);
  auto file = parse_rule_file(text, name, RuleFileKind::kBuiltin, mistakes);
  INFO(mistakes.message());
  REQUIRE(mistakes.count() == 0);
  return *file;
}

RuleFile read(ByteView bytes) {
  RuleFile file;
  const RuleTable table(bytes);
  for (std::size_t i = 0; i < table.size(); ++i) {
    file.rules.push_back(table.rule(i, true));
  }
  file.allowlists = table.allowlists();
  return file;
}

}  // namespace

TEST_CASE("the built-in text is rules.toml, then each file of rules/ once") {
  const std::string folder = std::string(GITWARD_SOURCE_DIR) + "/";
  std::string text;
  for (const TextPart& part : builtin_parts()) {
    CHECK(static_cast<std::size_t>(
              std::count(text.begin(), text.end(), '\n')) == part.lines_before);
    text += read_file(folder + std::string(part.name)).value();
  }
  CHECK(builtin_parts().at(0).name == kBuiltinName);
  CHECK(builtin_rules_text() == text);
  CHECK(builtin_hash() == xxh3_128(text).hex());
  std::size_t files = 1;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder + "rules")) {
    INFO(entry.path());
    ++files;
    const std::string name = "rules/" + entry.path().filename().string();
    const auto parts = builtin_parts();
    CHECK(std::count_if(parts.begin(), parts.end(), [&](const TextPart& part) {
            return part.name == name;
          }) == 1);
  }
  CHECK(files == builtin_parts().size());
}

TEST_CASE("a built-in rule's place is that of the file it stands in") {
  Mistakes mistakes;
  mistakes.add_joined({{"a.toml", 0}, {"b.toml", 10}});
  CHECK(mistakes.describe({0, 1}) == "a.toml:1");
  CHECK(mistakes.describe({0, 10}) == "a.toml:10");
  CHECK(mistakes.describe({0, 11}) == "b.toml:1");
  CHECK(mistakes.describe({0, 0}) == "a.toml");
}

TEST_CASE("the table of the built-in rules says what rules.toml says") {
  const std::string_view text = builtin_rules_text();
  RuleFile stored = read(builtin_table());
  const RuleFile parsed = parse(text);
  REQUIRE(stored.rules.size() == parsed.rules.size());
  for (std::size_t i = 0; i < parsed.rules.size(); ++i) {
    CHECK(stored.rules[i].id == parsed.rules[i].id);
    // What the build worked out beforehand.
    CHECK(stored.rules[i].facts.has_value() == !parsed.rules[i].shapes.empty());
    stored.rules[i].facts.reset();
  }
  CHECK(write_rule_table(stored) == write_rule_table(parsed));
}

TEST_CASE("a table survives being read and written") {
  const RuleFile file = parse(R"(
[[rules]]
id = "sample"
description = "d"
severity = "low"
confidence = "medium"
regex = '(sample)_([a-z]{9})'
secretGroup = 2
entropy = 2.5
path = '\.env$'
tags = ["t"]
keywords = ["sample"]
reach = [10, 20000]
reachLines = 1
maxMatch = 99
generic = true
strong = false
checksum = "crc32-base62"
rotate = "https://example.com/"
matches = ["sample", {text = "b", path = ".env"}]
ignores = ["c"]
[[rules.allowlists]]
condition = "AND"
commits = ["0123456789012345678901234567890123456789"]
paths = ['^a/']
regexes = ['b$']
regexTarget = "line"
stopwords = ["stop"]
[[allowlists]]
stopwords = ["everywhere"]
)");
  const std::string table = write_rule_table(file);
  const RuleFile again = read(table);
  CHECK(write_rule_table(again) == table);
  REQUIRE(again.rules.size() == 1);
  const RuleDefinition& rule = again.rules[0];
  CHECK(rule.place == Place{0, 2});
  CHECK(rule.entropy == 2.5);
  CHECK(rule.reach->after == 20000);
  CHECK(rule.strong == false);
  CHECK(rule.matches.at(1).path == ".env");
  CHECK(rule.allowlists.at(0).condition == Allowlist::Condition::kAll);
  CHECK(rule.allowlists.at(0).target == Allowlist::Target::kLine);
  CHECK(again.allowlists.at(0).stopwords.at(0) == "everywhere");
}

TEST_CASE("a damaged table is a bug, not a smaller set of rules") {
  const std::string table =
      write_rule_table(parse("[[rules]]\nid = \"a\"\nregex = \"b\"\n"
                             "[[allowlists]]\nstopwords = [\"c\"]\n"));
  for (std::size_t size = 0; size < table.size(); ++size) {
    INFO(size);
    CHECK_THROWS_AS(read(table.substr(0, size)), Error);
  }
  CHECK_THROWS_AS(read(table + '\0'), Error);
}

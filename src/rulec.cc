// The rule compiler: checks rules.toml when gitward is built, and writes the
// C++ file that carries it, both as text and as a table that is read in no
// time.
//
//   rulec RULES.toml OUTPUT.cc
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/file.h"
#include "match/literal_tables.h"
#include "rules/builtin.h"
#include "rules/keyword_index.h"
#include "rules/mistakes.h"
#include "rules/rule_builder.h"
#include "rules/rule_file.h"
#include "rules/rule_table.h"

namespace gitward {
namespace {

// The bytes as the lines of a C++ string literal.
std::string literal_of(ByteView bytes) {
  constexpr std::size_t kLine = 96;
  std::string literal;
  for (std::size_t begin = 0; begin < bytes.size(); begin += kLine) {
    literal += "\n    \"";
    for (const char c : bytes.substr(begin, kLine)) {
      // Octal, because a hexadecimal escape has no end.
      if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?') {
        literal += fmt::format("\\{:03o}", byte_of(c));
      } else {
        literal += c;
      }
    }
    literal += '"';
  }
  return literal.empty() ? "\"\"" : literal;
}

// The bytes as numbers of eight: aligned, and a compiler takes minutes for a
// string of that size. Requires: a multiple of eight.
std::string numbers_of(ByteView bytes) {
  constexpr std::size_t kNumber = sizeof(std::uint64_t);
  constexpr std::size_t kPerLine = 8;
  std::string numbers;
  for (std::size_t at = 0; at + kNumber <= bytes.size(); at += kNumber) {
    if (at / kNumber % kPerLine == 0) numbers += "\n    ";
    numbers += fmt::format("{:#x},", load<std::uint64_t>(bytes.data() + at));
  }
  return numbers;
}

constexpr std::string_view kOutput = R"(// Made from rules.toml by rulec.
#include <cstdint>

#include "rules/builtin.h"
#include "rules/rule_set.h"

namespace gitward {{
namespace {{

constexpr char kText[] = {};

constexpr char kTable[] = {};

constexpr std::uint64_t kLiterals[] = {{{}}};

constexpr char kKeywords[] = {};

}}  // namespace

std::string_view builtin_rules_text() {{ return {{kText, sizeof(kText) - 1}}; }}

ByteView builtin_table() {{ return {{kTable, sizeof(kTable) - 1}}; }}

ByteView builtin_literals() {{
  return {{reinterpret_cast<const char*>(kLiterals), sizeof(kLiterals)}};
}}

ByteView builtin_keywords() {{ return {{kKeywords, sizeof(kKeywords) - 1}}; }}

std::string_view builtin_hash() {{ return "{}"; }}

}}  // namespace gitward
)";

// Works out what depends on a rule alone, and finds what is wrong with it. The
// rules are made ready only to see what they look for.
std::vector<Rule> compile(RuleFile& file, Mistakes& mistakes) {
  std::vector<Rule> rules;
  for (RuleDefinition& rule : file.rules) {
    if (!rule.shapes.empty()) rule.facts = shape_facts(rule, mistakes);
    if (!rule.shapes.empty() && !rule.facts) continue;
    auto built = build_rule(rule, Check::kAll, mistakes);
    if (built) rules.push_back(std::move(*built));
  }
  for (const AllowlistDefinition& list : file.allowlists) {
    (void)build_allowlist(list, Check::kAll, mistakes);
    // They would have to be added to rules that are made later.
    if (!list.target_rules.empty()) {
      mistakes.add(list.place,
                   "a built-in allowlist has no 'targetRules': it belongs to "
                   "the rule");
    }
  }
  return rules;
}

int run(const char* input, const char* output) {
  const std::string text = read_file(input).value();
  Mistakes mistakes;
  const std::uint32_t name = mistakes.add_file(kBuiltinName);
  auto file = parse_rule_file(text, name, RuleFileKind::kBuiltin, mistakes);
  std::vector<Rule> rules;
  if (file) rules = compile(*file, mistakes);
  if (mistakes.count() > 0) {
    fmt::print(stderr, "{}\n", mistakes.message());
    return 1;
  }
  const IndexedKeywords keywords = index_keywords(rules, {});
  write_file_atomically(
      output, fmt::format(kOutput, literal_of(text),
                          literal_of(write_rule_table(*file)),
                          numbers_of(make_literal_tables(keywords.literals)),
                          literal_of(write_keyword_index(keywords.index)),
                          xxh3_128(text).hex()));
  return 0;
}

}  // namespace
}  // namespace gitward

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: rulec RULES.toml OUTPUT.cc\n", stderr);
    return 2;
  }
  return gitward::run(argv[1], argv[2]);
}

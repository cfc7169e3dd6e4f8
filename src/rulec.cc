// The rule compiler: checks rules.toml and the files that it includes when
// gitward is built, and writes the C++ file that carries them, both as text and
// as a table that is read in no time.
//
//   rulec RULES.toml OUTPUT.cc
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
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

std::vector<TextPart> builtin_parts() {{
  return {{{}}};
}}

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

// rules.toml with what it includes behind it, as one text.
struct JoinedText {
  std::string text;
  std::vector<std::string> names;
  std::vector<std::uint32_t> lines_before;

  void add(std::string name, std::string_view part) {
    names.push_back(std::move(name));
    lines_before.push_back(
        static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')));
    text += part;
  }
  std::vector<TextPart> parts() const {
    std::vector<TextPart> result;
    for (std::size_t i = 0; i < names.size(); ++i) {
      result.push_back({names[i], lines_before[i]});
    }
    return result;
  }
};

// A key in front of the first rule would belong to the last rule of the file
// before.
bool begins_with_rule(std::string_view text) {
  while (!text.empty() && (text[0] == '#' || text[0] == '\n')) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return text.starts_with("[[rules]]\n");
}

JoinedText joined_text(const std::filesystem::path& input, Mistakes& mistakes) {
  JoinedText joined;
  joined.add(std::string(kBuiltinName), read_file(input).value());
  const std::uint32_t name = mistakes.add_file(kBuiltinName);
  const auto top =
      parse_rule_file(joined.text, name, RuleFileKind::kBuiltin, mistakes);
  if (!top) return joined;
  for (const PlacedText& include : top->include) {
    const auto text = read_file(input.parent_path() / include.text);
    if (!text || !begins_with_rule(*text) || !text->ends_with('\n')) {
      mistakes.add(include.place,
                   fmt::format("'{}' is no file that begins with [[rules]] "
                               "and ends with a line feed",
                               include.text));
      continue;
    }
    joined.add(include.text, *text);
  }
  return joined;
}

std::string initializers(const std::vector<TextPart>& parts) {
  std::string result;
  for (const TextPart& part : parts) {
    result += fmt::format("{{\"{}\", {}}}, ", part.name, part.lines_before);
  }
  return result;
}

bool tell(const Mistakes& mistakes) {
  if (mistakes.count() == 0) return false;
  fmt::print(stderr, "{}\n", mistakes.message());
  return true;
}

int run(const char* input, const char* output) {
  Mistakes mistakes_of_top;
  const JoinedText joined = joined_text(input, mistakes_of_top);
  if (tell(mistakes_of_top)) return 1;
  const std::string& text = joined.text;
  Mistakes mistakes;
  const std::uint32_t name = mistakes.add_joined(joined.parts());
  auto file = parse_rule_file(text, name, RuleFileKind::kBuiltin, mistakes);
  std::vector<Rule> rules;
  if (file) rules = compile(*file, mistakes);
  if (tell(mistakes)) return 1;
  const IndexedKeywords keywords = index_keywords(rules, prefilter_base());
  write_file_atomically(
      output, fmt::format(kOutput, literal_of(text),
                          literal_of(write_rule_table(*file)),
                          numbers_of(make_literal_tables(keywords.literals)),
                          literal_of(write_keyword_index(keywords.index)),
                          xxh3_128(text).hex(), initializers(joined.parts())));
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

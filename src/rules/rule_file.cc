#include "rules/rule_file.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/text.h"
#include "rules/decode.h"
#include "rules/toml_table.h"

namespace gitward {
namespace {

constexpr std::size_t kMinKeyword = 2;
constexpr std::size_t kMaxReach = 64 << 10;
constexpr std::size_t kMaxReachLines = 1000;
constexpr std::size_t kMaxLead = 64;
// So small that there is nothing to gain by looking at parts of it.
constexpr std::size_t kMaxSmallContent = 4096;
constexpr std::size_t kMaxMatch = 1 << 20;
constexpr std::size_t kMaxGroup = 1000;
constexpr double kMaxEntropy = 8;  // Bits per byte.

// Ids stand in inline allows, in baselines and on command lines.
bool is_rule_id(std::string_view id, RuleFileKind kind) {
  const bool user = kind == RuleFileKind::kUser;
  const auto begins = [&](char c) {
    return is_lower(c) || is_digit(c) || (user && (is_upper(c) || c == '_'));
  };
  return !id.empty() && begins(id[0]) &&
         std::all_of(id.begin(), id.end(),
                     [&](char c) { return begins(c) || c == '.' || c == '-'; });
}

bool is_commit_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f');
         });
}

std::vector<std::string> plain(std::vector<PlacedText> texts) {
  std::vector<std::string> result;
  result.reserve(texts.size());
  for (PlacedText& text : texts) result.push_back(std::move(text.text));
  return result;
}

// Lower-cased words for the prefilter.
std::vector<PlacedText> read_words(TomlTable& table, std::string_view key) {
  std::vector<PlacedText> words = table.texts(key);
  for (PlacedText& word : words) {
    if (word.text.size() < kMinKeyword) {
      table.mistake(word.place,
                    fmt::format("'{}' in '{}' is too short: {} bytes at least",
                                visible(word.text), key, kMinKeyword));
    }
    word.text = to_lower_ascii(word.text);
  }
  return words;
}

// Bytes that are no text, two digits each. As with words, case means nothing:
// the expression decides.
std::vector<std::string> read_hex_words(TomlTable& table,
                                        std::string_view key) {
  constexpr std::size_t kMinBytes = 4;
  std::vector<std::string> words;
  for (const PlacedText& text : table.texts(key)) {
    const auto bytes = decode_hex(text.text);
    if (!bytes || bytes->size() < kMinBytes) {
      table.mistake(text.place,
                    fmt::format("'{}' in '{}' must be {} bytes at least, two "
                                "hexadecimal digits each",
                                visible(text.text), key, kMinBytes));
      continue;
    }
    words.push_back(to_lower_ascii(*bytes));
  }
  return words;
}

Allowlist::Condition read_condition(TomlTable& table) {
  const auto text = table.text("condition");
  if (!text) return Allowlist::Condition::kAny;
  const std::string word = to_lower_ascii(text->text);
  if (word == "and" || word == "&&") return Allowlist::Condition::kAll;
  if (word != "or" && word != "||" && !word.empty()) {
    table.mistake(text->place,
                  fmt::format("'condition' must be \"OR\" or \"AND\", not "
                              "\"{}\"",
                              visible(text->text)));
  }
  return Allowlist::Condition::kAny;
}

Allowlist::Target read_target(TomlTable& table) {
  const auto text = table.text("regexTarget");
  if (!text || text->text.empty() || text->text == "secret") {
    return Allowlist::Target::kSecret;
  }
  if (text->text == "match") return Allowlist::Target::kMatch;
  if (text->text == "line") return Allowlist::Target::kLine;
  table.mistake(text->place,
                fmt::format("'regexTarget' must be \"secret\", \"match\" or "
                            "\"line\", not \"{}\"",
                            visible(text->text)));
  return Allowlist::Target::kSecret;
}

// Reads the allowlists of one file, which may be given in two ways.
class AllowlistReader {
 public:
  AllowlistReader(Mistakes& mistakes, std::string_view rule)
      : mistakes_(mistakes), rule_(rule) {}

  std::vector<AllowlistDefinition> read(TomlTable& parent) {
    const bool global = rule_.empty();
    auto tables = parent.tables(
        "allowlists", global ? "[[allowlists]]" : "[[rules.allowlists]]");
    auto legacy =
        parent.table("allowlist", global ? "[allowlist]" : "[rules.allowlist]");
    if (legacy && parent.has("allowlists")) {
      parent.mistake(parent.place_of_key("allowlist"),
                     "'allowlist' and 'allowlists' can't both be given: "
                     "move all into 'allowlists'");
    }
    if (legacy) tables.push_back(*legacy);
    std::vector<AllowlistDefinition> result;
    result.reserve(tables.size());
    for (TomlTable& table : tables) result.push_back(read_one(table));
    return result;
  }

 private:
  AllowlistDefinition read_one(TomlTable& table) {
    const std::size_t before = mistakes_.count();
    AllowlistDefinition list;
    list.place = table.place();
    list.rule = rule_;
    if (auto text = table.text("description")) list.description = text->text;
    list.condition = read_condition(table);
    list.target = read_target(table);
    list.commits = read_commits(table);
    list.paths = table.texts("paths");
    list.regexes = table.texts("regexes");
    list.stopwords = read_stopwords(table);
    if (rule_.empty()) list.target_rules = table.texts("targetRules");
    table.finish();
    if (list.commits.empty() && list.paths.empty() && list.regexes.empty() &&
        list.stopwords.empty() && mistakes_.count() == before) {
      table.mistake(list.place,
                    "an allowlist needs 'commits', 'paths', 'regexes' or "
                    "'stopwords'");
    }
    return list;
  }

  static std::vector<std::string> read_commits(TomlTable& table) {
    std::vector<std::string> commits;
    for (const PlacedText& text : table.texts("commits")) {
      commits.push_back(to_lower_ascii(text.text));
      if (is_commit_id(commits.back())) continue;
      table.mistake(text.place,
                    fmt::format("'{}' in 'commits' is no whole commit id: 40 "
                                "or 64 hexadecimal digits",
                                visible(text.text)));
    }
    return commits;
  }

  static std::vector<std::string> read_stopwords(TomlTable& table) {
    std::vector<std::string> words;
    for (const PlacedText& text : table.texts("stopwords")) {
      words.push_back(to_lower_ascii(text.text));
      if (!text.text.empty()) continue;
      table.mistake(text.place,
                    "an empty string in 'stopwords' would allow everything");
    }
    return words;
  }

  Mistakes& mistakes_;
  std::string rule_;
};

// One [[rules]] table.
class RuleReader {
 public:
  RuleReader(TomlTable table, RuleFileKind kind, Mistakes& mistakes)
      : table_(std::move(table)), kind_(kind), mistakes_(mistakes) {}

  RuleDefinition read() {
    const std::size_t before = mistakes_.count();
    rule_.place = table_.place();
    read_id();
    read_description();
    read_expression();
    read_filters();
    rule_.allowlists = AllowlistReader(mistakes_, rule_.id).read(table_);
    rule_.matches = table_.examples("matches");
    rule_.ignores = table_.examples("ignores");
    refuse_what_is_missing();
    table_.finish();
    rule_.flawed = mistakes_.count() != before;
    return std::move(rule_);
  }

 private:
  void read_id() {
    const auto id = table_.text("id");
    if (!id) {
      if (!table_.has("id")) {
        table_.mistake(rule_.place, "a rule needs an 'id'");
      }
      return;
    }
    rule_.id = id->text;
    if (is_rule_id(id->text, kind_)) {
      table_.set_owner(fmt::format("rule '{}': ", id->text));
      return;
    }
    table_.mistake(
        id->place,
        fmt::format(
            "'{}' is no rule id: {}, digits, {}, the first of them no "
            "punctuation",
            visible(id->text),
            kind_ == RuleFileKind::kUser ? "letters" : "lower-case letters",
            kind_ == RuleFileKind::kUser ? "'.', '_' and '-'" : "'.' and '-'"));
  }

  void read_description() {
    if (auto text = table_.text("description")) {
      rule_.description = std::move(text->text);
    }
    if (auto text = table_.text("rotate")) rule_.rotate = std::move(text->text);
    rule_.tags = plain(table_.texts("tags"));
    if (const auto text = table_.text("severity")) {
      rule_.severity = parse_severity(text->text);
      if (!rule_.severity) {
        table_.mistake(text->place,
                       fmt::format("'severity' must be low, medium, high or "
                                   "critical, not '{}'",
                                   visible(text->text)));
      }
    }
    if (const auto text = table_.text("confidence")) {
      rule_.confidence = parse_confidence(text->text);
      // Only a proof makes a finding proven.
      if (!rule_.confidence || rule_.confidence == Confidence::kProven) {
        table_.mistake(text->place,
                       fmt::format("'confidence' must be low, medium or high, "
                                   "not '{}'",
                                   visible(text->text)));
      }
    }
  }

  void read_expression() {
    rule_.shapes = table_.texts("shape", /*or_one=*/true);
    rule_.regex = table_.text("regex");
    rule_.finder = table_.text("finder");
    if (table_.has("shape") && table_.has("regex")) {
      table_.mistake(table_.place_of_key("regex"),
                     "'shape' and 'regex' can't both be given");
    }
    if (table_.has("finder") && (table_.has("shape") || table_.has("regex"))) {
      table_.mistake(table_.place_of_key("finder"),
                     "'finder' takes the place of a 'shape' or a 'regex'");
    }
    rule_.context = read_words(table_, "context");
    rule_.provider = read_words(table_, "provider");
    rule_.keywords = plain(read_words(table_, "keywords"));
    for (std::string& word : read_hex_words(table_, "keywordsHex")) {
      rule_.keywords.push_back(std::move(word));
    }
    rule_.reach = table_.reach("reach", kMaxReach);
    rule_.reach_lines = table_.integer("reachLines", 0, kMaxReachLines);
    rule_.max_match = table_.integer("maxMatch", 1, kMaxMatch);
    rule_.lead = table_.integer("lead", 0, kMaxLead);
    rule_.small_content = table_.integer("smallContent", 1, kMaxSmallContent);
    rule_.secret_group = table_.integer("secretGroup", 0, kMaxGroup);
  }

  void read_filters() {
    rule_.generic = table_.boolean("generic");
    rule_.strong = table_.boolean("strong");
    rule_.checksum = table_.text("checksum");
    rule_.structure = table_.text("structure");
    rule_.entropy = table_.number("entropy", kMaxEntropy);
    rule_.path = table_.text("path");
  }

  // What gitleaks has and gitward has not: ignoring it would change what the
  // rule means.
  void refuse_what_is_missing() {
    if (table_.boolean("skipReport").value_or(false)) {
      table_.mistake(table_.place_of_key("skipReport"),
                     "'skipReport' is not supported yet");
    }
    if (!table_.tables("required", "[[rules.required]]").empty()) {
      table_.mistake(table_.place_of_key("required"),
                     "'required' is not supported yet");
    }
  }

  TomlTable table_;
  RuleFileKind kind_;
  Mistakes& mistakes_;
  RuleDefinition rule_;
};

ExtendDefinition read_extend(TomlTable table) {
  ExtendDefinition extend;
  extend.use_default = table.boolean("useDefault");
  extend.path = table.text("path");
  extend.disabled_rules = table.texts("disabledRules");
  if (table.text("url")) {
    table.mistake(table.place_of_key("url"),
                  "'url' is not supported: nothing is ever fetched; give the "
                  "'path' of a copy");
  }
  table.finish();
  return extend;
}

RuleFile read_document(TomlTable document, RuleFileKind kind,
                       Mistakes& mistakes) {
  RuleFile result;
  for (const char* ignored : {"title", "description", "minVersion"}) {
    (void)document.text(ignored);
  }
  if (kind == RuleFileKind::kBuiltin) {
    result.include = document.texts("include");
  } else if (document.texts("include", /*or_one=*/true);
             document.has("include")) {
    document.mistake(document.place_of_key("include"),
                     "'include' is for the built-in rules: name one file as "
                     "the 'path' of [extend]");
  }
  if (auto extend = document.table("extend", "[extend]")) {
    result.extend = read_extend(*extend);
    if (kind == RuleFileKind::kBuiltin) {
      extend->mistake(extend->place(), "built-in rules can't extend others");
    }
  }
  std::map<std::string, Place> seen;
  for (TomlTable& table : document.tables("rules", "[[rules]]")) {
    RuleDefinition rule = RuleReader(table, kind, mistakes).read();
    if (rule.id.empty()) continue;
    const Place place = table.place_of_key("id");
    const auto [first, fresh] = seen.emplace(rule.id, place);
    if (fresh) {
      result.rules.push_back(std::move(rule));
    } else {
      mistakes.add(place, fmt::format("rule '{}' is defined twice, first at {}",
                                      visible(rule.id),
                                      mistakes.describe(first->second)));
    }
  }
  result.allowlists = AllowlistReader(mistakes, "").read(document);
  for (const AllowlistDefinition& list : result.allowlists) {
    if (kind == RuleFileKind::kBuiltin && !list.target_rules.empty()) {
      mistakes.add(list.place,
                   "built-in allowlists stand in their rules: "
                   "'targetRules' is for users");
    }
  }
  document.finish();
  return result;
}

// toml++ begins its messages with a capital letter.
std::string lower_first(std::string_view text) {
  std::string result = visible(text);
  if (!result.empty() && is_upper(result[0])) {
    result[0] = static_cast<char>(result[0] - 'A' + 'a');
  }
  return result;
}

}  // namespace

std::optional<RuleFile> parse_rule_file(std::string_view text,
                                        std::uint32_t file, RuleFileKind kind,
                                        Mistakes& mistakes) {
  try {
    const toml::table document = toml::parse(text);
    return read_document(TomlTable(document, file, mistakes, "", ""), kind,
                         mistakes);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    mistakes.add_at({file, at.line}, at.column,
                    lower_first(error.description()));
    return std::nullopt;
  }
}

}  // namespace gitward

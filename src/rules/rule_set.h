// All rules of a run, and the allowlists and limits that go with them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decode/escapes.h"
#include "match/literal_set.h"
#include "rules/keyword_index.h"
#include "rules/rule.h"
#include "rules/rule_list.h"

namespace gitward {

// A file of rules or configuration, as its reader got it.
struct RuleText {
  std::string name;  // For messages: ".gitward.toml", "REV:.gitward.toml".
  std::string text;
};

// Immutable, shared by threads.
// Invariants: ids are unique; rules are in the order of their definition,
// built-in ones first; every user rule's regex has been compiled.
class RuleSet {
 public:
  const RuleList& rules() const { return rules_; }
  const Rule* find(std::string_view id) const;
  // Allowlists that hold for every rule.
  const std::vector<Allowlist>& allowlists() const { return allowlists_; }
  // Identifies everything that can change a verdict: 32 hexadecimal digits.
  const std::string& hash() const { return hash_; }

  // The prefilter over all anchors, and which rule and anchor each of its
  // literals belongs to.
  using Keyword = gitward::Keyword;
  const LiteralSet& literals() const { return literals_; }
  LiteralIndex literal_count() const {
    return static_cast<LiteralIndex>(keywords_.sizes.size());
  }
  std::size_t literal_size(LiteralIndex literal) const {
    return keywords_.sizes[literal];
  }
  std::span<const Keyword> keyword_of(LiteralIndex literal) const {
    return keywords_.keywords_of(literal);
  }
  // Whether it is no keyword alone, but a sequence that encoded text holds: its
  // number is that in escape_triggers() (decode/escapes.h).
  static bool is_escape_trigger(LiteralIndex literal) {
    return literal < kEscapeTriggers;
  }
  // Rules without any keyword: always run.
  const std::vector<SmallContentRule>& small_content() const {
    return keywords_.small;
  }
  const std::vector<RuleIndex>& unfiltered() const {
    return keywords_.unfiltered;
  }

 private:
  friend class RuleSetBuilder;
  RuleSet(RuleList rules, LiteralSet literals, KeywordIndex keywords)
      : rules_(std::move(rules)),
        literals_(std::move(literals)),
        keywords_(std::move(keywords)) {}

  RuleList rules_;
  std::vector<Allowlist> allowlists_;
  LiteralSet literals_;
  KeywordIndex keywords_;
  std::string hash_;
};

// What a configuration file (.gitward.toml) sets besides rules.
struct RuleSetRequest {
  // The user's configuration, if there is one. Its [extend] decides whether
  // the built-in rules stay (they do unless useDefault = false).
  std::optional<RuleText> config;
  // Reads a file that [extend] path names, relative to the configuration.
  std::function<std::optional<std::string>(const std::string& path)> read;
  // Whether the built-in rules bring their examples: only `rules test` reads
  // them, and every other run starts faster without.
  bool examples = true;
  // Only these are reported (--rule); empty: all. An unknown one is an error.
  std::vector<std::string> only;
};

// Throws Error(kConfig) whose message has one line for every mistake found:
// "file:line: cause".
RuleSet load_rules(const RuleSetRequest& request);

// The text of rules.toml and of the files that it includes, joined, embedded at
// build time.
std::string_view builtin_rules_text();

// kUsers: those that a configuration defines or changes. The others take part
// all the same: one of them may take what a tested rule finds.
enum class TestedRules { kAll, kUsers };

// The outcome of running every rule's examples.
struct RuleTestResult {
  std::size_t rules = 0;
  std::size_t examples = 0;
  std::size_t samples = 0;
  std::vector<std::string> failures;  // "rules.toml:12: rule 'x': …"
};

}  // namespace gitward

#include "rules/rule_set.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "judge/judge.h"
#include "rules/allow_check.h"
#include "rules/builtin.h"
#include "rules/mistakes.h"
#include "rules/rule_builder.h"
#include "rules/rule_chain.h"
#include "rules/rule_table.h"

namespace gitward {
namespace {

// Each part with its length before it, so that no two lists hash alike.
std::string hash_of(const std::vector<std::string_view>& parts) {
  std::string joined;
  for (const std::string_view part : parts) {
    joined += fmt::format("{}:", part.size());
    joined += part;
  }
  return xxh3_128(joined).hex();
}

}  // namespace

// Collects rules and allowlists; what comes out can't be changed any more.
class RuleSetBuilder {
 public:
  RuleSetBuilder(Check check, Mistakes& mistakes)
      : check_(check), mistakes_(mistakes) {}

  void add_rule(RuleDefinition definition) {
    const bool is_builtin = definition.place.file == 0;
    std::vector<AllowlistDefinition> lists;
    if (!is_builtin) lists = definition.allowlists;
    auto rule = build_rule(std::move(definition), check_, mistakes_);
    if (!rule) return;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      // A rule that is changed has built-in ones, too.
      if (!is_users(lists[i])) continue;
      allow_check_.check_paths(lists[i], rule->allowlists[i]);
      allow_check_.check_values(lists[i], rule->allowlists[i], *rule);
    }
    has_builtin_ = has_builtin_ || is_builtin;
    rules_.push_back(std::move(*rule));
  }

  // `known` are the ids that an allowlist may name although no rule of this
  // set has them.
  void add_allowlist(const AllowlistDefinition& definition,
                     const std::set<std::string, std::less<>>& known) {
    auto list = build_allowlist(definition, check_, mistakes_);
    if (!list) return;
    if (is_users(definition)) check_allowlist(definition, *list);
    if (definition.target_rules.empty()) {
      allowlists_.push_back(std::move(*list));
      return;
    }
    std::set<std::string_view> seen;
    for (const PlacedText& id : definition.target_rules) {
      if (!seen.insert(id.text).second) continue;
      if (known.count(id.text) == 0) {
        mistakes_.add(
            id.place,
            fmt::format("unknown rule '{}' in 'targetRules'{}",
                        visible(id.text), meant_rule(id.text, known)));
      }
      for (Rule& rule : rules_) {
        if (rule.id() != id.text) continue;
        rule.allowlists.push_back(
            build_allowlist(definition, check_, mistakes_).value());
      }
    }
  }

  void report_only(const std::vector<std::string>& ids,
                   const std::set<std::string, std::less<>>& known) {
    if (ids.empty()) return;
    for (const std::string& id : ids) {
      if (has_rule(id)) continue;
      if (known.count(id) != 0) {
        mistakes_.add(
            Mistakes::kNowhere,
            fmt::format("--rule: rule '{}' is disabled", visible(id)));
      } else {
        mistakes_.add(Mistakes::kNowhere,
                      fmt::format("--rule: unknown rule '{}'{}", visible(id),
                                  meant_rule(id, known)));
      }
    }
    for (Rule& rule : rules_) {
      rule.reported = std::find(ids.begin(), ids.end(), rule.id()) != ids.end();
    }
  }

  RuleSet build(std::string hash) {
    // As long as no rule has a literal of its own, the prefilter that was made
    // with the program serves; some of its literals may belong to no rule.
    std::vector<std::string> known;
    if (has_builtin_) {
      known = builtin_prefilter().literals();
    } else {
      known = prefilter_base();
    }
    const std::size_t known_count = known.size();
    IndexedKeywords keywords = index_keywords(rules_, std::move(known));
    const bool is_known =
        has_builtin_ && keywords.literals.size() == known_count;
    return finish(
        RuleList(std::move(rules_)),
        is_known ? builtin_prefilter() : LiteralSet(keywords.literals),
        std::move(keywords.index), std::move(hash));
  }

  // The built-in rules as they are, each made when it is first needed.
  // Requires: no built-in allowlist names rules.
  RuleSet build_builtin(RuleTable table, bool examples, std::string hash) {
    const std::size_t size = table.size();
    const auto make = [table = std::move(table), examples](RuleIndex index) {
      Mistakes mistakes;
      mistakes.add_joined(builtin_parts());
      auto rule =
          build_rule(table.rule(index, examples), Check::kUsers, mistakes);
      if (!rule) throw Error(ErrorKind::kBug, mistakes.message());
      return std::move(*rule);
    };
    return finish(RuleList(size, make), builtin_prefilter(),
                  read_keyword_index(builtin_keywords()), std::move(hash));
  }

 private:
  // The built-in ones are what `gitward rules test` and ctest try.
  static bool is_users(const AllowlistDefinition& list) {
    return list.place.file != 0;
  }

  // A list for all rules may well match everything that a rule without a
  // literal of its own looks for: every hash, every UUID. Not so what has a
  // prefix.
  void check_allowlist(const AllowlistDefinition& definition,
                       const Allowlist& list) {
    allow_check_.check_paths(definition, list);
    for (const Rule& rule : rules_) {
      const auto& ids = definition.target_rules;
      const bool is_meant =
          ids.empty()
              ? rule.reach.kind == Reach::Kind::kAnchored
              : std::any_of(ids.begin(), ids.end(), [&](const PlacedText& id) {
                  return id.text == rule.id();
                });
      if (is_meant) allow_check_.check_values(definition, list, rule);
    }
  }

  static LiteralSet builtin_prefilter() {
    return LiteralSet::of_tables(builtin_literals());
  }

  bool has_rule(std::string_view id) const {
    return std::any_of(rules_.begin(), rules_.end(),
                       [&](const Rule& rule) { return rule.id() == id; });
  }

  RuleSet finish(RuleList rules, LiteralSet literals, KeywordIndex keywords,
                 std::string hash) {
    RuleSet set(std::move(rules), std::move(literals), std::move(keywords));
    set.allowlists_ = std::move(allowlists_);
    set.hash_ = std::move(hash);
    return set;
  }

  Check check_;
  Mistakes& mistakes_;
  AllowCheck allow_check_{mistakes_};
  bool has_builtin_ = false;
  std::vector<Rule> rules_;
  std::vector<Allowlist> allowlists_;
};

const Rule* RuleSet::find(std::string_view id) const {
  const auto found =
      std::find_if(rules_.begin(), rules_.end(),
                   [&](const Rule& rule) { return rule.id() == id; });
  return found == rules_.end() ? nullptr : &*found;
}

RuleSet load_rules(const RuleSetRequest& request) {
  Mistakes mistakes;
  mistakes.add_joined(builtin_parts());
  RuleSetBuilder builder(Check::kUsers, mistakes);
  RuleChain chain;
  std::optional<RuleTable> table;
  if (request.config || !request.only.empty()) {
    chain = load_chain(request, mistakes);
    for (RuleDefinition& rule : chain.rules) builder.add_rule(std::move(rule));
  } else {
    // What most runs take: nothing to merge, nothing to look up.
    table.emplace(builtin_table());
    chain.allowlists = table->allowlists();
  }
  for (const AllowlistDefinition& list : chain.allowlists) {
    builder.add_allowlist(list, chain.known);
  }
  // A rule that is wrong is missing from the set by now.
  if (mistakes.count() == 0) builder.report_only(request.only, chain.known);
  mistakes.throw_if_any();

  std::vector<std::string_view> parts = {builtin_hash(), judge_hash()};
  parts.insert(parts.end(), chain.texts.begin(), chain.texts.end());
  parts.emplace_back("only");
  parts.insert(parts.end(), request.only.begin(), request.only.end());
  std::string hash = hash_of(parts);
  return table ? builder.build_builtin(std::move(*table), request.examples,
                                       std::move(hash))
               : builder.build(std::move(hash));
}

}  // namespace gitward

#include "rules/rule_set.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"
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
    auto rule = build_rule(std::move(definition), check_, mistakes_);
    if (rule) set_.rules_.push_back(std::move(*rule));
  }

  // `known` are the ids that an allowlist may name although no rule of this
  // set has them.
  void add_allowlist(const AllowlistDefinition& definition,
                     const std::set<std::string, std::less<>>& known) {
    auto list = build_allowlist(definition, check_, mistakes_);
    if (!list) return;
    if (definition.target_rules.empty()) {
      set_.allowlists_.push_back(std::move(*list));
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
      for (Rule& rule : set_.rules_) {
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
      if (set_.find(id) != nullptr) continue;
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
    for (Rule& rule : set_.rules_) {
      rule.reported = std::find(ids.begin(), ids.end(), rule.id()) != ids.end();
    }
  }

  RuleSet build(std::string hash) {
    std::vector<std::string> literals;
    std::map<std::string, LiteralIndex> index_of;
    for (RuleIndex rule = 0; rule < set_.rules_.size(); ++rule) {
      const std::vector<Anchor>& anchors = set_.rules_[rule].anchors;
      if (anchors.empty()) set_.unfiltered_.push_back(rule);
      for (std::uint32_t anchor = 0; anchor < anchors.size(); ++anchor) {
        // The prefilter does not tell cases apart.
        std::string literal = to_lower_ascii(anchors[anchor].literal);
        const auto [known, fresh] = index_of.emplace(
            literal, static_cast<LiteralIndex>(literals.size()));
        if (fresh) {
          literals.push_back(std::move(literal));
          set_.keywords_.emplace_back();
        }
        set_.keywords_[known->second].push_back({rule, anchor});
      }
    }
    set_.literals_ = std::make_unique<LiteralSet>(literals);
    set_.hash_ = std::move(hash);
    return std::move(set_);
  }

 private:
  Check check_;
  Mistakes& mistakes_;
  RuleSet set_;
};

const Rule* RuleSet::find(std::string_view id) const {
  const auto found =
      std::find_if(rules_.begin(), rules_.end(),
                   [&](const Rule& rule) { return rule.id() == id; });
  return found == rules_.end() ? nullptr : &*found;
}

RuleSet load_rules(const RuleSetRequest& request) {
  Mistakes mistakes;
  mistakes.add_file(kBuiltinName);
  RuleSetBuilder builder(Check::kUsers, mistakes);
  RuleChain chain;
  if (request.config || !request.only.empty()) {
    chain = load_chain(request, mistakes);
    for (RuleDefinition& rule : chain.rules) builder.add_rule(std::move(rule));
  } else {
    // What most runs take: nothing to merge, nothing to look up.
    chain.allowlists = read_rule_table(
        builtin_table(), request.examples,
        [&](RuleDefinition rule) { builder.add_rule(std::move(rule)); });
  }
  for (const AllowlistDefinition& list : chain.allowlists) {
    builder.add_allowlist(list, chain.known);
  }
  // A rule that is wrong is missing from the set by now.
  if (mistakes.count() == 0) builder.report_only(request.only, chain.known);
  mistakes.throw_if_any();

  std::vector<std::string_view> parts = {builtin_hash()};
  parts.insert(parts.end(), chain.texts.begin(), chain.texts.end());
  parts.emplace_back("only");
  parts.insert(parts.end(), request.only.begin(), request.only.end());
  return builder.build(hash_of(parts));
}

}  // namespace gitward

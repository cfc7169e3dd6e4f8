// Follows [extend]: the configuration, the files it builds on, and the
// built-in rules at the bottom, merged into one list.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "rules/mistakes.h"
#include "rules/rule_definition.h"
#include "rules/rule_set.h"

namespace gitward {

struct RuleChain {
  // Built-in ones first, then in the order of their definition; a rule that is
  // defined again keeps its place.
  std::vector<RuleDefinition> rules;
  std::vector<AllowlistDefinition> allowlists;
  // Every id that was met, disabled ones too.
  std::set<std::string, std::less<>> known;
  std::vector<std::string> texts;  // Of all files but the built-in one.
};

// "; did you mean 'x'?" with the nearest known id, or "".
std::string meant_rule(std::string_view id,
                       const std::set<std::string, std::less<>>& known);

// Requires: the built-in file has been added to `mistakes`.
// Throws Error(kConfig) only where reading on makes no sense: a file that is
// missing or is no TOML.
RuleChain load_chain(const RuleSetRequest& request, Mistakes& mistakes);

}  // namespace gitward

// Makes definitions ready to run.
#pragma once

#include <optional>

#include "rules/mistakes.h"
#include "rules/rule.h"
#include "rules/rule_definition.h"

namespace gitward {

// What to compile now. Users' expressions are checked when they are loaded;
// the built-in ones (file 0) were checked when gitward was built.
enum class Check { kUsers, kAll };

// The facts of a rule's shapes; nothing if one is wrong.
std::optional<ShapeFacts> shape_facts(const RuleDefinition& rule,
                                      Mistakes& mistakes);

// Nothing if something is wrong; it has been told then.
std::optional<Rule> build_rule(RuleDefinition definition, Check check,
                               Mistakes& mistakes);
std::optional<Allowlist> build_allowlist(const AllowlistDefinition& definition,
                                         Check check, Mistakes& mistakes);

}  // namespace gitward

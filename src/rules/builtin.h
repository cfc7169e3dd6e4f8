// The rules that are part of the program.
#pragma once

#include <string_view>

#include "rules/mistakes.h"
#include "rules/rule_definition.h"

namespace gitward {

inline constexpr std::string_view kBuiltinName = "rules.toml";

// Their places belong to file 0 of any Mistakes.
RuleFile builtin_rules(Mistakes& mistakes);

}  // namespace gitward

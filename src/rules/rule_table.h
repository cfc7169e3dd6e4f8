// Parsed rules as bytes: what the build makes of rules.toml, so that a run
// reads the built-in rules without any TOML.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "rules/rule_definition.h"

namespace gitward {

// The format is private to one build: it has no version.
std::string write_rule_table(const RuleFile& file);
// Hands out one rule after the other, so that never all definitions are in
// memory, and returns the global allowlists. Throws Error(kBug) if the table is
// not what write_rule_table() wrote.
std::vector<AllowlistDefinition> read_rule_table(
    ByteView table, bool with_examples,
    const std::function<void(RuleDefinition)>& take);

}  // namespace gitward

// Parsed rules as bytes: what the build makes of rules.toml, so that a run
// reads the built-in rules without any TOML.
#pragma once

#include <string>

#include "base/bytes.h"
#include "rules/rule_definition.h"

namespace gitward {

// The format is private to one build: it has no version.
std::string write_rule_table(const RuleFile& file);
// Throws Error(kBug) if the table is not what write_rule_table() wrote.
RuleFile read_rule_table(ByteView table);

}  // namespace gitward

// Reads rules.toml, a repository's configuration, and what gitleaks users
// have: TOML text to definitions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/mistakes.h"
#include "rules/rule_definition.h"

namespace gitward {

// The built-in file is held to more: it can't extend another, and its ids are
// in lower case.
enum class RuleFileKind { kBuiltin, kUser };

// Everything that the text alone shows to be wrong goes to `mistakes`, under
// the file's number there. Nothing, if it is no TOML.
std::optional<RuleFile> parse_rule_file(std::string_view text,
                                        std::uint32_t file, RuleFileKind kind,
                                        Mistakes& mistakes);

}  // namespace gitward

// The rules that are part of the program.
#pragma once

#include <string_view>

#include "base/bytes.h"

namespace gitward {

inline constexpr std::string_view kBuiltinName = "rules.toml";

// What rulec made of rules.toml: see rule_table.h. Their places belong to
// file 0 of any Mistakes.
ByteView builtin_table();
// What their prefilter is made of: see open_literal_tables(); and the rules
// that its literals belong to: see read_keyword_index().
ByteView builtin_literals();
ByteView builtin_keywords();
// XXH3-128 of rules.toml.
std::string_view builtin_hash();

}  // namespace gitward

// The rules that are part of the program.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "rules/mistakes.h"

namespace gitward {

inline constexpr std::string_view kBuiltinName = "rules.toml";

// What rulec made of rules.toml: see rule_table.h. Their places belong to
// file 0 of any Mistakes.
ByteView builtin_table();
// What their prefilter is made of: see open_literal_tables(); and the rules
// that its literals belong to: see read_keyword_index().
ByteView builtin_literals();
ByteView builtin_keywords();
// The files that the text was joined from: rules.toml, then what it includes.
std::vector<TextPart> builtin_parts();
// XXH3-128 of the joined text.
std::string_view builtin_hash();

}  // namespace gitward

// Offline proofs: what a token's own bytes say about it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace gitward {

enum class [[nodiscard]] Proof { kNotApplicable, kProven, kFailed };

// The checksum kinds that a shape piece or a rule's `checksum` key can name.
std::vector<std::string_view> checksum_kinds();
bool is_checksum_kind(std::string_view kind);

// Checks a whole token. `kind` "" is never applicable.
Proof check_token(std::string_view kind, ByteView token);

// The checksum characters that make `token_so_far` (everything before the
// checksum piece) a valid token; `size` characters. The generator's side of
// check_token(). Requires: is_checksum_kind(kind).
std::string checksum_for(std::string_view kind, ByteView token_so_far,
                         std::size_t size);

}  // namespace gitward

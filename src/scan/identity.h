// The identity of a finding: what the baseline stores, and all that it gives
// away about a value.
//
// XXH3 is no cryptographic hash and short inputs can be computed back from
// it, so what an entry holds of a value is bounded in bits: a tag, and never
// the value, goes into the rest.
//
//   tag       = the low 48 bits of XXH3-64(value) if the rule guarantees 96
//               bits of entropy or more (strong), else the low 16 (weak)
//   strong id = XXH3-128("strong" NUL rule NUL tag)
//   weak id   = XXH3-128("weak" NUL rule NUL masked line NUL tag)
//
// with the tag as 6 or 2 bytes, least significant first. The masked line is
// the secret's line, trimmed of white space, in which this secret and every
// other candidate's is one fixed mark. So an id survives moves, edits on
// other lines and renames, and is the same in every clone.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/digest.h"

namespace gitward {

// Stands for a secret in a masked line.
inline constexpr std::string_view kMask = "\x01";

std::uint64_t value_tag(ByteView value, bool strong);
Digest strong_id(std::string_view rule, ByteView value);
Digest weak_id(std::string_view rule, ByteView masked_line, ByteView value);

}  // namespace gitward

// Stretches of base64 digits, and what may join one to the next: lines of one
// encoded text, in a file or in a program's strings.
#pragma once

#include <optional>

#include "base/bytes.h"

namespace gitward {

// A shorter stretch is not continued in the next line.
inline constexpr std::size_t kShortestLine = 32;
// Nor is one that stands farther away.
inline constexpr std::size_t kLongestJoint = 100;

// A letter that a backslash takes, as in "\n": no digit where a stretch begins.
bool is_escaped_letter(ByteView text, std::size_t at);

// The stretch that holds this digit.
ByteRange stretch_at(ByteView text, std::size_t at);

// Whether the byte can stand between two stretches of one run.
bool is_in_joint(ByteView text, std::size_t at);

// The stretches that continue this one, and that this one continues.
std::optional<ByteRange> piece_behind(ByteView text, ByteRange piece);
std::optional<ByteRange> piece_before(ByteView text, ByteRange piece);

}  // namespace gitward

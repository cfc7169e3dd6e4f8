// Git's delta format: how one object is made from another's bytes.
// Source: git's Documentation/gitformat-pack.txt, "Deltified representation".
#pragma once

#include <cstddef>
#include <vector>

#include "base/bytes.h"
#include "model/copied_range.h"

namespace gitward {

// The size that the delta's result has, for memory to be taken. Beyond
// kBelievedSize it is believed only if the delta's steps add up to it. Throws
// Error(kInput).
inline constexpr std::size_t kBelievedSize = std::size_t{1} << 20U;
std::size_t delta_result_size(ByteView delta);

// Writes the result: `out` has room for delta_result_size() bytes. Every step
// is checked before it is taken: it lies within the base and the result, and
// the last one ends where the result does. Throws Error(kInput).
//
// `copies`, if given, is what of the result comes from the base: in the
// result's order, copies that continue each other as one.
void apply_delta(ByteView base, ByteView delta, char* out,
                 std::vector<CopiedRange>* copies = nullptr);

}  // namespace gitward

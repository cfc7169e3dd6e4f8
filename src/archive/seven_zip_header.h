// What a 7z asks for before anything is unpacked: libarchive believes the
// counts in its header and the sizes of its dictionaries, and takes memory for
// them, so that a few hundred bytes can ask for gigabytes.
#pragma once

#include <cstdint>
#include <optional>

#include "archive/refusal.h"
#include "base/bytes.h"

namespace gitward {

// A header that is packed itself may unfold to so much.
inline constexpr std::uint64_t kMaxSevenZipHeader = std::uint64_t{64} << 20U;

// Why the 7z must not be given to libarchive, if it must not: it asks for too
// much, or its header is none that can be followed. Requires: it begins as 7z
// does.
std::optional<Refusal> refusal_of_seven_zip(ByteView bytes);

}  // namespace gitward

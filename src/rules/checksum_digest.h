// The hash functions that issuers put into their tokens.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace gitward {

// CRC-32 (IEEE 802.3): reflected polynomial 0xedb88320, inverted at both ends.
std::uint32_t crc32(ByteView bytes);

// SHA-256 (FIPS 180-4). For checking tokens only: it is not written to resist
// side channels.
std::array<std::uint8_t, 32> sha256(ByteView bytes);

}  // namespace gitward

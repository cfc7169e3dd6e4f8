// The hash functions that issuers put into their tokens.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace gitward {

// CRC-32 (IEEE 802.3): reflected polynomial 0xedb88320, inverted at both ends.
std::uint32_t crc32(ByteView bytes);

// CRC-16/XMODEM: polynomial 0x1021, start 0.
std::uint16_t crc16_xmodem(ByteView bytes);

// CRC-24 of OpenPGP (RFC 4880, 6.1): 24 bits.
std::uint32_t crc24(ByteView bytes);

// Marvin32, its 64 bits folded to 32.
std::uint32_t marvin32(ByteView bytes, std::uint64_t seed);

// SHA-256 (FIPS 180-4). For checking tokens only: it is not written to resist
// side channels.
std::array<std::uint8_t, 32> sha256(ByteView bytes);

// SHA-1 (FIPS 180-4), which some formats still check themselves with.
std::array<std::uint8_t, 20> sha1(ByteView bytes);

// RFC 2104's, with these hashes. Requires: key.size() <= 64.
std::array<std::uint8_t, 32> hmac_sha256(ByteView key, ByteView bytes);
std::array<std::uint8_t, 20> hmac_sha1(ByteView key, ByteView bytes);

}  // namespace gitward

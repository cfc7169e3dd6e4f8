// XXH3, the hash behind identities and cache keys. It is no cryptographic
// hash: whoever stores a digest of a secret must bound what goes in (see
// scan/identity.h).
// Source: https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace gitward {

// 128 bits, in the canonical (big-endian) order of XXH128.
struct Digest {
  std::array<std::uint8_t, 16> bytes{};

  // 32 lower-case hexadecimal digits.
  std::string hex() const;
  // The inverse of hex(); nothing for any other text.
  static std::optional<Digest> from_hex(std::string_view text);

  // NOLINTNEXTLINE(modernize-use-nullptr): the check misreads a default <=>.
  friend auto operator<=>(const Digest&, const Digest&) = default;
};

std::uint64_t xxh3_64(ByteView bytes);
Digest xxh3_128(ByteView bytes);

}  // namespace gitward

template <>
struct std::hash<gitward::Digest> {
  std::size_t operator()(const gitward::Digest& digest) const noexcept {
    std::size_t value = 0;
    for (std::size_t i = 8; i < 16; ++i) value = value << 8 | digest.bytes[i];
    return value;
  }
};

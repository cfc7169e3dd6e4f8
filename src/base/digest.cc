#include "base/digest.h"

#include <xxhash.h>

#include "base/hex.h"

namespace gitward {

std::string Digest::hex() const {
  return to_hex(bytes);
}

std::optional<Digest> Digest::from_hex(std::string_view text) {
  Digest digest;
  if (!parse_hex(text, digest.bytes)) return std::nullopt;
  return digest;
}

std::uint64_t xxh3_64(ByteView bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

Digest xxh3_128(ByteView bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical,
                           XXH3_128bits(bytes.data(), bytes.size()));
  Digest digest;
  for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
    digest.bytes[i] = canonical.digest[i];
  }
  return digest;
}

}  // namespace gitward

// Inflates zlib streams (RFC 1950) with libdeflate.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"

struct libdeflate_decompressor;

namespace gitward {

// Not thread-safe: one per thread, reused.
class Inflater {
 public:
  Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;
  ~Inflater();

  // Inflates the stream at the beginning of `compressed` into exactly `size`
  // bytes at `out`. Throws Error(kInput) if the stream is damaged or of another
  // size.
  void inflate(ByteView compressed, char* out, std::size_t size);

  // The same for bytes that a checksum has vouched for: the stream's own is not
  // looked at.
  void inflate_verified(ByteView compressed, char* out, std::size_t size);

  // Inflates a whole stream of unknown size, up to `limit` bytes.
  std::string inflate_all(ByteView compressed, std::size_t limit);

 private:
  struct Free {
    void operator()(libdeflate_decompressor* state) const noexcept;
  };
  using State = std::unique_ptr<libdeflate_decompressor, Free>;

  // A state keeps the tables of deflate's fixed codes until a block brings its
  // own: small objects have one block each, of the one kind or the other.
  libdeflate_decompressor* state_for(ByteView deflated) const;

  State fixed_;
  State dynamic_;
};

// Whether `size` bytes can come from a stream of `compressed` bytes at all:
// deflate shrinks by no more than 1,032 to 1. Checked before memory is taken
// for a size that a file claims.
bool is_plausible_inflated_size(std::uint64_t size, std::uint64_t compressed);

// CRC-32 as in an .idx file (IEEE).
std::uint32_t crc32_of(ByteView bytes);

}  // namespace gitward

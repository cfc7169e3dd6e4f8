// What a gzip or zlib stream holds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "decode/coding.h"

namespace gitward {

// kGzip or kZlib by the first two bytes: a guess, that inflated() proves.
std::optional<Coding> compression_of(ByteView bytes);

// Whether the bytes begin as gzip's do in more than chance could make of them:
// with all that RFC 1952 fixes of a header.
bool is_surely_gzip(ByteView bytes);

// The same of zlib, whose two bytes prove nothing: surely where so many bytes
// come out before the stream ends or is found to be damaged, perhaps where a
// few dozen fewer do. One random text in 16,384 begins as zlib does, and one in
// 100 of these goes on so well.
inline constexpr std::size_t kSureOfZlib = 128;
bool is_surely_zlib(ByteView bytes);

struct Inflated {
  enum class Outcome { kWhole, kDamaged, kTooLarge };
  Outcome outcome = Outcome::kDamaged;
  std::string text;  // If whole.
  // So many bytes may have been made, also if they are of no use.
  std::size_t made = 0;
};

// The stream at the beginning of the bytes; what follows it is ignored.
// kTooLarge if it holds more than `limit` bytes: they are never in memory.
Inflated inflated(Coding coding, ByteView bytes, std::size_t limit);

}  // namespace gitward

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

struct Inflated {
  enum class Outcome { kWhole, kDamaged, kTooLarge };
  Outcome outcome = Outcome::kDamaged;
  std::string text;  // If whole.
};

// The stream at the beginning of the bytes; what follows it is ignored.
// kTooLarge if it holds more than `limit` bytes: they are never in memory.
Inflated inflated(Coding coding, ByteView bytes, std::size_t limit);

}  // namespace gitward

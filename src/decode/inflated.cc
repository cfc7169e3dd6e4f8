#include "decode/inflated.h"

#include <algorithm>
#include <array>
#include <libdeflate.h>
#include <memory>
#include <new>

namespace gitward {
namespace {

// To begin with: most text shrinks to a third or less.
constexpr std::size_t kUsualRatio = 6;
constexpr std::size_t kSmallest = 512;

struct Free {
  void operator()(libdeflate_decompressor* state) const noexcept {
    libdeflate_free_decompressor(state);
  }
};

using Decompressor = std::unique_ptr<libdeflate_decompressor, Free>;

Decompressor decompressor() {
  Decompressor state(libdeflate_alloc_decompressor());
  if (state == nullptr) throw std::bad_alloc();
  return state;
}

}  // namespace

std::optional<Coding> compression_of(ByteView bytes) {
  if (bytes.starts_with("\x1f\x8b")) return Coding::kGzip;
  // RFC 1950: deflate with the largest window, and a check of the two bytes.
  if (bytes.size() < 2 || bytes[0] != '\x78') return std::nullopt;
  const unsigned header = 0x7800U | byte_of(bytes[1]);
  if (header % 31 != 0) return std::nullopt;
  return Coding::kZlib;
}

bool is_surely_gzip(ByteView bytes) {
  // A header, a few bytes and the check of them.
  constexpr std::size_t kLeast = 30;
  constexpr unsigned kReservedFlags = 0xe0;
  constexpr unsigned kLastSystem = 13;
  constexpr unsigned kUnknownSystem = 255;
  if (bytes.size() < kLeast || !bytes.starts_with("\x1f\x8b\x08")) return false;
  const unsigned effort = byte_of(bytes[8]);
  const unsigned system = byte_of(bytes[9]);
  return (byte_of(bytes[3]) & kReservedFlags) == 0 &&
         (effort == 0 || effort == 2 || effort == 4) &&
         (system <= kLastSystem || system == kUnknownSystem);
}

bool is_surely_zlib(ByteView bytes) {
  if (compression_of(bytes) != Coding::kZlib) return false;
  // Too little room is told where a copied part would not fit, before it is
  // known to be right.
  constexpr std::size_t kLongestCopy = 258;
  std::array<char, kSureOfZlib - 1 + kLongestCopy> room;
  std::size_t written = 0;
  const libdeflate_result outcome = libdeflate_zlib_decompress(
      decompressor().get(), bytes.data(), bytes.size(), room.data(),
      room.size(), &written);
  return outcome == LIBDEFLATE_INSUFFICIENT_SPACE;
}

Inflated inflated(Coding coding, ByteView bytes, std::size_t limit) {
  const Decompressor state = decompressor();
  Inflated result;
  const auto inflate = coding == Coding::kGzip ? libdeflate_gzip_decompress_ex
                                               : libdeflate_zlib_decompress_ex;
  std::size_t room = std::max(bytes.size() * kUsualRatio, kSmallest);
  while (true) {
    room = std::min(room, limit);
    result.text.resize(room);
    std::size_t used = 0;
    std::size_t written = 0;
    const libdeflate_result outcome =
        inflate(state.get(), bytes.data(), bytes.size(), result.text.data(),
                room, &used, &written);
    if (outcome == LIBDEFLATE_SUCCESS) {
      result.text.resize(written);
      result.outcome = Inflated::Outcome::kWhole;
      return result;
    }
    if (outcome != LIBDEFLATE_INSUFFICIENT_SPACE) break;
    if (room == limit) {
      result.outcome = Inflated::Outcome::kTooLarge;
      break;
    }
    room *= 4;
  }
  result.text.clear();
  return result;
}

}  // namespace gitward

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

// Too little room is told where a copied part would not fit, before it is known
// to be right: hence so much more.
constexpr std::size_t kLongestCopy = 258;
using Room = std::array<char, kSureOfZlib + kLongestCopy>;

// Many bytes as they are; libdeflate takes all of such a block or nothing.
// Their number is written twice, which no chance does.
bool begins_with_stored_block(ByteView bytes) {
  constexpr std::size_t kHead = 5;
  constexpr unsigned kBlockType = 6;
  if (bytes.size() < kHead) return false;
  const auto number = [&](std::size_t at) {
    return byte_of(bytes[at]) | unsigned{byte_of(bytes[at + 1])} << 8U;
  };
  return (byte_of(bytes[0]) & kBlockType) == 0 && number(1) >= kSureOfZlib &&
         (number(1) ^ number(3)) == 0xffffU;
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
  constexpr std::size_t kHead = 2;
  constexpr unsigned kOtherDictionary = 0x20;
  if (compression_of(bytes) != Coding::kZlib ||
      (byte_of(bytes[1]) & kOtherDictionary) != 0) {
    return false;
  }
  // Not as zlib: the last four bytes would be taken for the check.
  bytes.remove_prefix(kHead);
  if (begins_with_stored_block(bytes)) return true;
  // libdeflate does not say how much it wrote before the damage. That is what
  // is the same whatever was there before.
  const Decompressor state = decompressor();
  std::array<Room, 2> rooms;
  rooms[0].fill('\0');
  rooms[1].fill('\xff');
  for (Room& room : rooms) {
    std::size_t written = 0;
    const libdeflate_result outcome =
        libdeflate_deflate_decompress(state.get(), bytes.data(), bytes.size(),
                                      room.data(), room.size(), &written);
    if (outcome == LIBDEFLATE_INSUFFICIENT_SPACE) return true;
  }
  return std::equal(rooms[0].begin(), rooms[0].begin() + kSureOfZlib,
                    rooms[1].begin());
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
    result.made = room;
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

#include "store/inflate.h"

#include <algorithm>
#include <libdeflate.h>

#include "base/error.h"

namespace gitward {
namespace {

libdeflate_decompressor* make_state() {
  libdeflate_decompressor* const state = libdeflate_alloc_decompressor();
  if (state == nullptr) throw std::bad_alloc();
  return state;
}

// RFC 1950: what stands before the deflated data.
constexpr std::size_t kZlibHeader = 2;

bool is_zlib_header(ByteView stream) {
  if (stream.size() < kZlibHeader) return false;
  const unsigned method = byte_of(stream[0]);
  const unsigned flags = byte_of(stream[1]);
  constexpr unsigned kDeflate = 8;
  constexpr unsigned kDictionary = 0x20;
  return (method & 0xfU) == kDeflate && (flags & kDictionary) == 0 &&
         (method << 8U | flags) % 31 == 0;
}

ByteView deflated_in(ByteView zlib) {
  return zlib.substr(std::min(zlib.size(), kZlibHeader));
}

// RFC 1951, 3.2.3: of the first block.
bool has_fixed_codes(ByteView deflated) {
  constexpr unsigned kFixedCodes = 1;
  return !deflated.empty() && (byte_of(deflated[0]) >> 1U & 3U) == kFixedCodes;
}

void check(libdeflate_result result) {
  if (result == LIBDEFLATE_SUCCESS) return;
  throw Error(ErrorKind::kInput,
              result == LIBDEFLATE_BAD_DATA
                  ? "damaged zlib stream"
                  : "a zlib stream of another size than its header says");
}

}  // namespace

void Inflater::Free::operator()(libdeflate_decompressor* state) const noexcept {
  libdeflate_free_decompressor(state);
}

Inflater::Inflater() : fixed_(make_state()), dynamic_(make_state()) {}
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;
Inflater::~Inflater() = default;

libdeflate_decompressor* Inflater::state_for(ByteView deflated) const {
  return has_fixed_codes(deflated) ? fixed_.get() : dynamic_.get();
}

void Inflater::inflate(ByteView compressed, char* out, std::size_t size) {
  check(libdeflate_zlib_decompress(state_for(deflated_in(compressed)),
                                   compressed.data(), compressed.size(), out,
                                   size, nullptr));
}

void Inflater::inflate_verified(ByteView compressed, char* out,
                                std::size_t size) {
  if (!is_zlib_header(compressed)) check(LIBDEFLATE_BAD_DATA);
  const ByteView deflated = deflated_in(compressed);
  check(libdeflate_deflate_decompress(state_for(deflated), deflated.data(),
                                      deflated.size(), out, size, nullptr));
}

std::string Inflater::inflate_all(ByteView compressed, std::size_t limit) {
  std::string out;
  std::size_t room = std::max<std::size_t>(compressed.size() * 4, 4096);
  for (;;) {
    room = std::min(room, limit);
    out.resize(room);
    std::size_t written = 0;
    const libdeflate_result result = libdeflate_zlib_decompress(
        state_for(deflated_in(compressed)), compressed.data(),
        compressed.size(), out.data(), room, &written);
    if (result == LIBDEFLATE_SUCCESS) {
      out.resize(written);
      return out;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
      throw Error(ErrorKind::kInput, "damaged zlib stream");
    }
    if (room == limit) {
      throw Error(ErrorKind::kInput, "a zlib stream larger than it may be");
    }
    room *= 4;
  }
}

bool is_plausible_inflated_size(std::uint64_t size, std::uint64_t compressed) {
  constexpr std::uint64_t kMaxRatio = 1032;
  return size / kMaxRatio <= compressed;
}

std::uint32_t crc32_of(ByteView bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

}  // namespace gitward

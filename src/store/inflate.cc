#include "store/inflate.h"

#include <algorithm>
#include <libdeflate.h>

#include "base/error.h"

namespace gitward {

void Inflater::Free::operator()(libdeflate_decompressor* state) const noexcept {
  libdeflate_free_decompressor(state);
}

Inflater::Inflater() : state_(libdeflate_alloc_decompressor()) {
  if (state_ == nullptr) throw std::bad_alloc();
}
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;
Inflater::~Inflater() = default;

std::size_t Inflater::inflate(ByteView compressed, char* out,
                              std::size_t size) {
  std::size_t used = 0;
  const libdeflate_result result = libdeflate_zlib_decompress_ex(
      state_.get(), compressed.data(), compressed.size(), out, size, &used,
      nullptr);
  if (result != LIBDEFLATE_SUCCESS) {
    throw Error(ErrorKind::kInput,
                result == LIBDEFLATE_BAD_DATA
                    ? "damaged zlib stream"
                    : "a zlib stream of another size than its header says");
  }
  return used;
}

std::string Inflater::inflate_all(ByteView compressed, std::size_t limit) {
  std::string out;
  std::size_t room = std::max<std::size_t>(compressed.size() * 4, 4096);
  for (;;) {
    room = std::min(room, limit);
    out.resize(room);
    std::size_t written = 0;
    const libdeflate_result result = libdeflate_zlib_decompress(
        state_.get(), compressed.data(), compressed.size(), out.data(), room,
        &written);
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

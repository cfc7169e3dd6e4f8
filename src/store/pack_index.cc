#include "store/pack_index.h"

#include "base/error.h"
#include "store/byte_cursor.h"
#include "store/hash.h"

namespace gitward {
namespace {

constexpr std::size_t kHeaderSize = 8;
constexpr std::size_t kFanoutSize = std::size_t{256} * 4;

std::uint32_t u32_at(ByteView bytes, std::size_t at) {
  return ByteCursor(bytes.substr(at, 4), "pack index").u32();
}

}  // namespace

PackIndex::PackIndex(ByteView bytes, std::size_t id_size)
    : bytes_(bytes), id_size_(id_size) {
  ByteCursor cursor(bytes, "pack index");
  if (cursor.u32() != 0xff744f63U) {  // "\377tOc"
    cursor.fail("not of version 2, the only one supported");
  }
  if (cursor.u32() != 2) cursor.fail("of an unknown version");
  std::uint32_t last = 0;
  for (unsigned i = 0; i < 256; ++i) {
    const std::uint32_t next = cursor.u32();
    if (next < last) cursor.fail("the fan-out table goes down");
    last = next;
  }
  count_ = last;
  ids_at_ = kHeaderSize + kFanoutSize;
  const std::size_t fixed = std::size_t{count_} * (id_size_ + 8);
  const std::size_t trailer = 2 * id_size_;
  if (cursor.left() < fixed + trailer) cursor.fail("truncated");
  crcs_at_ = ids_at_ + std::size_t{count_} * id_size_;
  offsets_at_ = crcs_at_ + std::size_t{count_} * 4;
  large_at_ = offsets_at_ + std::size_t{count_} * 4;
  const std::size_t large_bytes = cursor.left() - fixed - trailer;
  if (large_bytes % 8 != 0) cursor.fail("of a size that does not add up");
  large_count_ = large_bytes / 8;
}

bool PackIndex::checksum_holds() const {
  const std::size_t body = bytes_.size() - id_size_;
  return hash_bytes(bytes_.substr(0, body), id_size_) == bytes_.substr(body);
}

ByteView PackIndex::raw_id(std::uint32_t position) const {
  return bytes_.substr(ids_at_ + std::size_t{position} * id_size_, id_size_);
}

ObjectId PackIndex::id(std::uint32_t position) const {
  return *ObjectId::from_bytes(raw_id(position));
}

std::uint32_t PackIndex::crc32(std::uint32_t position) const {
  return u32_at(bytes_, crcs_at_ + std::size_t{position} * 4);
}

std::uint64_t PackIndex::offset(std::uint32_t position) const {
  constexpr std::uint32_t kLarge = 0x80000000U;
  const std::uint32_t small =
      u32_at(bytes_, offsets_at_ + std::size_t{position} * 4);
  if ((small & kLarge) == 0) return small;
  const std::size_t entry = small & ~kLarge;
  if (entry >= large_count_) {
    throw Error(ErrorKind::kInput,
                "pack index: an offset is beyond its 64-bit table");
  }
  return ByteCursor(bytes_.substr(large_at_ + entry * 8, 8), "pack index")
      .u64();
}

std::uint32_t PackIndex::fanout(unsigned first_byte) const {
  return u32_at(bytes_, kHeaderSize + std::size_t{first_byte} * 4);
}

std::optional<std::uint32_t> PackIndex::find(const ObjectId& id) const {
  if (id.bytes().size() != id_size_) return std::nullopt;
  const ByteView wanted(reinterpret_cast<const char*>(id.bytes().data()),
                        id_size_);
  const unsigned first = id.bytes()[0];
  std::uint32_t low = first == 0 ? 0 : fanout(first - 1);
  std::uint32_t high = fanout(first);
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const int order = raw_id(middle).compare(wanted);
    if (order == 0) return middle;
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

ByteView PackIndex::pack_checksum() const {
  return bytes_.substr(bytes_.size() - 2 * id_size_, id_size_);
}

}  // namespace gitward

#include "store/pack.h"

#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "store/byte_cursor.h"
#include "store/inflate.h"

namespace gitward {
namespace {

// The offset of an ofs-delta's base: seven bits a byte, most significant
// first, each continuation adding one.
std::uint64_t take_base_distance(ByteCursor& cursor) {
  std::uint8_t byte = cursor.u8();
  std::uint64_t distance = byte & 0x7fU;
  while ((byte & 0x80U) != 0) {
    if (distance >= std::uint64_t{1} << 55U) cursor.fail("a base too far away");
    byte = cursor.u8();
    distance = ((distance + 1) << 7) | (byte & 0x7fU);
  }
  return distance;
}

}  // namespace

PackEntry parse_pack_entry(ByteView pack, std::uint64_t offset,
                           std::uint64_t end, std::size_t id_size) {
  constexpr std::uint64_t kHeaderSize = 12;
  if (end > pack.size() || offset < kHeaderSize || offset >= end) {
    throw Error(ErrorKind::kInput, "pack entry: outside of the pack");
  }
  ByteCursor cursor(pack.substr(offset, end - offset), "pack entry");
  std::uint8_t byte = cursor.u8();
  const unsigned type = (byte >> 4U) & 7U;
  PackEntry entry;
  entry.size = byte & 15U;
  for (unsigned shift = 4; (byte & 0x80U) != 0; shift += 7) {
    byte = cursor.u8();
    if (shift > 53) cursor.fail("a size of more than 60 bits");
    entry.size |= std::uint64_t{byte & 0x7fU} << shift;
  }
  switch (type) {
    case 1:
    case 2:
    case 3:
    case 4:
      entry.type = static_cast<ObjectType>(type);
      break;
    case 6: {
      entry.kind = PackEntry::Kind::kOffsetDelta;
      const std::uint64_t distance = take_base_distance(cursor);
      if (distance == 0 || distance > offset - kHeaderSize) {
        cursor.fail("a base before the pack's beginning");
      }
      entry.base_offset = offset - distance;
      break;
    }
    case 7:
      entry.kind = PackEntry::Kind::kRefDelta;
      entry.base_id = *ObjectId::from_bytes(cursor.take(id_size));
      break;
    default:
      cursor.fail("of an unknown type");
  }
  entry.data_begin = end - cursor.left();
  if (!is_plausible_inflated_size(entry.size, cursor.left())) {
    cursor.fail("larger than its pack could hold");
  }
  return entry;
}

Pack::Pack(std::filesystem::path path, MappedFile file, MappedFile index_file,
           std::size_t id_size)
    : path_(std::move(path)),
      file_(std::move(file)),
      index_file_(std::move(index_file)),
      index_(index_file_.bytes(), id_size),
      id_size_(id_size) {
  ByteCursor cursor(file_.bytes(), "pack");
  if (cursor.take(4) != "PACK") cursor.fail("not a pack");
  if (cursor.u32() != 2) cursor.fail("of an unknown version");
  if (cursor.u32() != index_.count()) {
    cursor.fail("its index counts other objects");
  }
  if (cursor.left() < id_size_) cursor.fail("truncated");
  if (file_.bytes().substr(end()) != index_.pack_checksum()) {
    cursor.fail("its index was made for another pack");
  }
}

std::uint64_t Pack::base_of(const PackEntry& delta) const {
  if (delta.kind == PackEntry::Kind::kOffsetDelta) return delta.base_offset;
  const auto base = index_.find(delta.base_id);
  if (!base) {
    throw Error(ErrorKind::kInput, "its delta base is not in the pack");
  }
  return index_.offset(*base);
}

std::optional<Pack> Pack::open(const std::filesystem::path& index,
                               std::size_t id_size) {
  std::filesystem::path path = index;
  path.replace_extension(".pack");
  try {
    std::optional<MappedFile> index_file = MappedFile::open(index);
    std::optional<MappedFile> file = MappedFile::open(path);
    if (!index_file || !file) return std::nullopt;
    return Pack(path, std::move(*file), std::move(*index_file), id_size);
  } catch (Error& error) {
    throw error.in(visible(path.native()));
  }
}

}  // namespace gitward

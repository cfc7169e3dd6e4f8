// The index of a pack (.idx version 2): ids, CRC-32s and offsets.
// Source: git's Documentation/gitformat-pack.txt, "Version 2 pack-*.idx".
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "model/object_id.h"

namespace gitward {

// A view: the mapped bytes must outlive it. Immutable, safe to share.
// Invariant: every position < count() has an id, a CRC and an offset.
class PackIndex {
 public:
  // Checks the header, the fan-out table and every size. Throws
  // Error(kInput).
  PackIndex(ByteView bytes, std::size_t id_size);

  // Compares the trailer with the hash of all bytes before it. It costs one
  // pass over the file: for bulk reading, not for one object.
  bool checksum_holds() const;

  std::uint32_t count() const { return count_; }
  ByteView raw_id(std::uint32_t position) const;
  ObjectId id(std::uint32_t position) const;
  std::uint32_t crc32(std::uint32_t position) const;
  // Into the pack. Throws Error(kInput) if the 64-bit table lacks it.
  std::uint64_t offset(std::uint32_t position) const;
  // The position of an id, or nothing.
  std::optional<std::uint32_t> find(const ObjectId& id) const;
  // The hash of the pack that this is the index of.
  ByteView pack_checksum() const;

 private:
  std::uint32_t fanout(unsigned first_byte) const;

  ByteView bytes_;
  std::size_t id_size_ = 0;
  std::uint32_t count_ = 0;
  std::size_t ids_at_ = 0;
  std::size_t crcs_at_ = 0;
  std::size_t offsets_at_ = 0;
  std::size_t large_at_ = 0;
  std::size_t large_count_ = 0;
};

}  // namespace gitward

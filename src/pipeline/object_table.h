// Numbers for object ids, from 0 on in the order of their insertion.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/object_id.h"

namespace gitward {

// A flat hash table: a look-up costs one miss of the cache or two, and there is
// one for every entry of every tree.
// Thread safety: look-ups may go side by side while nothing is inserted.
class ObjectTable {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // Room for so many ids without growing.
  void reserve(std::size_t count);
  // The id's number, and whether it is new.
  std::pair<std::uint32_t, bool> insert(const ObjectId& id);
  // kNone if it is not there.
  std::uint32_t find(const ObjectId& id) const;

  const ObjectId& at(std::uint32_t number) const { return ids_[number]; }
  std::size_t size() const { return ids_.size(); }

 private:
  struct Slot {
    std::uint32_t check = 0;  // Some bits of the id, to skip most others.
    std::uint32_t number = kNone;
  };

  // The slot that holds the id, or the free one where it belongs.
  std::size_t slot_of(const ObjectId& id) const;
  void grow(unsigned bits);

  // Two to the power of `bits_`, at most half of them full. An id's first bits
  // say where it belongs: sorted ids, as indexes have them, fill the slots from
  // the first to the last.
  std::vector<Slot> slots_;
  unsigned bits_ = 0;
  std::vector<ObjectId> ids_;
};

}  // namespace gitward

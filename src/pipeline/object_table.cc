#include "pipeline/object_table.h"

#include <bit>

namespace gitward {
namespace {

std::uint32_t check_of(const ObjectId& id) {
  return static_cast<std::uint32_t>(std::hash<ObjectId>()(id));
}

std::size_t start_of(const ObjectId& id) {
  return std::hash<ObjectId>()(id) >> 32U;
}

}  // namespace

void ObjectTable::reserve(std::size_t count) {
  const std::size_t slots = std::bit_ceil(count * 2 + 16);
  if (slots > slots_.size()) grow(slots);
  ids_.reserve(count);
}

void ObjectTable::grow(std::size_t slots) {
  slots_.assign(slots, Slot());
  for (std::uint32_t number = 0; number < ids_.size(); ++number) {
    slots_[slot_of(ids_[number])] = {check_of(ids_[number]), number};
  }
}

// Requires: a slot is free.
std::size_t ObjectTable::slot_of(const ObjectId& id) const {
  const std::uint32_t check = check_of(id);
  for (std::size_t at = start_of(id);; ++at) {
    const std::size_t slot = at & (slots_.size() - 1);
    const Slot& found = slots_[slot];
    if (found.number == kNone ||
        (found.check == check && ids_[found.number] == id)) {
      return slot;
    }
  }
}

std::pair<std::uint32_t, bool> ObjectTable::insert(const ObjectId& id) {
  if ((ids_.size() + 1) * 2 > slots_.size()) {
    grow(std::bit_ceil((ids_.size() + 8) * 4));
  }
  Slot& slot = slots_[slot_of(id)];
  if (slot.number != kNone) return {slot.number, false};
  slot = {check_of(id), static_cast<std::uint32_t>(ids_.size())};
  ids_.push_back(id);
  return {slot.number, true};
}

std::uint32_t ObjectTable::find(const ObjectId& id) const {
  return slots_.empty() ? kNone : slots_[slot_of(id)].number;
}

}  // namespace gitward

#include "pipeline/object_table.h"

#include <bit>

namespace gitward {
namespace {

// The hash of an id is its first eight bytes: the upper ones tell where it
// belongs, the lower ones are compared first.
std::uint32_t check_of(const ObjectId& id) {
  return static_cast<std::uint32_t>(std::hash<ObjectId>()(id));
}

unsigned bits_for(std::size_t count) {
  return static_cast<unsigned>(std::bit_width(count * 2 + 16));
}

}  // namespace

void ObjectTable::reserve(std::size_t count) {
  if (bits_for(count) > bits_) grow(bits_for(count));
  ids_.reserve(count);
}

void ObjectTable::grow(unsigned bits) {
  bits_ = bits;
  slots_.assign(std::size_t{1} << bits, Slot());
  for (std::uint32_t number = 0; number < ids_.size(); ++number) {
    slots_[slot_of(ids_[number])] = {check_of(ids_[number]), number};
  }
}

// Requires: a slot is free.
std::size_t ObjectTable::slot_of(const ObjectId& id) const {
  const std::uint32_t check = check_of(id);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = std::hash<ObjectId>()(id) >> (64 - bits_);; ++at) {
    const Slot& found = slots_[at & mask];
    if (found.number == kNone ||
        (found.check == check && ids_[found.number] == id)) {
      return at & mask;
    }
  }
}

std::pair<std::uint32_t, bool> ObjectTable::insert(const ObjectId& id) {
  if ((ids_.size() + 1) * 2 > slots_.size()) grow(bits_for(ids_.size() * 2));
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

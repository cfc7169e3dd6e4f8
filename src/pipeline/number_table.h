// Numbers for things, from 0 on in the order of their insertion.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/large_pages.h"
#include "model/object_id.h"

namespace gitward {

// A flat hash table: a look-up costs one miss of the cache or two, and there is
// one for every entry of every tree. `Key` is what a thing is looked up by;
// Hash()(key) gives 64 bits, of which the upper ones say where a thing belongs
// and the lower ones are compared first.
// Thread safety: look-ups may go side by side while nothing is inserted.
template <class Thing, class Key, class Hash>
class NumberTable {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // Room for so many without growing.
  void reserve(std::size_t count) {
    const auto bits = static_cast<unsigned>(std::bit_width(count * 2 + 16));
    things_.reserve(count);
    if (bits <= bits_) return;
    bits_ = bits;
    slots_.assign(std::size_t{1} << bits, Slot());
    for (std::uint32_t number = 0; number < things_.size(); ++number) {
      const std::uint64_t hash = Hash()(things_[number]);
      slots_[slot_of(hash, things_[number])] = {check_of(hash), number};
    }
  }

  // Its number, and whether it is new.
  std::pair<std::uint32_t, bool> insert(const Key& key) {
    if ((things_.size() + 1) * 2 > slots_.size()) reserve(things_.size() * 2);
    const std::uint64_t hash = Hash()(key);
    Slot& slot = slots_[slot_of(hash, key)];
    if (slot.number != kNone) return {slot.number, false};
    slot = {check_of(hash), static_cast<std::uint32_t>(things_.size())};
    things_.emplace_back(key);
    return {slot.number, true};
  }

  // kNone if it is not there.
  std::uint32_t find(const Key& key) const {
    return slots_.empty() ? kNone : slots_[slot_of(Hash()(key), key)].number;
  }
  // The same for many: their misses of the cache overlap.
  void find(std::span<const Key> keys,
            std::vector<std::uint32_t>& numbers) const {
    numbers.assign(keys.size(), kNone);
    if (slots_.empty()) return;
    for (const Key& key : keys) {
      __builtin_prefetch(&slots_[place_of(Hash()(key))]);
    }
    for (const Key& key : keys) {
      const std::uint64_t hash = Hash()(key);
      const Slot& likely = slots_[place_of(hash)];
      if (likely.check == check_of(hash) && likely.number != kNone) {
        __builtin_prefetch(&things_[likely.number]);
      }
    }
    for (std::size_t i = 0; i < keys.size(); ++i) numbers[i] = find(keys[i]);
  }

  const Thing& at(std::uint32_t number) const { return things_[number]; }
  const LargeVector<Thing>& all() const { return things_; }
  std::size_t size() const { return things_.size(); }

 private:
  struct Slot {
    std::uint32_t check = 0;  // To skip most others.
    std::uint32_t number = kNone;
  };

  std::size_t place_of(std::uint64_t hash) const {
    return hash >> (64 - bits_);
  }
  static std::uint32_t check_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash);
  }

  // The slot that holds it, or the free one where it belongs. Requires: a slot
  // is free.
  std::size_t slot_of(std::uint64_t hash, const Key& key) const {
    const std::uint32_t check = check_of(hash);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = place_of(hash);; ++at) {
      const Slot& found = slots_[at & mask];
      if (found.number == kNone ||
          (found.check == check && things_[found.number] == key)) {
        return at & mask;
      }
    }
  }

  // Two to the power of `bits_`, at most half of them full.
  LargeVector<Slot> slots_;
  unsigned bits_ = 0;
  LargeVector<Thing> things_;
};

// An id's first bytes are its hash: sorted ids, as indexes have them, fill the
// slots from the first to the last.
using ObjectTable = NumberTable<ObjectId, ObjectId, std::hash<ObjectId>>;

using NameTable =
    NumberTable<std::string, std::string_view, std::hash<std::string_view>>;

// Two numbers in one. Source of the mixer: https://xoshiro.di.unimi.it,
// splitmix64.c.
struct PairHash {
  std::uint64_t operator()(std::uint64_t pair) const noexcept {
    pair = (pair ^ (pair >> 30U)) * 0xbf58476d1ce4e5b9U;
    pair = (pair ^ (pair >> 27U)) * 0x94d049bb133111ebU;
    return pair ^ (pair >> 31U);
  }
};
using PairTable = NumberTable<std::uint64_t, std::uint64_t, PairHash>;

}  // namespace gitward

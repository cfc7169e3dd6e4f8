// Numbers for objects: first those that an earlier run knew, by their place
// among the sorted ids, then the others in the order of their insertion.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "model/object_id.h"
#include "pipeline/number_table.h"

namespace gitward {

// Raw ids, one behind the other in ascending order, as a pack's index has
// them. Borrows the bytes.
class SortedIds {
 public:
  SortedIds() = default;
  // Nothing if they are not in order.
  static std::optional<SortedIds> of(ByteView raw, std::size_t id_size) {
    SortedIds ids;
    ids.raw_ = raw;
    ids.id_size_ = id_size;
    ids.first_with_.assign(kBuckets + 1, 0);
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      if (i > 0 && ids.raw(i - 1) >= ids.raw(i)) return std::nullopt;
      ++ids.first_with_[bucket_of(ids.raw(i)) + 1];
    }
    for (std::size_t i = 0; i < kBuckets; ++i) {
      ids.first_with_[i + 1] += ids.first_with_[i];
    }
    return ids;
  }

  std::uint32_t size() const {
    return id_size_ == 0 ? 0
                         : static_cast<std::uint32_t>(raw_.size() / id_size_);
  }
  std::size_t id_size() const { return id_size_; }
  ByteView raw(std::uint32_t number) const {
    return raw_.substr(number * id_size_, id_size_);
  }
  ObjectId at(std::uint32_t number) const {
    return *ObjectId::from_bytes(raw(number));
  }
  std::uint32_t find(ByteView id) const {
    if (id.size() != id_size_) return UINT32_MAX;
    const std::size_t bucket = bucket_of(id);
    std::uint32_t low = first_with_[bucket];
    std::uint32_t high = first_with_[bucket + 1];
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      const int order = raw(middle).compare(id);
      if (order == 0) return middle;
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return UINT32_MAX;
  }
  std::uint32_t find(const ObjectId& id) const {
    return find(ByteView(reinterpret_cast<const char*>(id.bytes().data()),
                         id.bytes().size()));
  }

 private:
  static constexpr std::size_t kBuckets = 65536;
  static std::size_t bucket_of(ByteView id) {
    return std::size_t{byte_of(id[0])} << 8U | byte_of(id[1]);
  }

  ByteView raw_;
  std::size_t id_size_ = 0;
  // Where the ids begin whose first two bytes are this number or more.
  std::vector<std::uint32_t> first_with_;
};

// Thread safety: look-ups may go side by side while nothing is inserted.
class ObjectNumbers {
 public:
  static constexpr std::uint32_t kNone = ObjectTable::kNone;

  ObjectNumbers() = default;
  explicit ObjectNumbers(SortedIds known) : known_(std::move(known)) {}

  // Room for so many besides those that were known.
  void reserve(std::size_t count) { others_.reserve(count); }

  // Its number, and whether it is new.
  std::pair<std::uint32_t, bool> insert(const ObjectId& id) {
    const std::uint32_t number = known_.find(id);
    return number != kNone ? std::pair(number, false) : insert_unknown(id);
  }
  // Requires: it was not known to the earlier run.
  std::pair<std::uint32_t, bool> insert_unknown(const ObjectId& id) {
    const auto [number, added] = others_.insert(id);
    return {known_.size() + number, added};
  }

  // kNone if it is not there.
  std::uint32_t find(const ObjectId& id) const {
    if (const std::uint32_t number = known_.find(id); number != kNone) {
      return number;
    }
    const std::uint32_t number = others_.find(id);
    return number == kNone ? kNone : known_.size() + number;
  }
  // The same for many: their misses of the cache overlap.
  void find(std::span<const ObjectId> ids,
            std::vector<std::uint32_t>& numbers) const {
    others_.find(ids, numbers);
    if (known_.size() == 0) return;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      numbers[i] = numbers[i] == kNone ? known_.find(ids[i])
                                       : known_.size() + numbers[i];
    }
  }

  ObjectId at(std::uint32_t number) const {
    return number < known_.size() ? known_.at(number)
                                  : others_.at(number - known_.size());
  }
  // at() will be called soon.
  void expect(std::uint32_t number) const {
    if (number >= known_.size()) {
      __builtin_prefetch(&others_.all()[number - known_.size()]);
    }
  }
  std::size_t size() const { return known_.size() + others_.size(); }
  const SortedIds& known() const { return known_; }

 private:
  SortedIds known_;
  ObjectTable others_;
};

}  // namespace gitward

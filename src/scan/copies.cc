#include "scan/copies.h"

#include <algorithm>
#include <iterator>

namespace gitward {

Copies::Copies(std::span<const CopiedRange> copies, std::size_t size,
               std::size_t base_size)
    : size_(size), base_size_(base_size) {
  ranges_.reserve(copies.size());
  const auto drop_short = [&] {
    if (!ranges_.empty() && ranges_.back().size < kShortest) ranges_.pop_back();
  };
  for (const CopiedRange& copy : copies) {
    const bool continues = !ranges_.empty() &&
                           ranges_.back().end() == copy.begin &&
                           ranges_.back().base_end() == copy.base_begin;
    if (continues) {
      ranges_.back().size += copy.size;
    } else {
      drop_short();
      ranges_.push_back(copy);
    }
  }
  drop_short();
}

const CopiedRange* Copies::around(std::size_t begin, std::size_t end) const {
  const auto after = std::upper_bound(
      ranges_.begin(), ranges_.end(), begin,
      [](std::size_t at, const CopiedRange& copy) { return at < copy.begin; });
  if (after == ranges_.begin()) return nullptr;
  const CopiedRange& copy = *std::prev(after);
  return end > copy.end() ? nullptr : &copy;
}

const CopiedRange* Copies::within(std::size_t begin, std::size_t end,
                                  HitReach reach) const {
  if (reach.before == kUnlimited) return nullptr;
  const bool at_start = begin <= reach.before;
  const bool at_end = size_ - end <= reach.after;
  const CopiedRange* const copy = around(at_start ? 0 : begin - reach.before,
                                         at_end ? size_ : end + reach.after);
  if (copy == nullptr) return nullptr;
  if (at_start && copy->base_begin != 0) return nullptr;
  if (at_end && copy->base_end() != base_size_) return nullptr;
  // An edge that the base has nearby must be there in the content as well.
  const std::size_t base_at = copy->base_begin + (begin - copy->begin);
  if (!at_start && base_at <= reach.before) return nullptr;
  const std::size_t base_end = base_at + (end - begin);
  if (!at_end && base_size_ - base_end <= reach.after) return nullptr;
  return copy;
}

bool Copies::is_edge_of_base(std::size_t at) const {
  if (ranges_.empty()) return false;
  if (at == 0) return ranges_.front().base_begin == 0;
  return at == size_ && ranges_.back().base_end() == base_size_;
}

}  // namespace gitward

// What a content has from its base, as a scan of the rest needs it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/copied_range.h"

namespace gitward {

inline constexpr std::size_t kUnlimited = SIZE_MAX;

// How many bytes before a prefilter hit, and behind its beginning, decide
// whether it leads to a match.
struct HitReach {
  std::size_t before = 0;
  std::size_t after = 0;
};

// Invariant: the ranges are sorted and disjoint, none continues the one before
// it, and none is shorter than kShortest. Immutable.
class Copies {
 public:
  // Shorter ones are scanned: looking at their hits would cost more.
  static constexpr std::size_t kShortest = 64;

  // `size` is the content's, `base_size` the base's. Requires: sorted, disjoint
  // and within both.
  Copies(std::span<const CopiedRange> copies, std::size_t size,
         std::size_t base_size);

  const std::vector<CopiedRange>& all() const { return ranges_; }

  // The copy that the bytes from `begin` to `end` all come from, with as many
  // before and behind as `reach` says; null if there is none. The content's
  // edges count as bytes: what depends on them is only the same where the base
  // has them, too. Null for an unlimited reach.
  const CopiedRange* within(std::size_t begin, std::size_t end,
                            HitReach reach) const;

  // True if the content begins or ends here, and its base does likewise.
  // Requires: the gap here is empty.
  bool is_edge_of_base(std::size_t at) const;

  // Tells begin and end of what lies before, between and behind the copies;
  // some of that is empty.
  template <class Visit>
  void for_each_gap(Visit visit) const {
    std::size_t at = 0;
    for (const CopiedRange& copy : ranges_) {
      visit(at, copy.begin);
      at = copy.end();
    }
    visit(at, size_);
  }

 private:
  const CopiedRange* around(std::size_t begin, std::size_t end) const;

  std::vector<CopiedRange> ranges_;
  std::size_t size_;
  std::size_t base_size_;
};

}  // namespace gitward

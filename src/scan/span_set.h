// A set of bytes, kept as ranges.
#pragma once

#include <algorithm>
#include <iterator>
#include <map>

#include "base/bytes.h"

namespace gitward {

// Adding and asking cost the logarithm of the number of ranges.
class SpanSet {
 public:
  // Whether it holds any byte of the range.
  bool overlaps(ByteRange range) const {
    if (range.empty()) return false;
    const auto after = ends_.lower_bound(range.end);
    return after != ends_.begin() && std::prev(after)->second > range.begin;
  }

  void add(ByteRange range) {
    if (range.empty()) return;
    auto place = ends_.upper_bound(range.begin);
    if (place != ends_.begin() && std::prev(place)->second >= range.begin) {
      --place;
    }
    while (place != ends_.end() && place->first <= range.end) {
      range.begin = std::min(range.begin, place->first);
      range.end = std::max(range.end, place->second);
      place = ends_.erase(place);
    }
    ends_.emplace(range.begin, range.end);
  }

 private:
  std::map<std::size_t, std::size_t> ends_;  // By begin; disjoint.
};

}  // namespace gitward

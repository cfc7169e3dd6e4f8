// Places of a text where something may have changed.
#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "base/bytes.h"

// Some places of the text, in order.
inline std::vector<gitward::ByteRange> some_windows(std::size_t size,
                                                    std::mt19937& engine) {
  std::vector<std::size_t> ends(2 * (1 + engine() % 6));
  for (std::size_t& end : ends) end = engine() % size;
  std::sort(ends.begin(), ends.end());
  std::vector<gitward::ByteRange> windows;
  for (std::size_t i = 0; i < ends.size(); i += 2) {
    windows.push_back({ends[i], ends[i + 1]});
  }
  return windows;
}

inline bool touches_one(gitward::ByteRange range,
                        const std::vector<gitward::ByteRange>& windows) {
  return std::any_of(
      windows.begin(), windows.end(), [&](const gitward::ByteRange& window) {
        return range.begin <= window.end && range.end >= window.begin;
      });
}

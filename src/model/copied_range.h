// What a content has in common with the one that it is stored as a delta
// against.
#pragma once

#include <cstddef>

namespace gitward {

// A range of the content that is the same in the base.
struct CopiedRange {
  std::size_t begin = 0;  // In the content.
  std::size_t size = 0;
  std::size_t base_begin = 0;

  std::size_t end() const { return begin + size; }
  std::size_t base_end() const { return base_begin + size; }
};

}  // namespace gitward

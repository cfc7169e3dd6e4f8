// What lies where in trees, as far as it matters: subtrees, and what has a
// finding or can't be read.
#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/object_numbers.h"

namespace gitward {

// Every tree's entries that matter. Objects and names go by their numbers.
struct TreeLinks {
  struct Link {
    std::uint32_t object = ObjectTable::kNone;  // kNone for a submodule.
    std::uint32_t name = 0;
  };
  struct Tree {
    std::uint32_t object = ObjectTable::kNone;
    std::uint32_t count = 0;
    std::size_t first = 0;  // Into `links`, which are in the tree's order.
  };

  ObjectNumbers objects;
  NameTable names;
  std::vector<Tree> trees;
  std::vector<Link> links;
};

}  // namespace gitward

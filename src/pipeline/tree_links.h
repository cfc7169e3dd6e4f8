// What lies where in trees, as far as it matters: subtrees, and what has a
// finding or can't be read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pipeline/object_table.h"

namespace gitward {

// Names and their numbers, from 0 on.
class NameTable {
 public:
  // The name's number, and whether it is new.
  std::pair<std::uint32_t, bool> insert(std::string_view name);
  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>()(name);
    }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> index_;
  std::vector<std::string> names_;
};

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

  ObjectTable objects;
  NameTable names;
  std::vector<Tree> trees;
  std::vector<Link> links;
};

}  // namespace gitward

// The entries of a tree that are new in it: what it does not copy from the
// tree it is a delta against.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "git/objects.h"
#include "scan/traced_scan.h"

namespace gitward {

// Where the entries of a tree begin, in order.
using EntryStarts = std::vector<std::uint32_t>;

// Goes through a tree's entries and gives their starts. Entries that lie whole
// in a copy, and begin where the base has an entry too, are those of the base:
// of each run of them `copied` is told the base's first and last + 1 (as
// positions in its starts) and the first's position here. Every other entry
// is parsed and given to `fresh`. Throws Error(kInput) for a malformed tree.
struct TreeEntryVisitor {
  std::function<void(const TreeEntry& entry, std::size_t position)> fresh;
  std::function<void(std::size_t base_first, std::size_t base_last,
                     std::size_t position)>
      copied;
};
EntryStarts walk_tree_entries(ByteView tree, std::size_t id_size,
                              const EntryStarts* base, std::size_t base_size,
                              std::span<const CopiedRange> copies,
                              const TreeEntryVisitor& visitor);

}  // namespace gitward

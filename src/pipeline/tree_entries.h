// The entries of a tree that are new in it: what it does not copy from the
// tree it is a delta against.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "git/objects.h"
#include "scan/traced_scan.h"

namespace gitward {

// Where the entries of a tree begin, in order.
using EntryStarts = std::vector<std::uint32_t>;

// Goes through a tree's entries and gives their starts. Entries that lie whole
// in a copy, and begin where the base has an entry too, are those of the base:
// of each run of them copied(first, last, position) is told the base's first
// and last + 1 (as positions in its starts) and the first's position here.
// Every other entry is parsed and given to fresh(entry, position). Throws
// Error(kInput) for a malformed tree.
template <class Fresh, class Copied>
EntryStarts walk_tree_entries(ByteView tree, std::size_t id_size,
                              const EntryStarts* base, std::size_t base_size,
                              std::span<const CopiedRange> copies,
                              Fresh&& fresh, Copied&& copied) {
  EntryStarts starts;
  if (base != nullptr) starts.reserve(base->size() + 8);
  auto copy = copies.begin();
  TreeEntry entry;
  for (std::size_t at = 0; at < tree.size();) {
    while (copy != copies.end() && copy->end() <= at) ++copy;
    if (base != nullptr && copy != copies.end() && copy->begin <= at) {
      const std::size_t base_at = at - copy->begin + copy->base_begin;
      const std::size_t base_end = copy->base_begin + copy->size;
      const auto first = std::lower_bound(base->begin(), base->end(), base_at);
      if (first != base->end() && *first == base_at) {
        // The entry that the copy's end cuts begins behind `last`.
        auto last = std::upper_bound(first, base->end(), base_end);
        if (last != base->end() || base_end != base_size) --last;
        if (last > first) {
          const auto position = [&](auto it) {
            return static_cast<std::uint32_t>(it - base->begin());
          };
          copied(position(first), position(last),
                 static_cast<std::uint32_t>(starts.size()));
          const std::size_t end = last == base->end() ? base_size : *last;
          const auto shift = static_cast<std::uint32_t>(at - base_at);
          const std::size_t known = starts.size();
          starts.insert(starts.end(), first, last);
          for (std::size_t i = known; i < starts.size(); ++i)
            starts[i] += shift;
          at += end - base_at;
          continue;
        }
      }
    }
    const std::size_t next = parse_tree_entry(tree, at, id_size, entry);
    fresh(entry, static_cast<std::uint32_t>(starts.size()));
    starts.push_back(static_cast<std::uint32_t>(at));
    at = next;
  }
  return starts;
}

}  // namespace gitward

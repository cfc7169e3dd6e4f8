// What changed between trees, as entries; content is never compared.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "git/repository.h"

namespace gitward {

struct EntryState {
  std::uint32_t mode = 0;
  ObjectId id;

  EntryKind kind() const { return kind_of_mode(mode); }
  friend bool operator==(const EntryState&, const EntryState&) = default;
};

// One path that differs. A file that became a folder is a removal and
// additions.
struct EntryChange {
  std::string path;
  std::optional<EntryState> before;  // Nothing: added.
  std::optional<EntryState> after;   // Nothing: removed.
};

// A tree that was needed and could not be read.
struct UnreadTree {
  std::string path;
  ObjectId id;
  std::string detail;
  bool missing = false;
};

struct TreeDiff {
  std::vector<EntryChange> changes;  // Sorted by path.
  std::vector<UnreadTree> unread;
};

// The entries that one comparison looks at before it throws Error(kInput): a
// tree can hold its subtrees so often that its paths are exponentially many.
// Far more than the largest known work trees have.
constexpr std::size_t kMaxTreeSteps = 20'000'000;

// Trees that are equal are not read. A null id stands for the empty tree.
TreeDiff diff_trees(const ObjectId& before, const ObjectId& after,
                    std::size_t id_size, ObjectReader& reader,
                    std::size_t max_steps = kMaxTreeSteps);

// The index (stage 0 entries; not those added with intent) against a tree.
TreeDiff diff_tree_to_index(const ObjectId& before,
                            const std::vector<IndexEntry>& index,
                            std::size_t id_size, ObjectReader& reader,
                            std::size_t max_steps = kMaxTreeSteps);

// The entry at `path`, or nothing.
std::optional<EntryState> find_entry(const ObjectId& tree,
                                     std::string_view path, std::size_t id_size,
                                     ObjectReader& reader);

}  // namespace gitward

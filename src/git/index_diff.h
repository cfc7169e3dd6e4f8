// The difference between a tree and an index file with a cache-tree. Private
// to this folder.
#pragma once

#include <optional>

#include "git/tree_diff.h"
#include "store/index_file.h"

namespace gitward {

// As diff_tree_to_index(), but a folder whose cached id is the tree's is
// passed over: neither its entries nor its trees are looked at, as in
// `git diff-index --cached`. Nothing if that can't be done: a tree on the way
// is not sorted as git sorts, or the cache-tree contradicts the entries.
// Requires: !index.foreign().
std::optional<TreeDiff> diff_tree_to_index_file(
    const ObjectId& before, const IndexFile& index, std::size_t id_size,
    ObjectReader& reader, std::size_t max_steps = kMaxTreeSteps);

}  // namespace gitward

// The index as `staged` needs it: what differs from a tree, and no list of
// all entries.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "git/repository.h"
#include "git/tree_diff.h"
#include "store/index_file.h"
#include "store/mapped_file.h"

namespace gitward {

// One state of the index. Not thread-safe.
class StagedIndex {
 public:
  StagedIndex() = default;
  StagedIndex(const StagedIndex&) = delete;
  StagedIndex& operator=(const StagedIndex&) = delete;
  virtual ~StagedIndex() = default;

  // What a commit of the index changes in `tree` (null: the empty one): see
  // diff_tree_to_index().
  virtual TreeDiff difference_from(const ObjectId& tree,
                                   ObjectReader& reader) const = 0;
  // Entries of stages 1 to 3.
  virtual std::vector<IndexEntry> conflicts() const = 0;
  // Is there an entry at `path`, or a folder of that name?
  virtual bool has(const std::string& path) const = 0;
};

// Over a list in git's order.
std::unique_ptr<StagedIndex> listed_index(std::vector<IndexEntry> entries,
                                          std::size_t id_size);

// Over the file itself, with the help of its cache-tree. `index` was made from
// the file's bytes and is not foreign.
std::unique_ptr<StagedIndex> mapped_index(MappedFile file, IndexFile index,
                                          std::size_t id_size);

// All entries of an index file.
std::vector<IndexEntry> entries_of(const IndexFile& index);

// Throws Error(kInput) if the checksum at the end of an index does not hold;
// `symptom` is what else is wrong with it.
void require_undamaged(ByteView bytes, std::size_t id_size,
                       std::string_view symptom);

}  // namespace gitward

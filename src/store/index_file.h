// Git's index file: versions 2, 3 and 4, with the cache-tree extension.
// Source: git's Documentation/gitformat-index.txt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "model/object_id.h"

namespace gitward {

// A folder of the cache-tree: the id of the tree object that the index's
// entries below it would make.
struct CachedTree {
  std::string_view name;      // Its own name; empty for the root.
  bool valid = false;         // Else the id is not known.
  std::uint32_t entries = 0;  // Index entries below it, if valid.
  ByteView raw_id;            // If valid.
  // The subtree of this folder is what stands between it and this position.
  std::uint32_t end = 0;
};

// An index, every entry of which was looked at once. It keeps views into the
// bytes it was made from, which must outlive it. No entry is copied, but the
// paths of version 4, which are stored as changes to their predecessors, are.
// Immutable, safe to share between threads.
// Invariants: the entries are sorted by path, then stage, and each path has
// stage 0 or others; no path is empty; modes are those of files, symlinks and
// gitlinks.
class IndexFile {
 public:
  // Throws Error(kInput) for bytes that are no index: of an unknown version,
  // truncated, out of order. Like git, it does not compare the checksum at
  // their end.
  IndexFile(ByteView bytes, std::size_t id_size);

  // Why this index must be read by git: an extension that changes what the
  // entries mean ("link": a split index, "sdir": a sparse one), or paths of a
  // length that nobody has. Then there is nothing else to be asked here.
  const std::optional<std::string>& foreign() const { return foreign_; }

  std::uint32_t size() const {
    return static_cast<std::uint32_t>(offsets_.size());
  }
  // Raw bytes. Requires, as for all of these: position < size().
  std::string_view path(std::uint32_t position) const;
  std::uint32_t mode(std::uint32_t position) const;
  ByteView raw_id(std::uint32_t position) const;
  ObjectId id(std::uint32_t position) const {
    return *ObjectId::from_bytes(raw_id(position));
  }
  int stage(std::uint32_t position) const;  // 1 to 3 for a conflicted path.
  bool intent_to_add(std::uint32_t position) const;

  // The positions of entries that no commit would record: conflicted ones and
  // those added with intent. Ascending.
  const std::vector<std::uint32_t>& unrecorded() const { return unrecorded_; }

  // The folders of the cache-tree in pre-order, the root first; none if the
  // index has no such extension. It can be older than the entries, but what it
  // calls valid is right.
  const std::vector<CachedTree>& cached_trees() const { return trees_; }

  // The first position from `from` on whose path is not below `wanted`.
  std::uint32_t lower_bound(std::string_view wanted,
                            std::uint32_t from = 0) const;

 private:
  class Parser;

  std::uint32_t flags_at(std::uint32_t position) const;

  ByteView bytes_;
  std::size_t id_size_ = 0;
  std::uint32_t version_ = 0;
  std::vector<std::uint32_t> offsets_;  // Of each entry.
  // Version 4 only: all paths one after the other, and where each ends.
  std::string paths_;
  std::vector<std::uint32_t> path_ends_;
  std::vector<std::uint32_t> unrecorded_;
  std::vector<CachedTree> trees_;
  std::optional<std::string> foreign_;
};

// What the checksum at the end of an index says about the bytes before it:
// nothing, if index.skipHash left it out. It costs a pass over the file.
std::optional<bool> index_checksum_holds(ByteView bytes, std::size_t id_size);

}  // namespace gitward

// What comparisons of trees have in common. Private to this folder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "git/tree_diff.h"

namespace gitward {

class StepLimit {
 public:
  explicit StepLimit(std::size_t max_steps) : left_(max_steps) {}

  void step() {
    if (left_ == 0) {
      throw Error(ErrorKind::kInput,
                  "a tree with more entries than can be compared");
    }
    --left_;
  }

 private:
  std::size_t left_;
};

// A tree's bytes with the entries that point into them.
struct LoadedTree {
  std::string bytes;
  std::vector<TreeEntry> entries;
};

class TreeLoader {
 public:
  TreeLoader(std::size_t id_size, ObjectReader& reader,
             std::vector<UnreadTree>& unread)
      : id_size_(id_size), reader_(reader), unread_(unread) {}

  // The empty tree for a null id and for what can't be read.
  LoadedTree load(const ObjectId& id, const std::string& path) {
    LoadedTree tree;
    if (id.is_null()) return tree;
    try {
      std::optional<Object> object = reader_.read(id);
      if (!object) {
        unread_.push_back({path, id, "the tree is missing", true});
        return tree;
      }
      if (object->type != ObjectType::kTree) {
        unread_.push_back({path, id, "not a tree", false});
        return tree;
      }
      tree.bytes = std::move(object->bytes);
      tree.entries = parse_tree(tree.bytes, id_size_);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kInput) throw;
      tree.entries.clear();
      unread_.push_back({path, id, error.what(), false});
    }
    return tree;
  }

 private:
  std::size_t id_size_;
  ObjectReader& reader_;
  std::vector<UnreadTree>& unread_;
};

inline bool is_tree(const TreeEntry& entry) {
  return entry.kind() == EntryKind::kTree;
}

// git's order of entries: as if the names of folders ended in '/'.
inline int compare_names(const TreeEntry& a, const TreeEntry& b) {
  const std::size_t common = std::min(a.name.size(), b.name.size());
  if (const int order =
          a.name.substr(0, common).compare(b.name.substr(0, common))) {
    return order;
  }
  const auto after = [common](const TreeEntry& entry) -> int {
    if (entry.name.size() > common) return byte_of(entry.name[common]);
    return is_tree(entry) ? '/' : -1;
  };
  const int order = after(a) - after(b);
  if (order != 0) return order;
  // The same byte follows in both, so that either both names are at their end
  // or one is a folder "x" beside an impossible "x/…".
  return static_cast<int>(a.name.size() > common) -
         static_cast<int>(b.name.size() > common);
}

inline std::string join(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name)
                        : fmt::format("{}/{}", folder, name);
}

inline EntryState state_of(const TreeEntry& entry) {
  return {entry.mode, entry.id};
}

inline void sort_unread(std::vector<UnreadTree>& unread) {
  std::stable_sort(
      unread.begin(), unread.end(),
      [](const UnreadTree& a, const UnreadTree& b) { return a.path < b.path; });
}

}  // namespace gitward

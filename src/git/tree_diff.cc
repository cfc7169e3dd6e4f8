// Two trees are merged entry by entry, by the key under which git sorts them:
// a folder's name ends in '/'. So a file and a folder of one name are two
// keys, and a file that became a folder is a removal and additions without
// any code for it.
//
// Trees are foreign: they may be unsorted, hold a name twice, be nested
// without end, or share subtrees so that their paths are exponentially many.
// An entry is passed over only if the other side has the same key with the
// same mode and id, so disorder can only add changes, never hide one; there
// is no recursion; and the number of steps is bounded.
#include "git/tree_diff.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "base/error.h"
#include "git/tree_loading.h"

namespace gitward {
namespace {

// A pair of subtrees that is still to be compared; null ids are empty trees.
struct PendingPair {
  std::string path;
  ObjectId before;
  ObjectId after;
};

class TreeDiffer {
 public:
  TreeDiffer(std::size_t id_size, ObjectReader& reader, std::size_t max_steps)
      : loader_(id_size, reader, diff_.unread), limit_(max_steps) {}

  TreeDiff run(const ObjectId& before, const ObjectId& after) {
    push("", before, after);
    while (!pending_.empty()) {
      const PendingPair pair = std::move(pending_.back());
      pending_.pop_back();
      compare(pair);
    }
    std::stable_sort(diff_.changes.begin(), diff_.changes.end(),
                     [](const EntryChange& a, const EntryChange& b) {
                       return a.path < b.path;
                     });
    sort_unread(diff_.unread);
    return std::move(diff_);
  }

 private:
  void push(std::string path, const ObjectId& before, const ObjectId& after) {
    if (before == after || (before.is_null() && after.is_null())) return;
    pending_.push_back({std::move(path), before, after});
  }

  void compare(const PendingPair& pair) {
    limit_.step();
    const LoadedTree before = loader_.load(pair.before, pair.path);
    const LoadedTree after = loader_.load(pair.after, pair.path);
    auto old_entry = before.entries.begin();
    auto new_entry = after.entries.begin();
    while (old_entry != before.entries.end() ||
           new_entry != after.entries.end()) {
      limit_.step();
      const int order = old_entry == before.entries.end() ? 1
                        : new_entry == after.entries.end()
                            ? -1
                            : compare_names(*old_entry, *new_entry);
      report(pair.path, order <= 0 ? &*old_entry : nullptr,
             order >= 0 ? &*new_entry : nullptr);
      if (order <= 0) ++old_entry;
      if (order >= 0) ++new_entry;
    }
  }

  // At least one side is there; if both are, then under the same key.
  void report(const std::string& folder, const TreeEntry* before,
              const TreeEntry* after) {
    const TreeEntry& either = after != nullptr ? *after : *before;
    if (is_tree(either)) {
      push(join(folder, either.name),
           before != nullptr ? before->id : ObjectId(),
           after != nullptr ? after->id : ObjectId());
      return;
    }
    EntryChange change;
    if (before != nullptr) change.before = state_of(*before);
    if (after != nullptr) change.after = state_of(*after);
    if (change.before == change.after) return;
    change.path = join(folder, either.name);
    diff_.changes.push_back(std::move(change));
  }

  TreeDiff diff_;
  TreeLoader loader_;
  StepLimit limit_;
  std::vector<PendingPair> pending_;
};

struct FlatEntry {
  std::string path;
  EntryState state;
};

// Every path of a tree that is no folder, sorted.
std::vector<FlatEntry> flatten(const ObjectId& root, TreeLoader& loader,
                               StepLimit limit) {
  std::vector<FlatEntry> flat;
  std::vector<std::pair<std::string, ObjectId>> pending = {{"", root}};
  while (!pending.empty()) {
    const auto [folder, id] = std::move(pending.back());
    pending.pop_back();
    limit.step();
    const LoadedTree tree = loader.load(id, folder);
    for (const TreeEntry& entry : tree.entries) {
      limit.step();
      std::string path = join(folder, entry.name);
      if (is_tree(entry)) {
        pending.emplace_back(std::move(path), entry.id);
      } else {
        flat.push_back({std::move(path), state_of(entry)});
      }
    }
  }
  std::stable_sort(
      flat.begin(), flat.end(),
      [](const FlatEntry& a, const FlatEntry& b) { return a.path < b.path; });
  return flat;
}

}  // namespace

TreeDiff diff_trees(const ObjectId& before, const ObjectId& after,
                    std::size_t id_size, ObjectReader& reader,
                    std::size_t max_steps) {
  return TreeDiffer(id_size, reader, max_steps).run(before, after);
}

TreeDiff diff_tree_to_index(const ObjectId& before,
                            const std::vector<IndexEntry>& index,
                            std::size_t id_size, ObjectReader& reader,
                            std::size_t max_steps) {
  TreeDiff diff;
  TreeLoader loader(id_size, reader, diff.unread);
  std::vector<FlatEntry> old_entries =
      flatten(before, loader, StepLimit(max_steps));
  sort_unread(diff.unread);
  std::vector<const IndexEntry*> staged;
  staged.reserve(index.size());
  for (const IndexEntry& entry : index) {
    if (entry.stage == 0 && !entry.intent_to_add) staged.push_back(&entry);
  }
  const auto by_path = [](const IndexEntry* a, const IndexEntry* b) {
    return a->path < b->path;
  };
  if (!std::is_sorted(staged.begin(), staged.end(), by_path)) {
    std::stable_sort(staged.begin(), staged.end(), by_path);
  }

  const auto add = [&](const std::string& path,
                       const std::optional<EntryState>& old_state,
                       const IndexEntry* entry) {
    std::optional<EntryState> state;
    if (entry != nullptr) state = EntryState{entry->mode, entry->id};
    if (old_state != state) diff.changes.push_back({path, old_state, state});
  };
  auto next = staged.begin();
  for (const FlatEntry& old_entry : old_entries) {
    while (next != staged.end() && (*next)->path < old_entry.path) {
      add((*next)->path, std::nullopt, *next);
      ++next;
    }
    const bool is_staged =
        next != staged.end() && (*next)->path == old_entry.path;
    add(old_entry.path, old_entry.state, is_staged ? *next : nullptr);
    if (is_staged) ++next;
  }
  for (; next != staged.end(); ++next) {
    add((*next)->path, std::nullopt, *next);
  }
  return diff;
}

std::optional<EntryState> find_entry(const ObjectId& tree,
                                     std::string_view path, std::size_t id_size,
                                     ObjectReader& reader) {
  ObjectId id = tree;
  while (!id.is_null()) {
    std::vector<UnreadTree> unread;
    const LoadedTree loaded = TreeLoader(id_size, reader, unread).load(id, "");
    if (!unread.empty()) {
      throw Error(ErrorKind::kInput, unread.front().detail)
          .in(fmt::format("tree {}", id.hex()));
    }
    const std::size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    const bool last = slash == std::string_view::npos;
    const auto entry = std::find_if(
        loaded.entries.begin(), loaded.entries.end(),
        [&](const TreeEntry& candidate) {
          return candidate.name == name && (last || is_tree(candidate));
        });
    if (entry == loaded.entries.end()) return std::nullopt;
    if (last) return state_of(*entry);
    id = entry->id;
    path.remove_prefix(slash + 1);
  }
  return std::nullopt;
}

}  // namespace gitward

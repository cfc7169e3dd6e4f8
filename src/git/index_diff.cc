// The tree's folders are walked from the root; the entries of the index that
// belong to a folder are a range of positions, because they are sorted as the
// flattened tree is. A folder is passed over if the cache-tree has its id, and
// then its entries are counted off, once it is sure that they are those.
#include "git/index_diff.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "git/tree_loading.h"

namespace gitward {
namespace {

constexpr std::uint32_t kNotCached = UINT32_MAX;

// A folder that is still to be compared.
struct PendingFolder {
  std::string path;  // Empty for the root.
  ObjectId tree;     // Null: the index alone has it.
  // Its entries of the index.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t cached = kNotCached;  // Its position in the cache-tree.
};

// An entry's name within its folder, or the subfolder that it is in.
struct IndexName {
  std::string_view name;
  bool is_folder = false;
};

bool is_sorted_tree(const std::vector<TreeEntry>& entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string_view name = entries[i].name;
    if (name.empty() || name.find('/') != std::string_view::npos) return false;
    if (i > 0 && compare_names(entries[i - 1], entries[i]) >= 0) return false;
  }
  return true;
}

ByteView raw_bytes(const ObjectId& id) {
  return {reinterpret_cast<const char*>(id.bytes().data()), id.bytes().size()};
}

// The direct subfolders of one folder of the cache-tree, by name. (The file
// has them by length first.)
class CachedChildren {
 public:
  CachedChildren(const std::vector<CachedTree>& trees, std::uint32_t parent) {
    if (parent == kNotCached) return;
    for (std::uint32_t at = parent + 1; at < trees[parent].end;
         at = trees[at].end) {
      children_.emplace_back(trees[at].name, at);
    }
    std::sort(children_.begin(), children_.end());
  }

  std::uint32_t find(std::string_view name) const {
    const auto found =
        std::lower_bound(children_.begin(), children_.end(), name,
                         [](const Child& child, std::string_view key) {
                           return child.first < key;
                         });
    return found != children_.end() && found->first == name ? found->second
                                                            : kNotCached;
  }

 private:
  using Child = std::pair<std::string_view, std::uint32_t>;
  std::vector<Child> children_;
};

class IndexDiffer {
 public:
  IndexDiffer(const IndexFile& index, std::size_t id_size, ObjectReader& reader,
              std::size_t max_steps)
      : index_(index),
        loader_(id_size, reader, diff_.unread),
        limit_(max_steps) {}

  std::optional<TreeDiff> run(const ObjectId& before) {
    const bool cached = !index_.cached_trees().empty();
    // Not passed over even if its id is the tree's: git compares what lies
    // directly in it, too.
    pending_.push_back({"", before, 0, index_.size(), cached ? 0 : kNotCached});
    while (!pending_.empty()) {
      const PendingFolder folder = std::move(pending_.back());
      pending_.pop_back();
      if (!compare(folder)) return std::nullopt;
    }
    std::sort(diff_.changes.begin(), diff_.changes.end(),
              [](const EntryChange& a, const EntryChange& b) {
                return a.path < b.path;
              });
    sort_unread(diff_.unread);
    return std::move(diff_);
  }

 private:
  // False if it can't be done.
  bool compare(const PendingFolder& folder) {
    limit_.step();
    const LoadedTree tree = loader_.load(folder.tree, folder.path);
    if (!is_sorted_tree(tree.entries)) return false;
    const CachedChildren cached(index_.cached_trees(), folder.cached);
    const std::size_t prefix = folder.path.empty() ? 0 : folder.path.size() + 1;
    auto entry = tree.entries.begin();
    std::uint32_t at = folder.begin;
    while (entry != tree.entries.end() || at != folder.end) {
      limit_.step();
      const IndexName name =
          at != folder.end ? name_at(at, prefix) : IndexName();
      if (at != folder.end && name.name.empty()) return false;
      const int order = at == folder.end ? -1
                        : entry == tree.entries.end()
                            ? 1
                            : compare_to(*entry, name);
      const TreeEntry* const old_entry = order <= 0 ? &*entry : nullptr;
      std::uint32_t next = at;
      if (order >= 0) {
        next = name.is_folder ? folder_end(at, folder.end, prefix, name.name)
                              : at + 1;
        // A conflict: entries of one path.
        while (!name.is_folder && next != folder.end &&
               index_.path(next) == index_.path(at)) {
          ++next;
        }
      }
      const bool in_folder = order >= 0 ? name.is_folder : is_tree(*entry);
      if (!in_folder) {
        compare_files(folder.path, old_entry, at, next);
      } else {
        const std::string_view own = order >= 0 ? name.name : entry->name;
        PendingFolder below{join(folder.path, own),
                            old_entry != nullptr ? old_entry->id : ObjectId(),
                            at, next, cached.find(own)};
        const Trust trust = is_unchanged(below);
        if (trust == Trust::kContradiction) return false;
        if (trust == Trust::kNo) pending_.push_back(std::move(below));
      }
      if (order <= 0) ++entry;
      at = next;
    }
    return true;
  }

  IndexName name_at(std::uint32_t position, std::size_t prefix) const {
    const std::string_view rest = index_.path(position).substr(prefix);
    const std::size_t slash = rest.find('/');
    return {rest.substr(0, slash), slash != std::string_view::npos};
  }

  static int compare_to(const TreeEntry& entry, const IndexName& name) {
    TreeEntry other;
    other.mode = name.is_folder ? 0040000 : 0100644;
    other.name = name.name;
    return compare_names(entry, other);
  }

  // Where the entries of a subfolder end, the first of which is at `begin`:
  // near, as a rule, so it is looked for in growing steps.
  std::uint32_t folder_end(std::uint32_t begin, std::uint32_t limit,
                           std::size_t prefix, std::string_view name) const {
    const auto inside = [&](std::uint32_t position) {
      const std::string_view rest = index_.path(position).substr(prefix);
      return rest.size() > name.size() && rest.starts_with(name) &&
             rest[name.size()] == '/';
    };
    std::uint32_t low = begin;  // Inside.
    std::uint32_t step = 1;
    while (step < limit - low && inside(low + step)) {
      low += step;
      step *= 2;
    }
    std::uint32_t high = step < limit - low ? low + step : limit;
    while (high - low > 1) {
      const std::uint32_t middle = low + (high - low) / 2;
      (inside(middle) ? low : high) = middle;
    }
    return high;
  }

  enum class Trust { kYes, kNo, kContradiction };

  Trust is_unchanged(const PendingFolder& folder) const {
    if (folder.cached == kNotCached || folder.tree.is_null()) return Trust::kNo;
    const CachedTree& cached = index_.cached_trees()[folder.cached];
    if (!cached.valid || cached.raw_id != raw_bytes(folder.tree)) {
      return Trust::kNo;
    }
    const auto& unrecorded = index_.unrecorded();
    const auto first =
        std::lower_bound(unrecorded.begin(), unrecorded.end(), folder.begin);
    const bool recorded = first == unrecorded.end() || *first >= folder.end;
    return recorded && cached.entries == folder.end - folder.begin
               ? Trust::kYes
               : Trust::kContradiction;
  }

  // One path: `entry` if the tree has it, and the index's entries of it.
  void compare_files(const std::string& folder, const TreeEntry* entry,
                     std::uint32_t begin, std::uint32_t end) {
    EntryChange change;
    if (entry != nullptr) change.before = state_of(*entry);
    if (begin != end && index_.stage(begin) == 0 &&
        !index_.intent_to_add(begin)) {
      change.after = EntryState{index_.mode(begin), index_.id(begin)};
    }
    if (change.before == change.after) return;
    change.path = entry != nullptr ? join(folder, entry->name)
                                   : std::string(index_.path(begin));
    diff_.changes.push_back(std::move(change));
  }

  const IndexFile& index_;
  TreeDiff diff_;
  TreeLoader loader_;
  StepLimit limit_;
  std::vector<PendingFolder> pending_;
};

}  // namespace

std::optional<TreeDiff> diff_tree_to_index_file(const ObjectId& before,
                                                const IndexFile& index,
                                                std::size_t id_size,
                                                ObjectReader& reader,
                                                std::size_t max_steps) {
  return IndexDiffer(index, id_size, reader, max_steps).run(before);
}

}  // namespace gitward

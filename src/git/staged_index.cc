#include "git/staged_index.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "git/index_diff.h"

namespace gitward {
namespace {

class ListedIndex : public StagedIndex {
 public:
  ListedIndex(std::vector<IndexEntry> entries, std::size_t id_size)
      : entries_(std::move(entries)), id_size_(id_size) {}

  TreeDiff difference_from(const ObjectId& tree,
                           ObjectReader& reader) const override {
    return diff_tree_to_index(tree, entries_, id_size_, reader);
  }

  std::vector<IndexEntry> conflicts() const override {
    std::vector<IndexEntry> found;
    for (const IndexEntry& entry : entries_) {
      if (entry.stage > 0) found.push_back(entry);
    }
    return found;
  }

  bool has(const std::string& path) const override {
    const auto at = [this](const std::string& wanted) {
      return std::lower_bound(
          entries_.begin(), entries_.end(), wanted,
          [](const IndexEntry& entry, const std::string& key) {
            return entry.path < key;
          });
    };
    const auto file = at(path);
    if (file != entries_.end() && file->path == path) return true;
    const auto inside = at(path + '/');
    return inside != entries_.end() && inside->path.starts_with(path + '/');
  }

 private:
  std::vector<IndexEntry> entries_;
  std::size_t id_size_;
};

IndexEntry entry_at(const IndexFile& index, std::uint32_t position) {
  IndexEntry entry;
  entry.path = index.path(position);
  entry.mode = index.mode(position);
  entry.id = index.id(position);
  entry.stage = index.stage(position);
  entry.intent_to_add = index.intent_to_add(position);
  return entry;
}

class MappedIndex : public StagedIndex {
 public:
  MappedIndex(MappedFile file, IndexFile index, std::size_t id_size)
      : file_(std::move(file)), index_(std::move(index)), id_size_(id_size) {}

  TreeDiff difference_from(const ObjectId& tree,
                           ObjectReader& reader) const override {
    auto diff = diff_tree_to_index_file(tree, index_, id_size_, reader);
    if (diff) return std::move(*diff);
    // An odd tree, or an odd cache-tree: the entries alone are the truth, if
    // they are what was written.
    require_undamaged(file_.bytes(), id_size_,
                      "its cache-tree contradicts its entries");
    return diff_tree_to_index(tree, entries_of(index_), id_size_, reader);
  }

  std::vector<IndexEntry> conflicts() const override {
    std::vector<IndexEntry> found;
    for (const std::uint32_t position : index_.unrecorded()) {
      if (index_.stage(position) > 0) {
        found.push_back(entry_at(index_, position));
      }
    }
    return found;
  }

  bool has(const std::string& path) const override {
    const auto at = [this](const std::string& wanted) -> std::string_view {
      const std::uint32_t position = index_.lower_bound(wanted);
      return position < index_.size() ? index_.path(position)
                                      : std::string_view();
    };
    return at(path) == path || at(path + '/').starts_with(path + '/');
  }

 private:
  MappedFile file_;
  IndexFile index_;
  std::size_t id_size_;
};

}  // namespace

std::unique_ptr<StagedIndex> listed_index(std::vector<IndexEntry> entries,
                                          std::size_t id_size) {
  return std::make_unique<ListedIndex>(std::move(entries), id_size);
}

std::unique_ptr<StagedIndex> mapped_index(MappedFile file, IndexFile index,
                                          std::size_t id_size) {
  return std::make_unique<MappedIndex>(std::move(file), std::move(index),
                                       id_size);
}

std::vector<IndexEntry> entries_of(const IndexFile& index) {
  std::vector<IndexEntry> entries;
  entries.reserve(index.size());
  for (std::uint32_t i = 0; i < index.size(); ++i) {
    entries.push_back(entry_at(index, i));
  }
  return entries;
}

void require_undamaged(ByteView bytes, std::size_t id_size,
                       std::string_view symptom) {
  if (index_checksum_holds(bytes, id_size) != false) return;
  throw Error(ErrorKind::kInput,
              fmt::format("the index is damaged: its checksum does not hold "
                          "({})",
                          symptom));
}

}  // namespace gitward

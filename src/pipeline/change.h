// A change: a commit, made or about to be made, against each of its parents.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "git/tree_diff.h"
#include "pipeline/comparison.h"
#include "pipeline/content.h"
#include "pipeline/gaps.h"

namespace gitward {

struct Entry {
  std::string path;
  EntryState state;

  friend bool operator==(const Entry&, const Entry&) = default;
};

// A file's bytes or a symlink's text: what a blob of this repository holds.
bool is_content(const EntryState& state);

// The entries in which a new side and one parent differ. Sorted by path.
struct Difference {
  ObjectId parent_tree;
  std::vector<Entry> before;
  std::vector<Entry> after;
};

// Invariant: at least one difference; without a parent it is the one from the
// empty tree.
struct Change {
  std::string commit;  // Hexadecimal; empty for what is not committed yet.
  std::vector<Difference> parents;
  // Entries that differ from every parent's. Sorted by path.
  std::vector<Entry> fresh;
  // What a list of entries can't tell: is there a file or folder at this
  // path on the new side?
  std::function<bool(const std::string& path, ObjectReader&)> exists_after;

  std::size_t skipped = 0;  // Fresh entries at paths not to be scanned.
  // Entries equal to one parent's, though not to another's.
  std::size_t inherited = 0;
};

// Builds a change from its raw differences. `also_after` are entries that the
// new side has besides (conflicted ones). Content at `skip_paths` is left out
// on both sides. What could not be read goes to `gaps`.
struct RawDifference {
  ObjectId parent_tree;  // Null: the empty tree.
  TreeDiff diff;
};
Change make_change(std::vector<RawDifference> raw,
                   const std::vector<Entry>& also_after,
                   const std::vector<std::string>& skip_paths, Gaps& gaps);

// Says what a change brings in. Safe to share between threads.
class ChangeJudge {
 public:
  ChangeJudge(const Scanner& scanner, ContentCache& cache, std::size_t id_size)
      : scanner_(scanner), cache_(cache), id_size_(id_size) {}

  // New findings in contents and in file names; gaps that the change brings
  // in, and those of old contents that were needed.
  std::vector<Place> judge(const Change& change, Gaps& gaps,
                           Worker& worker) const;

 private:
  std::vector<Place> judge_contents(const Change& change, Gaps& gaps,
                                    Worker& worker) const;
  void forget_old_gaps(const Change& change, Content& content,
                       Worker& worker) const;
  void read_old_side(const Change& change, std::size_t parent,
                     Comparison& comparison, Gaps& gaps, Worker& worker) const;
  std::vector<Place> judge_names(const Change& change, Worker& worker) const;
  std::vector<Place> name_places(const std::vector<Entry>& entries,
                                 const std::set<std::string_view>& known,
                                 Worker& worker) const;
  std::vector<Place> places_at(const Entry& entry, std::string_view commit,
                               Worker& worker) const;
  bool exists(const ObjectId& tree, const std::string& path,
              Worker& worker) const;

  const Scanner& scanner_;
  ContentCache& cache_;
  std::size_t id_size_;
};

}  // namespace gitward

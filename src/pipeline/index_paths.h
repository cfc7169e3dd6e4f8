// The paths of what no tree holds: those that it has in an index.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "git/repository.h"
#include "model/object_id.h"

namespace gitward {

// Calls `visit` with each component of a path, and the path up to its end.
template <class Visit>
void for_each_component(std::string_view path, Visit&& visit) {
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    visit(path.substr(begin, end - begin), path.substr(0, end));
    begin = end + 1;
  }
}

// Borrows all that it is given. Not thread-safe: what is asked for first is
// read then, because most runs ask for nothing.
class IndexPaths {
 public:
  // `index`: of the worktree that is scanned. `names`: those that can be asked
  // for.
  IndexPaths(const std::vector<IndexEntry>& index,
             const RepositoryLayout& layout,
             const std::unordered_set<std::string>& names)
      : index_(index), layout_(layout), asked_names_(names) {}

  // Of a blob: in this index, else in another worktree's; "" if in none that
  // can be read.
  std::string of(const ObjectId& blob);
  // Of a file's or a folder's name: the first path in this index that ends in
  // it, or else the name.
  std::string of(const std::string& name);

 private:
  const std::vector<IndexEntry>& index_;
  const RepositoryLayout& layout_;
  const std::unordered_set<std::string>& asked_names_;
  std::optional<std::unordered_map<ObjectId, std::string>> blobs_;
  std::optional<std::unordered_map<std::string, std::string>> names_;
};

}  // namespace gitward

// Which commits one set reaches and another does not, in topological order.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "git/repository.h"

namespace gitward {

struct CommitLinks {
  std::vector<ObjectId> parents;  // Empty at a shallow boundary.
  std::int64_t seconds = 0;       // Of the committer.
};

// Commits of the excluded side that are read beyond the point where all that is
// left belongs to it.
inline constexpr std::size_t kWalkSlack = 128;

// The commits reachable from `include` and not from `exclude`, each once:
// parents before children, else the older first, else by id. `links_of` is
// asked at most once for each commit that is met, and throws if it can't say.
//
// The youngest commits are read first, and the walk ends where everything that
// is left is excluded and older than what is listed, so its cost is that of
// the difference. That is exact unless commits are dated before their parents.
// Then a commit that `exclude` reaches only through such ones, more than
// kWalkSlack commits further, is listed all the same, as git lists it (which
// looks 5 commits further): more is looked at, never less.
std::vector<ObjectId> walk_commits(
    const std::vector<ObjectId>& include, const std::vector<ObjectId>& exclude,
    const std::function<CommitLinks(const ObjectId&)>& links_of);

}  // namespace gitward

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

// The commits reachable from `include` and not from `exclude`, each once:
// parents before children, else the older first, else by id. `links_of` is
// asked once for each commit that is met and throws if it can't say.
//
// Exact whatever the commits' dates are: all that `exclude` reaches is walked.
// (git and libgit2 stop by date, and with a skewed clock list commits that the
// excluded side has.)
std::vector<ObjectId> walk_commits(
    const std::vector<ObjectId>& include, const std::vector<ObjectId>& exclude,
    const std::function<CommitLinks(const ObjectId&)>& links_of);

}  // namespace gitward

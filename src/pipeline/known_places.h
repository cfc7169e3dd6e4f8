// Where things lie, kept from one run of `history --cache` to the next: old
// commits are not looked at again, new ones only where their trees differ from
// their parents'.
//
// What makes it exact: a thing's first commit, in whatever order, is one whose
// parents don't have it at that path. For each thing and path all such commits
// are kept, and new commits can only add to them. All else that could change
// what old trees tell (an object that was missing and is there now, a reference
// to a tree, trees that no commit has) makes the run look at all trees.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "git/repository.h"
#include "pipeline/object_sweep.h"
#include "pipeline/provenance.h"
#include "pipeline/sweep_cache.h"
#include "pipeline/tree_places.h"

namespace gitward {

// What tips name that is no commit, sorted, each once.
std::vector<ObjectId> others_of(const std::vector<Tip>& tips);

// What is worth keeping of a run that looked at all trees; nothing if that
// would be too much. `trees`: of each commit. Objects go by their numbers in
// the sweep's links.
std::optional<CachedPlaces> known_places(const Sweep& sweep,
                                         const CommitGraph& graph,
                                         const std::vector<Tip>& tips,
                                         const TreePlaces& places,
                                         const Scanner& scanner,
                                         const RunOptions& options);

// The sightings of everything that can be in a report. Adds those blobs to the
// sweep that have a new place. Nothing if all trees are to be looked at.
// Requires: sweep.earlier; the graph is of its commits and the sweep's, `rank`
// their places in history order.
std::optional<std::vector<Sighting>> update_places(
    Sweep& sweep, const CommitGraph& graph, std::span<const std::uint32_t> rank,
    const std::vector<Tip>& tips, const RunOptions& options,
    ObjectReader& reader);

}  // namespace gitward

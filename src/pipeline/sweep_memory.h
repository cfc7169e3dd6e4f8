// Between a sweep and its cache.
#pragma once

#include <optional>
#include <string>

#include "pipeline/object_sweep.h"
#include "pipeline/sweep_cache.h"

namespace gitward {

// Writes the cache. Requires: the sweep did without an earlier one's places,
// and the graph is of its commits. Throws Error(kInput).
void keep_sweep(const CachePlace& cache, const std::string& key,
                const Sweep& all, const CommitGraph& graph,
                std::optional<CachedPlaces> places);

// Of all its commits, and of the earlier one's that it builds upon.
CommitGraph graph_of(const Sweep& sweep);
bool is_commit(const ObjectId& id, const Sweep& sweep);

// Requires: `noted.told`.
ContentPtr told_content(const CachedSweep::Noted& noted);

}  // namespace gitward

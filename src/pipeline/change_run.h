// What `staged` and `range` share: contents scanned once per run, on all
// threads, and counted.
#pragma once

#include <unordered_set>
#include <vector>

#include "pipeline/change.h"
#include "pipeline/content.h"
#include "pipeline/pipeline.h"
#include "pipeline/workers.h"

namespace gitward {

class ChangeRun {
 public:
  ChangeRun(const Scanner& scanner, const RunOptions& options, Workers& workers,
            std::size_t id_size)
      : cache_(scanner, options),
        judge_(scanner, cache_, id_size),
        options_(options),
        workers_(workers) {}

  // Scans the fresh contents of the changes that were not scanned before.
  void scan(const std::vector<const Change*>& changes, ScanReport& report);
  // The same for single blobs.
  void scan(const std::vector<ObjectId>& blobs, ScanReport& report);

  ContentCache& cache() { return cache_; }
  const ChangeJudge& judge() const { return judge_; }

 private:
  ContentCache cache_;
  ChangeJudge judge_;
  const RunOptions& options_;
  Workers& workers_;
  std::unordered_set<ObjectId> seen_;
  std::unordered_set<ObjectId> submodules_;
};

// The tree of a commit; null, with a gap, if it can't be known: then nothing
// is taken for old.
ObjectId tree_of(const ObjectId& commit, Gaps& gaps, Worker& worker);

}  // namespace gitward

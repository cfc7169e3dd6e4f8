// One pass over stored objects: contents are scanned, and of commits, trees and
// tags is kept what attribution needs. Blobs come before trees, so that of a
// tree's entries only those that matter have to be kept.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "git/repository.h"
#include "model/report.h"
#include "pipeline/commit_graph.h"
#include "pipeline/content.h"
#include "pipeline/pipeline.h"
#include "pipeline/tree_links.h"
#include "pipeline/workers.h"

namespace gitward {

class ObjectStore;
struct CachedSweep;

// What the pass has seen. The lists are sorted by id.
struct Sweep {
  struct Tagged {
    ObjectId id;
    ObjectId target;
  };
  struct Scanned {
    ObjectId id;
    ContentPtr content;
  };
  struct Unread {
    ObjectId id;
    std::string_view kind;  // "blob", "commit", …: what was expected.
    Trouble trouble;
  };

  std::vector<CommitNode> commits;
  std::vector<Tagged> tags;
  std::vector<Scanned> blobs;     // Those with something in them.
  std::vector<TextObject> texts;  // Commits and tags, likewise.
  std::vector<Unread> unread;
  TreeLinks links;  // To subtrees, and to what `blobs`, `unread`, `names` list.
  // Names of tree entries with something in them. Sorted.
  std::vector<std::pair<std::string, ContentPtr>> names;
  std::unordered_set<ObjectId> submodules;
  std::uint64_t lfs_pointers = 0;
  Coverage coverage;
  bool ends = false;  // At a shallow boundary.
  // Objects that an earlier sweep read and found nothing in; and why this
  // one's memory could not be kept, if it could not.
  std::size_t remembered = 0;
  std::optional<Trouble> cache_trouble;

  // What an earlier sweep knew, if its places tell where things lie: then
  // `commits` and `links` are only of what is new, and `blobs` lacks what an
  // earlier run found to be in no report.
  std::shared_ptr<const CachedSweep> earlier;
  std::shared_ptr<const void> memory;  // What `links` points into.
  // What this sweep saw is worth keeping for the next one, under this key.
  std::optional<std::string> key_to_keep;
};

struct SweepRequest {
  // Swept; all that they hold is stored.
  const ObjectStore* packs = nullptr;
  // Stored besides.
  std::vector<ObjectId> stored;
  // Wanted, stored or not.
  std::vector<ObjectId> roots;
  // Where an earlier sweep's memory is and this one's is put. Of use only if
  // everything stored is named.
  std::optional<CachePlace> cache;
  // Whether the places that an earlier sweep knew are good enough.
  bool use_places = true;
};

// Reads all that is asked for and everything that it leads to. So with all
// stored objects given, what is still to be followed are exactly the
// references to objects that may be missing.
//
// Packs are read in storage order, families of deltas at a time and of each
// content only what is new in it; all else, and what can't be read that way,
// one by one through the repository. The result is the same; GITWARD_SWEEP=all
// (every byte of each content) and GITWARD_SWEEP=none (all objects one by one)
// are for the tests that prove it. With GITWARD_SWEEP_STATISTICS set, a line on
// stderr tells how many of the candidates were inherited through deltas, and
// what the first eight bytes of the ids that were read add up to; and another
// one, if an earlier run's places were good enough.
Sweep sweep_objects(const Repository& repository, const Scanner& scanner,
                    const RunOptions& options, Workers& workers,
                    const SweepRequest& request);

}  // namespace gitward

#include "pipeline/change_run.h"

#include <algorithm>

namespace gitward {
namespace {

// Contents between two calls of RunOptions::progress.
constexpr std::size_t kBatch = 4096;

}  // namespace

ObjectId tree_of(const ObjectId& commit, Gaps& gaps, Worker& worker) {
  ReadObject read = read_object(commit, ObjectType::kCommit, worker.reader());
  ObjectId tree;
  if (read.object) {
    read.trouble = attempt(GapReason::kCorrupt, [&] {
      tree = parse_commit(read.object->bytes).tree;
    });
  }
  if (read.trouble) {
    gaps.add(*read.trouble, commit, "", describe("commit", commit, ""));
  }
  return tree;
}

void ChangeRun::scan(const std::vector<const Change*>& changes,
                     ScanReport& report) {
  std::vector<ObjectId> blobs;
  for (const Change* change : changes) {
    if (change->skipped > 0) report.outside["baseline"] += change->skipped;
    for (const Entry& entry : change->fresh) {
      if (is_content(entry.state)) {
        blobs.push_back(entry.state.id);
      } else if (submodules_.insert(entry.state.id).second) {
        ++report.outside["submodule"];
      }
    }
  }
  scan(blobs, report);
}

void ChangeRun::scan(const std::vector<ObjectId>& blobs, ScanReport& report) {
  std::vector<ObjectId> unseen;
  for (const ObjectId& id : blobs) {
    if (seen_.insert(id).second) unseen.push_back(id);
  }
  for (std::size_t begin = 0; begin < unseen.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, unseen.size() - begin);
    std::vector<Blob> scanned(count);
    workers_.for_each(count, [&](Worker& worker, std::size_t i) {
      scanned[i] = cache_.blob(unseen[begin + i], worker);
    });
    for (const Blob& blob : scanned) {
      if (blob.content && blob.content->trouble) continue;
      ++report.coverage.blobs;
      report.coverage.bytes += blob.size;
      report.coverage.members += blob.members;
      if (blob.lfs_pointer) ++report.outside["lfs-pointer"];
    }
    if (options_.progress) options_.progress(report.coverage);
  }
}

}  // namespace gitward

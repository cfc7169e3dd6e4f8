// `gitward staged`: the index against every parent of the commit to be made.
#include <memory>

#include <fmt/format.h>

#include "base/text.h"
#include "git/staged_index.h"
#include "pipeline/change.h"
#include "pipeline/change_run.h"
#include "pipeline/pipeline.h"

namespace gitward {
namespace {

// Both sides of each conflict: what is in the work tree of it can become
// either. They can't be committed, but can be asked about.
std::vector<Entry> conflicted(const StagedIndex& index) {
  std::vector<Entry> entries;
  for (const IndexEntry& entry : index.conflicts()) {
    if (entry.stage >= 2) {
      entries.push_back({entry.path, {entry.mode, entry.id}});
    }
  }
  return entries;
}

}  // namespace

ScanReport run_staged(const Repository& repository, const Scanner& scanner,
                      const RunOptions& options) {
  ScanReport report;
  report.command = "staged";
  Gaps gaps;
  Workers workers(&repository, options.threads);
  const std::size_t id_size = repository.layout().id_size;

  const std::unique_ptr<StagedIndex> index = repository.staged_index();
  std::vector<ObjectId> trees;
  for (const ObjectId& parent : repository.parents_of_next_commit()) {
    trees.push_back(tree_of(parent, gaps, workers.own()));
  }
  if (trees.empty()) trees.emplace_back();  // HEAD is unborn.

  std::vector<RawDifference> raw;
  raw.reserve(trees.size());
  for (const ObjectId& tree : trees) {
    raw.push_back({tree, index->difference_from(tree, workers.own().reader())});
  }
  Change change =
      make_change(std::move(raw), conflicted(*index), options.skip_paths, gaps);
  change.exists_after = [&index](const std::string& path, ObjectReader&) {
    return index->has(path);
  };

  ChangeRun run(scanner, options, workers, id_size);
  run.scan({&change}, report);
  for (const Place& place : run.judge().judge(change, gaps, workers.own())) {
    report.findings.push_back(finding_of(scanner, place, ""));
  }
  if (trees.size() > 1 && change.inherited > 0) {
    report.notes.push_back(
        fmt::format("a merge: {} equal to a parent's not scanned",
                    count_of(change.inherited, "file")));
  }
  finish_report(report, gaps, scanner, options);
  return report;
}

}  // namespace gitward

// `gitward staged`: the index against every parent of the commit to be made.
#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.h"
#include "pipeline/change.h"
#include "pipeline/change_run.h"
#include "pipeline/pipeline.h"

namespace gitward {
namespace {

// Both sides of each conflict: what is in the work tree of it can become
// either. They can't be committed, but can be asked about.
std::vector<Entry> conflicted(const std::vector<IndexEntry>& index) {
  std::vector<Entry> entries;
  for (const IndexEntry& entry : index) {
    if (entry.stage >= 2) {
      entries.push_back({entry.path, {entry.mode, entry.id}});
    }
  }
  return entries;
}

// Is there a file at `path`, or a folder of that name?
bool index_has(const std::vector<IndexEntry>& index, const std::string& path) {
  const auto at = [&](const std::string& wanted) {
    return std::lower_bound(
        index.begin(), index.end(), wanted,
        [](const IndexEntry& entry, const std::string& key) {
          return entry.path < key;
        });
  };
  const auto file = at(path);
  if (file != index.end() && file->path == path) return true;
  const auto inside = at(path + '/');
  return inside != index.end() && inside->path.starts_with(path + '/');
}

}  // namespace

ScanReport run_staged(const Repository& repository, const Scanner& scanner,
                      const RunOptions& options) {
  ScanReport report;
  report.command = "staged";
  Gaps gaps;
  Workers workers(&repository, options.threads);
  const std::size_t id_size = repository.layout().id_size;

  const std::vector<IndexEntry> index = repository.index();
  std::vector<ObjectId> trees;
  for (const ObjectId& parent : repository.parents_of_next_commit()) {
    trees.push_back(tree_of(parent, gaps, workers.own()));
  }
  if (trees.empty()) trees.emplace_back();  // HEAD is unborn.

  std::vector<RawDifference> raw;
  raw.reserve(trees.size());
  for (const ObjectId& tree : trees) {
    raw.push_back({tree, diff_tree_to_index(tree, index, id_size,
                                            workers.own().reader())});
  }
  Change change =
      make_change(std::move(raw), conflicted(index), options.skip_paths, gaps);
  change.exists_after = [&index](const std::string& path, ObjectReader&) {
    return index_has(index, path);
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

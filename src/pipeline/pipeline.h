// The runs: what is read, in what order, and what counts as new. Each takes
// open things and returns a ScanReport before the baseline is applied.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/container_walk.h"
#include "git/repository.h"
#include "model/report.h"
#include "scan/scanner.h"

namespace gitward {

// Where `history` keeps what it has seen.
struct CachePlace {
  std::filesystem::path file;
  std::string key;  // Of the program: another's file is not used.
};

struct RunOptions {
  unsigned threads = 0;  // 0: one per core. The report is the same for any.
  std::uint64_t max_blob_size = 0;  // Bytes; 0: no limit.
  // Archives in each other that are looked into; 0: none.
  unsigned max_archive_depth = kDefaultArchiveDepth;
  Confidence min_confidence = Confidence::kMedium;
  Severity min_severity = Severity::kLow;
  // Called now and then with what was done so far; may be empty.
  std::function<void(const Coverage&)> progress;
  // Repository paths whose content is never scanned: the baseline in use.
  std::vector<std::string> skip_paths;
  std::optional<CachePlace> cache;  // Of `history` without revisions.
};

// What `git commit` would record now, against every parent it would have.
ScanReport run_staged(const Repository& repository, const Scanner& scanner,
                      const RunOptions& options);

// Each of the commits reachable from `include` and not from `exclude`,
// against every parent, with the annotated tags among `include`.
struct Range {
  std::vector<ObjectId> include;
  std::vector<ObjectId> exclude;
};
ScanReport run_range(const Repository& repository, const Scanner& scanner,
                     const RunOptions& options, const Range& range);

// Everything the repository stores, or what `revisions` reach.
ScanReport run_history(const Repository& repository, const Scanner& scanner,
                       const RunOptions& options,
                       const std::vector<ObjectId>& revisions);

// Files below the paths, and symlinks' texts. `root` is what reported paths
// are relative to.
struct DirectoryRequest {
  std::vector<std::filesystem::path> paths;
  std::filesystem::path root;
};
ScanReport run_dir(const Scanner& scanner, const RunOptions& options,
                   const DirectoryRequest& request);

// Container images: `docker save` archives and OCI layouts, each of their
// layers once. Throws Error(kUsage) for a path that is none.
ScanReport run_image(const Scanner& scanner, const RunOptions& options,
                     const DirectoryRequest& request);

// Standard input as one content, read from `descriptor`.
ScanReport run_stdin(const Scanner& scanner, const RunOptions& options,
                     int descriptor);

}  // namespace gitward

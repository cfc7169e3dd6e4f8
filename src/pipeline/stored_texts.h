// What a repository stores outside its objects: the names of references,
// reflogs and its own configuration.
#pragma once

#include <vector>

#include "git/repository.h"
#include "model/report.h"
#include "pipeline/gaps.h"
#include "pipeline/pipeline.h"
#include "pipeline/workers.h"

namespace gitward {

// Scans them and adds what was found to the report. Paths of files are
// relative to the common git directory: "logs/HEAD",
// "worktrees/NAME/logs/HEAD", "config".
void scan_stored_texts(const RepositoryLayout& layout,
                       const Repository::References& references,
                       const Scanner& scanner, Workers& workers,
                       ScanReport& report, Gaps& gaps);

}  // namespace gitward

// What every scanning command does around its run: open, load the policy,
// run, apply the baseline, present.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "cli/options.h"
#include "cli/policy.h"
#include "git/repository.h"
#include "pipeline/pipeline.h"

namespace gitward::cli {

// An open repository (or none) with the policy that holds in it.
struct Session {
  std::unique_ptr<Repository> repository;  // May be empty for dir and stdin.
  std::filesystem::path root;  // The work tree, or the git directory if bare.
  std::unique_ptr<Policy> policy;
};

// Throws Error(kUsage) if there is no repository.
Session open_session(const ScanOptions& options);

RunOptions run_options(const ScanOptions& options, const Policy& policy);

// Revokes allows that the policy does not know, applies the baseline and puts
// everything in order. `exists` as in BaselineContext.
void settle(const Session& session, ScanReport& report,
            std::function<bool(const std::string&)> exists);

// Whether a path is in the index; in any of the commits' trees; in the tree
// of any ref's tip; below the root. Each remembers what it has looked up.
using PathTest = std::function<bool(const std::string&)>;
PathTest path_in_index(const Repository& repository);
PathTest path_in_commits(const Repository& repository,
                         std::vector<ObjectId> commits);
PathTest path_at_tips(const Repository& repository);
PathTest path_below(const std::filesystem::path& root);

// What the paths that `gitward image` reports are relative to; `explain` too.
// Throws Error(kUsage) if one of them is not there.
std::filesystem::path image_root(const std::vector<std::string>& paths,
                                 const Session& session);

// Today's date in UTC, "YYYY-MM-DD": what expiry is compared with.
std::string today();

}  // namespace gitward::cli

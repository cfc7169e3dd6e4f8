// What decides which findings count: rules, configuration and baseline, and
// where they are read from.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "baseline/baseline.h"
#include "cli/options.h"
#include "git/repository.h"
#include "rules/rule_set.h"
#include "scan/scanner.h"

namespace gitward::cli {

inline constexpr std::string_view kConfigName = ".gitward.toml";

// Invariant: `scanner` uses `rules`; neither moves.
struct Policy {
  Policy(RuleSet loaded, ScanSettings settings, Baseline accepted)
      : rules(std::move(loaded)),
        scanner(rules, settings),
        baseline(std::move(accepted)) {}
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;
  ~Policy() = default;

  RuleSet rules;
  Scanner scanner;
  Baseline baseline;
  // The baseline's own path in the repository, which is not scanned; empty if
  // it is elsewhere.
  std::string baseline_path;
  // --policy-from: inline allows that this commit does not have don't count.
  std::optional<ObjectId> commit;
  // How deep these are looked for in archives.
  unsigned max_archive_depth = kDefaultArchiveDepth;
};

// The file that `baseline` commands write: --baseline, or the one at `root`.
std::filesystem::path baseline_file(const ScanOptions& options,
                                    const std::filesystem::path& root);

enum class PolicyUse { kScanning, kExamples };

// Reads what the options name; by default .gitward.toml and the baseline at
// the work tree's root, in a bare repository those of HEAD, with
// --policy-from those of that commit. Without a repository: at `root`.
// Rules have their examples only if these are what the policy is for.
// Throws Error(kConfig) and Error(kUsage).
std::unique_ptr<Policy> load_policy(const ScanOptions& options,
                                    const Repository* repository,
                                    const std::filesystem::path& root,
                                    PolicyUse use = PolicyUse::kScanning);

// Takes back inline allows that the policy's commit does not have at the same
// path: their findings become new again. Does nothing without --policy-from.
void revoke_unknown_allows(const Policy& policy, const Repository& repository,
                           ScanReport& report);

// The blob at `path` in the commit's tree, or nothing.
std::optional<std::string> read_from_commit(const Repository& repository,
                                            const ObjectId& commit,
                                            const std::string& path);

}  // namespace gitward::cli

// One function for each command. Each returns the exit status and throws
// Error for what keeps it from running at all.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "model/report.h"

namespace gitward::cli {

ExitStatus staged_command(const ScanOptions& options);
ExitStatus range_command(const ScanOptions& options, const RangeOptions& typed);
ExitStatus history_command(const ScanOptions& options,
                           const std::vector<std::string>& revisions);
ExitStatus image_command(const ScanOptions& options,
                         const std::vector<std::string>& paths);
ExitStatus dir_command(const ScanOptions& options,
                       const std::vector<std::string>& paths);
ExitStatus stdin_command(const ScanOptions& options);

ExitStatus explain_command(const ScanOptions& options,
                           const ExplainOptions& typed);

ExitStatus hook_command(const HookOptions& hook);

ExitStatus baseline_accept_command(const ScanOptions& options,
                                   const BaselineOptions& typed);
ExitStatus baseline_list_command(const ScanOptions& options);
ExitStatus baseline_prune_command(const ScanOptions& options,
                                  const BaselineOptions& typed);

ExitStatus rules_list_command(const ScanOptions& options,
                              const RulesOptions& typed);
ExitStatus rules_show_command(const ScanOptions& options,
                              const RulesOptions& typed);
ExitStatus rules_test_command(const ScanOptions& options,
                              const RulesOptions& typed);
ExitStatus rules_sample_command(const ScanOptions& options,
                                const RulesOptions& typed);

ExitStatus install_command(const ScanOptions& options,
                           const InstallOptions& install);
ExitStatus uninstall_command(const ScanOptions& options,
                             const InstallOptions& install);

}  // namespace gitward::cli

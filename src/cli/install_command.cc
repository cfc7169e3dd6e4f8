// install | uninstall.
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "install/install.h"

namespace gitward::cli {
namespace {

ExitStatus print(const HookResult& result) {
  for (const std::string& line : result.lines) {
    write_out(fmt::format("{}\n", line));
  }
  return ExitStatus::kClean;
}

gitward::HookOptions hook_options(const InstallOptions& install) {
  gitward::HookOptions options;
  options.dry_run = install.dry_run;
  return options;
}

std::unique_ptr<Repository> open_repository(const ScanOptions& options) {
  return Repository::open(
      options.repository
          ? std::optional<std::filesystem::path>(*options.repository)
          : std::nullopt);
}

}  // namespace

ExitStatus install_command(const ScanOptions& options,
                           const InstallOptions& install) {
  if (install.global) {
    return print(install_hooks_globally(hook_options(install)));
  }
  return print(install_hooks(*open_repository(options), hook_options(install)));
}

ExitStatus uninstall_command(const ScanOptions& options,
                             const InstallOptions& install) {
  if (install.global) {
    return print(uninstall_hooks_globally(hook_options(install)));
  }
  return print(
      uninstall_hooks(*open_repository(options), hook_options(install)));
}

}  // namespace gitward::cli

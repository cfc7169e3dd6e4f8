#include "install/hook_plan.h"

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward {

namespace fs = std::filesystem;

HookPlan::HookPlan(fs::path folder, fs::path program, Purpose purpose)
    : folder_(std::move(folder)),
      program_(std::move(program)),
      purpose_(purpose) {
  std::error_code ignored;
  const fs::file_status status = fs::status(folder_, ignored);
  if (fs::exists(status) && !fs::is_directory(status)) {
    throw Error(
        ErrorKind::kUsage,
        fmt::format("git looks for hooks in {}, which is no folder, so it runs "
                    "none: 'git config --show-origin core.hooksPath' says "
                    "where that is set",
                    visible(folder_.native())));
  }
}

void HookPlan::add(const std::string& name, std::string_view script) {
  using Step = HookFile::Step;
  HookFile file(folder_, name, script);
  const Step step = purpose_ == Purpose::kInstall ? file.plan_install(program_)
                                                  : file.plan_uninstall();
  changes_ = changes_ || (step != Step::kNothing && step != Step::kLeave);
  files_.push_back(std::move(file));
}

HookResult HookPlan::carry_out(bool dry_run) const {
  HookResult result;
  result.changed = changes_;
  if (changes_ && !dry_run && purpose_ == Purpose::kInstall) {
    std::error_code failed;
    fs::create_directories(folder_, failed);
    if (failed) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("can't create {}: {}", visible(folder_.native()),
                              failed.message()));
    }
  }
  for (const HookFile& file : files_) {
    if (!dry_run) file.perform();
    result.lines.push_back(file.describe(dry_run));
  }
  return result;
}

fs::path program_of(const HookOptions& options) {
  if (!options.program.empty()) return options.program;
  std::error_code failed;
  const fs::path running = fs::read_symlink("/proc/self/exe", failed);
  return failed ? fs::path() : running;
}

}  // namespace gitward

#include "install/install.h"

#include <algorithm>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/process.h"
#include "base/text.h"
#include "install/hook_file.h"
#include "install/hook_plan.h"
#include "install/hook_texts.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHooksPath = "core.hooksPath";

// Whose setting makes git look where it looks; empty without a setting.
std::string hooks_path_scope(const Repository& repository) {
  Command command;
  command.argv = {"git", "config", "--show-scope", "--get",
                  std::string(kHooksPath)};
  command.directory = repository.layout().git_dir;
  command.environment = {{"GIT_DIR", repository.layout().git_dir.native()},
                         {"LC_ALL", "C"}};
  const std::string answer = run_command(command).output;
  return answer.substr(0, answer.find('\t'));
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

// Part of what is checked out, so that a commit can change it.
bool is_in_work_tree(const Repository& repository, const fs::path& folder) {
  const RepositoryLayout& layout = repository.layout();
  const auto real = [](const fs::path& path) {
    std::error_code failed;
    const fs::path canonical = fs::weakly_canonical(path, failed);
    return failed ? path.lexically_normal() : canonical;
  };
  const fs::path place = real(folder);
  return layout.work_tree && is_inside(place, real(*layout.work_tree)) &&
         !is_inside(place, real(layout.git_dir)) &&
         !is_inside(place, real(layout.common_dir));
}

// Husky's own folder: its scripts run the file in the folder above that has
// their name, so a renamed one runs nothing, and they are made anew with each
// installation of the project's packages.
bool is_husky(const fs::path& folder) {
  return folder.filename() == "_" &&
         folder.parent_path().filename() == ".husky";
}

void check_setting(const Repository& repository) {
  const std::optional<std::string> setting =
      repository.config(std::string(kHooksPath));
  if (!setting) return;
  if (setting->empty()) {
    throw Error(ErrorKind::kUsage,
                "core.hooksPath is empty, so git runs no hooks: 'git config "
                "--show-origin core.hooksPath' says where that is set");
  }
  if (is_husky(repository.hooks_directory())) {
    throw Error(ErrorKind::kUsage,
                "husky owns this repository's hooks: add the line 'gitward "
                "hook pre-commit \"$@\"' to .husky/pre-commit, and 'gitward "
                "hook pre-push \"$@\"' to .husky/pre-push");
  }
}

bool is_for_all_repositories(const Repository& repository) {
  const std::string scope = hooks_path_scope(repository);
  return scope == "global" || scope == "system";
}

HookPlan plan_here(const Repository& repository, const HookOptions& options,
                   HookPlan::Purpose purpose) {
  const fs::path folder = repository.hooks_directory();
  // A script that is committed must not name a place on one machine.
  const fs::path program =
      is_in_work_tree(repository, folder) ? fs::path() : program_of(options);
  HookPlan plan(folder, program, purpose);
  for (const std::string_view hook : installed_hooks()) {
    plan.add(std::string(hook), hook_text(hook));
  }
  return plan;
}

}  // namespace

const std::vector<std::string_view>& installed_hooks() {
  static const std::vector<std::string_view> hooks = {"pre-commit", "pre-push"};
  return hooks;
}

HookResult install_hooks(const Repository& repository,
                         const HookOptions& options) {
  check_setting(repository);
  const fs::path folder = repository.hooks_directory();
  if (is_for_all_repositories(repository)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("core.hooksPath is set for all repositories, to "
                            "{}: 'gitward install --global' installs there",
                            visible(folder.native())));
  }
  HookPlan plan = plan_here(repository, options, HookPlan::Purpose::kInstall);
  HookResult result = plan.carry_out(options.dry_run);
  if (is_in_work_tree(repository, folder)) {
    result.lines.push_back(
        fmt::format("note: {} is part of the work tree: commit the hooks there "
                    "if every clone is to have them",
                    visible(folder.native())));
  }
  return result;
}

HookResult uninstall_hooks(const Repository& repository,
                           const HookOptions& options) {
  if (is_for_all_repositories(repository)) {
    throw Error(ErrorKind::kUsage,
                "core.hooksPath is set for all repositories: 'gitward "
                "uninstall --global' removes the hooks there");
  }
  return plan_here(repository, options, HookPlan::Purpose::kUninstall)
      .carry_out(options.dry_run);
}

}  // namespace gitward

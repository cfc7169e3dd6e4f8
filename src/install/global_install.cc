// One folder for all of a user's repositories.
//
// core.hooksPath replaces a repository's own hooks instead of adding to them.
// So gitward's own folder has, for each hook that is not gitward's, a script
// that runs the repository's; and for pre-commit and pre-push that same script
// stands where "the hook that was there before" would.
#include <array>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

#include "base/error.h"
#include "base/process.h"
#include "base/text.h"
#include "install/hook_plan.h"
#include "install/hook_texts.h"
#include "install/install.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

// Not among them: push-to-checkout and proc-receive, because git does
// something else once they are there; reference-transaction and
// post-index-change, because they would slow down every command.
constexpr std::array<const char*, 17> kForwarded = {
    "applypatch-msg",     "commit-msg",   "post-applypatch",
    "post-checkout",      "post-commit",  "post-merge",
    "post-receive",       "post-rewrite", "post-update",
    "pre-applypatch",     "pre-auto-gc",  "pre-merge-commit",
    "pre-rebase",         "pre-receive",  "prepare-commit-msg",
    "sendemail-validate", "update"};

CommandResult git_config(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"git", "config", "--global"});
  Command command;
  command.argv = std::move(arguments);
  command.environment = {{"LC_ALL", "C"}};
  return run_command(command);
}

// The user's setting; nothing without one.
std::optional<fs::path> global_hooks_path() {
  CommandResult result = git_config({"--path", "--get", "core.hooksPath"});
  if (result.status == 1) return std::nullopt;
  if (result.status != 0) {
    throw Error(ErrorKind::kUsage,
                fmt::format("can't read the global core.hooksPath: {}",
                            visible(trim_ascii(result.errors))));
  }
  if (!result.output.empty()) result.output.pop_back();  // The newline.
  const fs::path folder = result.output;
  if (!folder.is_absolute()) {
    throw Error(
        ErrorKind::kUsage,
        fmt::format("the global core.hooksPath, '{}', is another folder "
                    "in each repository: run 'gitward install' in each",
                    visible(folder.native())));
  }
  return folder;
}

void set_global_hooks_path(const std::optional<fs::path>& folder) {
  const CommandResult result =
      folder ? git_config({"core.hooksPath", folder->native()})
             : git_config({"--unset", "core.hooksPath"});
  if (result.status != 0) {
    throw Error(ErrorKind::kUsage,
                fmt::format("can't change the global core.hooksPath: {}",
                            visible(trim_ascii(result.errors))));
  }
}

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// The folder that gitward makes if the user has none.
fs::path own_folder() {
  const fs::path configured = variable("XDG_CONFIG_HOME");
  if (configured.is_absolute()) return configured / "git" / "gitward-hooks";
  const fs::path home = variable("HOME");
  if (!home.is_absolute()) {
    throw Error(ErrorKind::kUsage,
                "HOME is not set, so there is no place for "
                "global hooks");
  }
  return home / ".config" / "git" / "gitward-hooks";
}

void add_own_hooks(HookPlan& plan) {
  for (const std::string_view hook : installed_hooks()) {
    plan.add(std::string(hook), hook_text(hook));
  }
}

HookPlan forwarding_plan(const fs::path& folder, HookPlan::Purpose purpose) {
  HookPlan plan(folder, {}, purpose);
  for (const char* const hook : kForwarded) {
    plan.add(hook, forward_hook_text());
  }
  for (const std::string_view hook : installed_hooks()) {
    plan.add(std::string(hook) + ".before-gitward", forward_hook_text());
  }
  return plan;
}

}  // namespace

HookResult install_hooks_globally(const HookOptions& options) {
  using Purpose = HookPlan::Purpose;
  const std::optional<fs::path> set = global_hooks_path();
  const fs::path folder = set.value_or(own_folder());
  HookPlan hooks(folder, program_of(options), Purpose::kInstall);
  add_own_hooks(hooks);
  HookResult result;
  if (folder == own_folder()) {
    const HookResult forwarding =
        forwarding_plan(folder, Purpose::kInstall).carry_out(options.dry_run);
    result.changed = forwarding.changed;
  }
  const HookResult own = hooks.carry_out(options.dry_run);
  result.lines = own.lines;
  result.changed = result.changed || own.changed;
  if (!set) {
    if (!options.dry_run) set_global_hooks_path(folder);
    result.changed = true;
    result.lines.push_back(fmt::format("{} core.hooksPath to {}",
                                       options.dry_run ? "would set" : "set",
                                       visible(folder.native())));
  }
  if (folder == own_folder()) {
    result.lines.emplace_back(
        "note: each repository's own hooks go on running, except "
        "reference-transaction, post-index-change, push-to-checkout and "
        "proc-receive; one with its own core.hooksPath needs 'gitward "
        "install'");
  }
  return result;
}

HookResult uninstall_hooks_globally(const HookOptions& options) {
  using Purpose = HookPlan::Purpose;
  const std::optional<fs::path> set = global_hooks_path();
  const fs::path folder = set.value_or(own_folder());
  if (folder != own_folder()) {
    HookPlan hooks(folder, {}, Purpose::kUninstall);
    add_own_hooks(hooks);
    return hooks.carry_out(options.dry_run);
  }
  // The setting goes first: a folder that git uses must be whole.
  HookResult result;
  if (set) {
    if (!options.dry_run) set_global_hooks_path(std::nullopt);
    result.changed = true;
    result.lines.push_back(fmt::format(
        "{} core.hooksPath", options.dry_run ? "would unset" : "unset"));
  }
  // What stands for the hooks before gitward goes before gitward's, or it
  // would be put in their place.
  result.changed |= forwarding_plan(folder, Purpose::kUninstall)
                        .carry_out(options.dry_run)
                        .changed;
  HookPlan hooks(folder, {}, Purpose::kUninstall);
  add_own_hooks(hooks);
  result.changed |= hooks.carry_out(options.dry_run).changed;
  if (!result.changed) {
    result.lines.emplace_back("no global hooks are installed");
    return result;
  }
  std::error_code failed;
  if (!options.dry_run) fs::remove(folder, failed);
  result.lines.push_back(
      failed
          ? fmt::format("removed gitward's hooks from {}; other files are "
                        "there, so the folder stays",
                        visible(folder.native()))
          : fmt::format("{} {}", options.dry_run ? "would remove" : "removed",
                        visible(folder.native())));
  return result;
}

}  // namespace gitward

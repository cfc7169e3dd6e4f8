// Puts gitward's hooks where git looks for them, and takes them away again.
//
// A hook that is there already is kept as HOOK.before-gitward, and gitward's
// script runs it first. Uninstalling moves it back, bytes, mode and all.
// Everything that could refuse is looked at before anything is written; what
// can't be done throws Error(kUsage) that says why and what would help.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "git/repository.h"

namespace gitward {

struct HookOptions {
  // Only say what would be done.
  bool dry_run = false;
  // What the hooks run: an absolute path, as found on the PATH if it is gone.
  // Empty: the running program.
  std::filesystem::path program;
};

struct HookResult {
  std::vector<std::string> lines;  // For people: one for each hook, and notes.
  bool changed = false;            // Something was written, or would be.
};

// The hooks that gitward installs: "pre-commit", "pre-push".
const std::vector<std::string_view>& installed_hooks();

// In the one folder that git uses for this repository. It is an error if that
// folder is one for all repositories (core.hooksPath of the user or the
// system): the user has to say so.
HookResult install_hooks(const Repository& repository,
                         const HookOptions& options);
HookResult uninstall_hooks(const Repository& repository,
                           const HookOptions& options);

// In the user's global core.hooksPath. Without one, a folder of gitward's own
// is made and set, with scripts that run each repository's own hooks, which
// git itself would ignore from then on. Uninstalling undoes that too.
// Borrows nothing; reads HOME and XDG_CONFIG_HOME.
HookResult install_hooks_globally(const HookOptions& options);
HookResult uninstall_hooks_globally(const HookOptions& options);

}  // namespace gitward

// How every child process running `git` is started. Private to this folder.
//
// What a repository contains must not run a program, so each child carries:
// - no lazy fetching: in a partial clone `cat-file` would otherwise start
//   remote.<name>.uploadpack or core.sshCommand. GIT_NO_LAZY_FETCH says so to
//   git 2.39.4 and later; GIT_ALLOW_PROTOCOL with no protocol in it stops
//   older ones, and unlike protocol.allow no protocol.<name>.allow of the
//   repository overrides it. With no transport there is no credential helper,
//   askpass, proxy, ssh or remote helper either.
// - no fsmonitor, hooks or pager, and no editor or external diff;
// - no writing (optional locks), no prompt;
// - no replace refs and no grafts: what is stored is what is read;
// - no commit-graph: it may know commits that are not stored;
// - messages in English.
// Only plumbing is run, never what reads attributes: no filter, textconv or
// merge driver can apply.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/process.h"

namespace gitward {

class GitProgram {
 public:
  // Runs in `directory` with none of the variables by which git tells its
  // children about a repository; without one, here and with all of them.
  explicit GitProgram(std::optional<std::filesystem::path> directory)
      : directory_(std::move(directory)) {}

  Command command(const std::vector<std::string>& arguments) const;
  // For questions about the configuration itself: without the overrides of it
  // (nothing that these commands do can run a program).
  Command plain_command(const std::vector<std::string>& arguments) const;

  CommandResult run(const std::vector<std::string>& arguments,
                    ByteView input = {}) const;
  // Standard output. Throws Error(kInput) with what git said if it failed.
  std::string output(const std::vector<std::string>& arguments,
                     ByteView input = {}) const;
  // The first line of output, which may hold line ends of its own, without
  // the last newline; nothing if git exited 1 with nothing to say.
  std::optional<std::string> answer(
      const std::vector<std::string>& arguments) const;
  // The same, for plain_command().
  std::optional<std::string> plain_answer(
      const std::vector<std::string>& arguments) const;

  bool uses_environment() const { return !directory_; }

 private:
  std::optional<std::filesystem::path> directory_;
};

// One line of git's complaint, safe to print.
std::string first_complaint(const CommandResult& result);

}  // namespace gitward

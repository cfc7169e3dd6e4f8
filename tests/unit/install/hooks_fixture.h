// A repository, and a program in gitward's place that writes down how it was
// called and exits as it is told.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "install/install.h"
#include "support/catch.h"
#include "support/git_repo.h"

namespace gitward {

inline void write_program(const std::filesystem::path& path,
                          const std::string& body) {
  write_file_atomically(path, "#!/bin/sh\n" + body, 0755);
  std::filesystem::permissions(path, std::filesystem::perms(0755));
}

inline std::string content(const std::filesystem::path& path) {
  return read_file(path).value_or("(no file)");
}

inline unsigned mode_of(const std::filesystem::path& path) {
  return static_cast<unsigned>(std::filesystem::status(path).permissions()) &
         07777U;
}

class HooksFixture {
 public:
  HooksFixture() : log_(repo.beside("log")), status_(repo.beside("status")) {
    // A name that needs quoting.
    program = repo.beside("it's here") / "gitward";
    std::filesystem::create_directory(program.parent_path());
    write_program(program, "echo \"gitward $*\" >>" + log_.native() +
                               "\ncat >>" + log_.native() + "\nexit $(cat " +
                               status_.native() + ")\n");
    options.program = program;
    tell(0);
  }

  // The next calls of the program exit so.
  void tell(int status) const {
    write_file_atomically(status_, std::to_string(status) + "\n");
  }
  // What ran since the last look: arguments, then standard input.
  std::string log() const {
    const std::string text = read_file(log_).value_or("");
    std::filesystem::remove(log_);
    return text;
  }
  std::filesystem::path log_path() const { return log_; }

  std::filesystem::path hook(const std::string& name) const {
    return repo / ".git/hooks" / name;
  }
  HookResult install() const {
    return install_hooks(*Repository::open(repo.path()), options);
  }
  HookResult uninstall() const {
    return uninstall_hooks(*Repository::open(repo.path()), options);
  }
  // `git commit` with its hooks.
  CommandResult commit() {
    return repo.git.run({"commit", "-q", "--allow-empty", "-m", "x"});
  }

  GitRepo repo;
  std::filesystem::path program;
  HookOptions options;

 private:
  std::filesystem::path log_;
  std::filesystem::path status_;
};

// What an action throws, which must be Error(kUsage).
template <class Action>
std::string refusal_of(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kUsage);
    return error.what();
  }
  return "no error";
}

}  // namespace gitward

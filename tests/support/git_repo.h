// Real repositories for tests, made with the `git` program. Including this
// header isolates the whole test program from the machine: no GIT_* variable,
// no system or user configuration, a fixed identity, clock and locale.
//
// Needs the module `base` (run_command).
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/process.h"
#include "support/temporary_folder.h"

extern char** environ;

namespace git_repo_detail {

// Runs before main(), thus before libgit2 looks at HOME. A program that a test
// starts (GITWARD_TEST_KEEP_ENVIRONMENT) needs what git or the test gave it.
inline bool isolate() {
  if (::getenv("GITWARD_TEST_KEEP_ENVIRONMENT") != nullptr) return true;
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('='));
    if (name.substr(0, 4) == "GIT_" || name.substr(0, 8) == "GITHEAD_" ||
        name.substr(0, 8) == "GITWARD_") {
      names.emplace_back(name);
    }
  }
  for (const std::string& name : names) ::unsetenv(name.c_str());
  ::unsetenv("XDG_CONFIG_HOME");
  ::setenv("HOME", "/nonexistent/gitward-test-home", 1);
  ::setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
  ::setenv("LC_ALL", "C", 1);
  ::setenv("TZ", "UTC", 1);
  return true;
}
inline const bool kIsolated = isolate();

}  // namespace git_repo_detail

// A variable of this process's environment, restored when it goes.
class EnvironmentVariable {
 public:
  EnvironmentVariable(const std::string& name,
                      const std::optional<std::string>& value)
      : name_(name) {
    if (const char* old = ::getenv(name.c_str())) before_ = old;
    set(value);
  }
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;
  ~EnvironmentVariable() { set(before_); }

 private:
  void set(const std::optional<std::string>& value) {
    if (value) {
      ::setenv(name_.c_str(), value->c_str(), 1);
    } else {
      ::unsetenv(name_.c_str());
    }
  }

  std::string name_;
  std::optional<std::string> before_;
};

// The current directory of this process, restored when it goes.
class CurrentFolder {
 public:
  explicit CurrentFolder(const std::filesystem::path& path)
      : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(path);
  }
  CurrentFolder(const CurrentFolder&) = delete;
  CurrentFolder& operator=(const CurrentFolder&) = delete;
  ~CurrentFolder() {
    std::error_code ignored;
    std::filesystem::current_path(before_, ignored);
  }

 private:
  std::filesystem::path before_;
};

// Runs `git` with a fixed identity in `folder`; each commit made through the
// same instance is a minute younger than the one before. Failure of git is an
// exception with what it said.
class Git {
 public:
  explicit Git(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Standard output without its last newline.
  std::string operator()(const std::vector<std::string>& arguments,
                         std::string_view input = "") {
    const gitward::CommandResult result = run(arguments, input);
    if (result.status != 0) {
      std::string words = "git";
      for (const std::string& argument : arguments) words += " " + argument;
      throw std::runtime_error(words + ": " + result.errors + result.output);
    }
    std::string output = result.output;
    if (!output.empty() && output.back() == '\n') output.pop_back();
    return output;
  }

  // For commands that may fail.
  gitward::CommandResult run(const std::vector<std::string>& arguments,
                             std::string_view input = "") {
    gitward::Command command;
    command.argv = {"git", "-c", "protocol.file.allow=always"};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.directory = folder_;
    command.environment = environment();
    command.input = input;
    return gitward::run_command(command);
  }

  const std::filesystem::path& folder() const { return folder_; }
  // Seconds since 1970 of the next commit.
  void set_clock(long seconds) { clock_ = seconds; }
  // Added to the environment of each git from now on.
  void set_environment(const std::string& name, const std::string& value) {
    extra_[name] = value;
  }

 private:
  std::map<std::string, std::optional<std::string>> environment() {
    const std::string date = "@" + std::to_string(clock_) + " +0100";
    clock_ += 60;
    std::map<std::string, std::optional<std::string>> variables = {
        {"GIT_AUTHOR_NAME", "A U Thor"},
        {"GIT_AUTHOR_EMAIL", "author@example.com"},
        {"GIT_AUTHOR_DATE", date},
        {"GIT_COMMITTER_NAME", "C O Mitter"},
        {"GIT_COMMITTER_EMAIL", "committer@example.com"},
        {"GIT_COMMITTER_DATE", date},
        {"GIT_EDITOR", "true"},
    };
    for (const auto& [name, value] : extra_) variables[name] = value;
    return variables;
  }

  std::filesystem::path folder_;
  long clock_ = 1767312000;  // 2026-01-02T00:00:00Z.
  std::map<std::string, std::string> extra_;
};

// A fresh repository on branch `main`, in a temporary folder of its own or in
// a folder that somebody else removes.
class GitRepo {
 public:
  // For `git init`: GitRepo::Options{"--object-format=sha256"}.
  using Options = std::vector<std::string>;
  explicit GitRepo(const Options& options = {})
      : own_(std::in_place), path_(*own_ / "repo"), git(path_) {
    init(options);
  }
  explicit GitRepo(const std::filesystem::path& path,
                   const Options& options = {})
      : path_(path), git(path_) {
    init(options);
  }

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const {
    return path_ / name;
  }
  // A place beside the repository, for clones and worktrees.
  std::filesystem::path beside(std::string_view name) const {
    return path_.parent_path() / name;
  }

  // Writes a file of the work tree, with its folders.
  void write(std::string_view name, std::string_view content) {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!out.flush()) throw std::runtime_error("can't write " + file.string());
  }
  // Writes and stages it.
  void add(std::string_view name, std::string_view content) {
    write(name, content);
    git({"add", "-f", "--", std::string(name)});
  }
  // Commits what is staged, without hooks; gives the commit's id.
  std::string commit(const std::string& message = "A commit") {
    git({"commit", "-q", "--allow-empty", "--no-verify", "-m", message});
    return git({"rev-parse", "HEAD"});
  }
  std::string commit_file(std::string_view name, std::string_view content,
                          const std::string& message = "A commit") {
    add(name, content);
    return commit(message);
  }

 private:
  void init(const Options& options) {
    std::filesystem::create_directories(path_);
    std::vector<std::string> arguments = {"init", "-q", "-b", "main"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    git(arguments);
  }

  std::optional<TemporaryFolder> own_;
  std::filesystem::path path_;

 public:
  Git git;
};

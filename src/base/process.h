// Child processes: run to the end, output captured, no shell.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace gitward {

struct Command {
  std::vector<std::string> argv;    // argv[0] is looked up on the PATH.
  std::filesystem::path directory;  // Empty: the current one.
  // Added to the environment; nothing removes the variable.
  std::map<std::string, std::optional<std::string>> environment;
  ByteView input;  // Fed to standard input.
  // For a Conversation: what it writes to standard error is dropped instead
  // of being mixed with ours.
  bool discard_errors = false;
};

struct CommandResult {
  int status = 0;  // Exit status; 128 + n when signal n ended it.
  std::string output;
  std::string errors;  // What it wrote to standard error.
};

// Throws Error(kInput) if the program can't be started at all.
CommandResult run_command(const Command& command);

// A child that stays and is asked again and again (`git cat-file --batch`).
// Not thread-safe. The destructor closes its input and waits for it.
class Conversation {
 public:
  explicit Conversation(const Command& command);
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation();

  void send(ByteView bytes);
  // Up to and without the next newline. Throws Error(kInput) if it ended.
  std::string read_line();
  std::string read_exactly(std::size_t size);

 private:
  std::size_t fill();

  int pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string name_;
  std::string buffer_;
  std::size_t used_ = 0;
};

}  // namespace gitward

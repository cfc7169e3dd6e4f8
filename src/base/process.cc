#include "base/process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"

namespace gitward {
namespace {

[[noreturn]] void fail(const Command& command, std::string_view doing,
                       int code) {
  throw Error(ErrorKind::kInput,
              fmt::format("can't {} '{}': {}", doing, command.argv.at(0),
                          std::generic_category().message(code)));
}

// Both ends of a pipe; each is closed once.
struct Pipe {
  int read_end = -1;
  int write_end = -1;

  explicit Pipe(const Command& command) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(command, "start", errno);
    read_end = ends[0];
    write_end = ends[1];
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_read();
    close_write();
  }
  void close_read() {
    if (read_end >= 0) ::close(std::exchange(read_end, -1));
  }
  void close_write() {
    if (write_end >= 0) ::close(std::exchange(write_end, -1));
  }
};

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string name(text.substr(0, text.find('=')));
    if (command.environment.count(name) == 0) entries.emplace_back(text);
  }
  for (const auto& [name, value] : command.environment) {
    if (value) entries.push_back(name + "=" + *value);
  }
  return entries;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Starts the child; a negative `errors` leaves its standard error to ours.
pid_t spawn(const Command& command, int input, int output, int errors) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  if (errors >= 0) {
    posix_spawn_file_actions_adddup2(&actions, errors, 2);
  } else if (command.discard_errors) {
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  }
  if (!command.directory.empty()) {
    posix_spawn_file_actions_addchdir_np(&actions, command.directory.c_str());
  }
  std::vector<std::string> words = command.argv;
  std::vector<std::string> variables = environment_of(command);
  pid_t pid = -1;
  const int code =
      ::posix_spawnp(&pid, words.at(0).c_str(), &actions, nullptr,
                     pointers_to(words).data(), pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0) fail(command, "start", code);
  return pid;
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return 127;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// A write to a child that has gone must be an error, not our death.
void ignore_broken_pipes() {
  std::signal(SIGPIPE, SIG_IGN);
}

// Appends what can be read now; closes the end at the end of the stream.
void drain(int fd, std::string& into, bool& open) {
  std::array<char, 65536> block{};
  const ssize_t got = ::read(fd, block.data(), block.size());
  if (got > 0) {
    into.append(block.data(), static_cast<std::size_t>(got));
  } else if (got == 0 || errno != EINTR) {
    open = false;
  }
}

}  // namespace

CommandResult run_command(const Command& command) {
  ignore_broken_pipes();
  Pipe input(command);
  Pipe output(command);
  Pipe errors(command);
  const pid_t pid =
      spawn(command, input.read_end, output.write_end, errors.write_end);
  input.close_read();
  output.close_write();
  errors.close_write();
  ::fcntl(input.write_end, F_SETFL, O_NONBLOCK);

  CommandResult result;
  ByteView pending = command.input;
  bool output_open = true;
  bool errors_open = true;
  while (output_open || errors_open) {
    if (pending.empty()) input.close_write();
    std::array<pollfd, 3> polled{
        pollfd{output_open ? output.read_end : -1, POLLIN, 0},
        pollfd{errors_open ? errors.read_end : -1, POLLIN, 0},
        pollfd{input.write_end, POLLOUT, 0}};
    if (::poll(polled.data(), polled.size(), -1) < 0) {
      if (errno == EINTR) continue;
      fail(command, "read from", errno);
    }
    if (polled[0].revents != 0) {
      drain(output.read_end, result.output, output_open);
    }
    if (polled[1].revents != 0) {
      drain(errors.read_end, result.errors, errors_open);
    }
    if (polled[2].revents != 0) {
      const ssize_t sent =
          ::write(input.write_end, pending.data(), pending.size());
      if (sent >= 0) {
        pending.remove_prefix(static_cast<std::size_t>(sent));
      } else if (errno != EINTR && errno != EAGAIN) {
        pending = {};  // The child does not want the rest.
      }
    }
  }
  result.status = wait_for(pid);
  return result;
}

Conversation::Conversation(const Command& command) : name_(command.argv.at(0)) {
  ignore_broken_pipes();
  Pipe input(command);
  Pipe output(command);
  pid_ = spawn(command, input.read_end, output.write_end, -1);
  input_ = std::exchange(input.write_end, -1);
  output_ = std::exchange(output.read_end, -1);
}

Conversation::~Conversation() {
  ::close(input_);
  ::close(output_);
  wait_for(pid_);
}

void Conversation::send(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::write(input_, bytes.data(), bytes.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) {
      throw Error(ErrorKind::kInput,
                  fmt::format("'{}' stopped listening", name_));
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::size_t Conversation::fill() {
  if (used_ > 0) {
    buffer_.erase(0, used_);
    used_ = 0;
  }
  std::array<char, 65536> block{};
  for (;;) {
    const ssize_t got = ::read(output_, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      throw Error(ErrorKind::kInput,
                  fmt::format("'{}' ended before its answer did", name_));
    }
    buffer_.append(block.data(), static_cast<std::size_t>(got));
    return static_cast<std::size_t>(got);
  }
}

std::string Conversation::read_line() {
  std::size_t newline = 0;
  while ((newline = buffer_.find('\n', used_)) == std::string::npos) fill();
  std::string line = buffer_.substr(used_, newline - used_);
  used_ = newline + 1;
  return line;
}

std::string Conversation::read_exactly(std::size_t size) {
  while (buffer_.size() - used_ < size) fill();
  std::string bytes = buffer_.substr(used_, size);
  used_ += size;
  return bytes;
}

}  // namespace gitward

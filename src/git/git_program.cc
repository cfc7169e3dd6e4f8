#include "git/git_program.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward {
namespace {

// `git rev-parse --local-env-vars` of git 2.39 to 2.52.
constexpr std::array<const char*, 17> kLocalVariables = {
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_OBJECT_DIRECTORY",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
    "GIT_QUARANTINE_PATH",
};

constexpr std::array<const char*, 7> kOverrides = {
    "protocol.allow=never",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.commitGraph=false",
    "core.useReplaceRefs=false",
    "core.pager=cat",
    // /dev/null as a graft file is a graft file, of which git would warn.
    "advice.graftFileDeprecated=false",
};

std::string joined(const std::vector<std::string>& arguments) {
  std::string text = "git";
  for (const std::string& argument : arguments) {
    text += ' ';
    text += visible(argument);
  }
  return text;
}

std::optional<std::string> answer_of(
    const CommandResult& result, const std::vector<std::string>& arguments) {
  if (result.status == 1 && result.output.empty()) return std::nullopt;
  if (result.status != 0) {
    throw Error(ErrorKind::kInput,
                fmt::format("'{}' failed: {}", joined(arguments),
                            first_complaint(result)));
  }
  std::string answer = result.output;
  if (!answer.empty() && (answer.back() == '\n' || answer.back() == '\0')) {
    answer.pop_back();
  }
  return answer;
}

}  // namespace

std::string first_complaint(const CommandResult& result) {
  const std::string_view errors = result.errors;
  // What comes before "fatal:" are warnings.
  std::size_t begin =
      errors.starts_with("fatal: ") ? 0 : errors.find("\nfatal: ");
  if (begin == std::string_view::npos) begin = 0;
  std::string_view rest = trim_ascii(errors.substr(begin));
  for (const std::string_view prefix : {"fatal: ", "error: "}) {
    if (rest.starts_with(prefix)) rest.remove_prefix(prefix.size());
  }
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string complaint(rest.substr(0, end));
  if (complaint.ends_with(':')) {  // A list follows, one to a line.
    rest.remove_prefix(end);
    rest = trim_ascii(rest);
    complaint += ' ';
    complaint += rest.substr(0, rest.find('\n'));
  }
  return complaint.empty() ? fmt::format("exit status {}", result.status)
                           : visible(complaint);
}

Command GitProgram::plain_command(
    const std::vector<std::string>& arguments) const {
  Command command;
  command.argv = {"git", "--no-pager", "--no-replace-objects"};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  if (directory_) {
    command.directory = *directory_;
    for (const char* name : kLocalVariables) {
      command.environment[name] = std::nullopt;
    }
  }
  command.environment["GIT_NO_LAZY_FETCH"] = "1";
  command.environment["GIT_ALLOW_PROTOCOL"] = "";
  command.environment["GIT_OPTIONAL_LOCKS"] = "0";
  command.environment["GIT_TERMINAL_PROMPT"] = "0";
  command.environment["GIT_NO_REPLACE_OBJECTS"] = "1";
  command.environment["GIT_GRAFT_FILE"] = "/dev/null";
  command.environment["GIT_EDITOR"] = "false";
  command.environment["GIT_EXTERNAL_DIFF"] = std::nullopt;
  command.environment["GIT_NAMESPACE"] = std::nullopt;
  // With these, ":/" could mean a file of that name.
  for (const char* name : {"GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS",
                           "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"}) {
    command.environment[name] = std::nullopt;
  }
  command.environment["LC_ALL"] = "C";
  command.environment["LANGUAGE"] = std::nullopt;
  return command;
}

Command GitProgram::command(const std::vector<std::string>& arguments) const {
  std::vector<std::string> words;
  for (const char* setting : kOverrides) {
    words.emplace_back("-c");
    words.emplace_back(setting);
  }
  words.insert(words.end(), arguments.begin(), arguments.end());
  return plain_command(words);
}

CommandResult GitProgram::run(const std::vector<std::string>& arguments,
                              ByteView input) const {
  Command child = command(arguments);
  child.input = input;
  return run_command(child);
}

std::string GitProgram::output(const std::vector<std::string>& arguments,
                               ByteView input) const {
  CommandResult result = run(arguments, input);
  if (result.status != 0) {
    throw Error(ErrorKind::kInput,
                fmt::format("'{}' failed: {}", joined(arguments),
                            first_complaint(result)));
  }
  return std::move(result.output);
}

std::optional<std::string> GitProgram::answer(
    const std::vector<std::string>& arguments) const {
  return answer_of(run(arguments), arguments);
}

std::optional<std::string> GitProgram::plain_answer(
    const std::vector<std::string>& arguments) const {
  return answer_of(run_command(plain_command(arguments)), arguments);
}

}  // namespace gitward

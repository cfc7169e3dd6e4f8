#include "git/shared_reading.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "git/environment.h"
#include "git/private_references.h"

namespace gitward {

namespace fs = std::filesystem;

std::unordered_set<ObjectId> read_shallow_ids(const fs::path& common_dir,
                                              std::size_t id_size,
                                              bool from_environment) {
  fs::path file = common_dir / "shallow";
  if (from_environment) {
    file = variable("GIT_SHALLOW_FILE").value_or(file.native());
  }
  const auto ids = read_id_lines(file, id_size);
  if (!ids) return {};
  return {ids->begin(), ids->end()};
}

CommitLinks read_links(const ObjectId& id, const RepositoryLayout& layout,
                       ObjectReader& reader) {
  const std::optional<Object> object = reader.read(id);
  if (!object) {
    throw Error(ErrorKind::kInput,
                fmt::format("commit {} is missing, so the history is not whole",
                            id.hex()));
  }
  if (object->type != ObjectType::kCommit) {
    throw Error(ErrorKind::kInput,
                fmt::format("object {} is not the commit that the history "
                            "needs",
                            id.hex()));
  }
  try {
    Commit commit = parse_commit(object->bytes);
    CommitLinks links;
    links.seconds = commit.committer.seconds;
    if (layout.shallow.count(id) == 0) {
      links.parents = std::move(commit.parents);
    }
    return links;
  } catch (Error& error) {
    error.in(fmt::format("commit {}", id.hex()));
    throw;
  }
}

std::vector<ObjectId> peeled(const Repository& repository,
                             const std::vector<ObjectId>& ids,
                             ObjectReader& reader) {
  std::vector<ObjectId> commits;
  commits.reserve(ids.size());
  for (const ObjectId& id : ids) {
    const std::optional<ObjectId> commit =
        repository.peel_to_commit(id, reader);
    if (!commit) {
      throw Error(ErrorKind::kInput,
                  fmt::format("object {} is no commit", id.hex()));
    }
    commits.push_back(*commit);
  }
  return commits;
}

std::optional<std::string> read_config(const GitProgram& git,
                                       const std::string& key) {
  return git.plain_answer({"config", "--null", "--get", key});
}

fs::path ask_hooks_directory(const GitProgram& git) {
  if (read_config(git, "core.hooksPath") == "") no_hooks_directory();
  const auto answer = git.plain_answer(
      {"rev-parse", "--path-format=absolute", "--git-path", "hooks"});
  if (!answer || answer->empty()) {
    throw Error(ErrorKind::kInput, "git does not say where its hooks are");
  }
  return *answer;
}

void no_hooks_directory() {
  throw Error(ErrorKind::kConfig,
              "core.hooksPath is set to nothing, so git runs no hooks; see "
              "'git config --show-origin core.hooksPath' and unset it there");
}

std::optional<ObjectId> ask_revision(const GitProgram& git,
                                     const std::string& revision,
                                     ObjectReader& reader) {
  const CommandResult result =
      git.run({"rev-parse", "--verify", "--end-of-options", revision});
  if (result.status != 0) {
    if (result.errors.find(" is ambiguous") != std::string::npos) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("revision '{}' is ambiguous", visible(revision)));
    }
    return std::nullopt;
  }
  const std::optional<ObjectId> id =
      ObjectId::from_hex(trim_ascii(result.output));
  // A whole id is repeated by git whether it exists or not.
  if (!id || !reader.header(*id)) return std::nullopt;
  return id;
}

bool git_program_exists() {
  try {
    Command command;
    command.argv = {"git", "--version"};
    return run_command(command).status == 0;
  } catch (const Error&) {
    return false;
  }
}

std::string untrusted_message(const std::string& folder) {
  return fmt::format(
      "the repository '{}' belongs to another user; if you trust it, run: "
      "git config --global --add safe.directory {}",
      visible(folder), shell_quote(folder));
}

std::string quoted_part(const std::string& message) {
  const std::size_t open = message.find('\'');
  const std::size_t close = message.rfind('\'');
  if (open == std::string::npos || close <= open) return message;
  std::string part = message.substr(open + 1, close - open - 1);
  if (part.size() > 1 && part.back() == '/') part.pop_back();
  return part;
}

}  // namespace gitward

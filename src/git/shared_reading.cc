#include "git/shared_reading.h"

#include <stdlib.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "git/private_references.h"

namespace gitward {

namespace fs = std::filesystem;

std::unordered_set<ObjectId> read_shallow_ids(const fs::path& common_dir,
                                              std::size_t id_size,
                                              bool from_environment) {
  fs::path file = common_dir / "shallow";
  if (from_environment) {
    // Nothing in this program changes the environment.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    const char* other = ::getenv("GIT_SHALLOW_FILE");
    if (other != nullptr && *other != '\0') file = other;
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
  const auto answer = git.plain_answer(
      {"rev-parse", "--path-format=absolute", "--git-path", "hooks"});
  if (!answer || answer->empty()) {
    throw Error(ErrorKind::kInput, "git does not say where its hooks are");
  }
  return *answer;
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

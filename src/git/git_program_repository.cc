#include "git/git_program_repository.h"

#include <charconv>
#include <mutex>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "git/commit_walk.h"
#include "git/git_program.h"
#include "git/git_program_reader.h"
#include "git/index_listing.h"
#include "git/object_folders.h"
#include "git/private_references.h"
#include "git/shared_reading.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

std::string_view next_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

ObjectId expect_id(std::string_view hex, std::string_view source) {
  const std::optional<ObjectId> id = ObjectId::from_hex(hex);
  if (!id) {
    throw Error(ErrorKind::kInput,
                fmt::format("{} wrote something that is no object id", source));
  }
  return *id;
}

fs::path ask_path(const GitProgram& git, const std::string& question) {
  const auto answer =
      git.answer({"rev-parse", "--path-format=absolute", question});
  if (!answer || answer->empty()) {
    throw Error(ErrorKind::kInput,
                fmt::format("git does not answer 'rev-parse {}'", question));
  }
  return *answer;
}

std::optional<fs::path> ask_work_tree(const GitProgram& git,
                                      const fs::path& git_dir) {
  if (git.answer({"rev-parse", "--is-bare-repository"}) == "true") {
    return std::nullopt;
  }
  const CommandResult result = git.run({"rev-parse", "--show-toplevel"});
  if (result.status == 0) {
    return fs::path(result.output.substr(0, result.output.size() - 1));
  }
  // Asked from within the git directory.
  if (const auto setting = git.answer({"config", "--get", "core.worktree"})) {
    return (git_dir / *setting).lexically_normal();
  }
  if (git_dir.filename() == ".git") return git_dir.parent_path();
  return std::nullopt;
}

RepositoryLayout ask_layout(const GitProgram& git, fs::path git_dir) {
  RepositoryLayout layout;
  layout.git_dir = std::move(git_dir);
  layout.common_dir = ask_path(git, "--git-common-dir");
  layout.work_tree = ask_work_tree(git, layout.git_dir);
  const auto format = git.answer({"rev-parse", "--show-object-format"});
  if (format == "sha256") {
    layout.id_size = ObjectId::kSha256Size;
  } else if (format != "sha1") {
    throw Error(ErrorKind::kInput, "the repository's object format is unknown");
  }
  layout.shallow = read_shallow_ids(layout.common_dir, layout.id_size,
                                    git.uses_environment());
  layout.object_folders =
      object_folders(layout.common_dir, git.uses_environment());
  layout.partial_clone =
      git.answer({"config", "--name-only", "--get-regexp",
                  "^(remote\\..*\\.promisor|extensions\\.partialclone)$"})
          .has_value();
  return layout;
}

class GitProgramRepository : public Repository {
 public:
  GitProgramRepository(GitProgram git, RepositoryLayout layout)
      : Repository(std::move(layout), git.uses_environment()),
        git_(std::move(git)) {}

  std::string_view backend() const override { return "git"; }

  std::unique_ptr<ObjectReader> reader() const override {
    return std::make_unique<GitProgramReader>(git_, layout_.object_folders,
                                              stored_ids());
  }

  std::optional<ObjectId> head() const override {
    const auto answer = git_.answer({"rev-parse", "--verify", "-q", "HEAD"});
    if (!answer) return std::nullopt;
    return expect_id(*answer, "'git rev-parse'");
  }

  std::vector<IndexEntry> index() const override { return list_index(git_); }

  References references() const override;
  std::optional<ObjectId> resolve(const std::string& revision) const override {
    return ask_revision(git_, revision, *reader());
  }
  std::vector<ObjectId> commits(
      const std::vector<ObjectId>& include,
      const std::vector<ObjectId>& exclude) const override;

  Stored stored_objects() const override;

  std::optional<std::string> config(const std::string& key) const override {
    return read_config(git_, key);
  }
  fs::path hooks_directory() const override {
    return ask_hooks_directory(git_);
  }

 private:
  bool is_symbolic(const std::string& name) const {
    return git_.run({"symbolic-ref", "-q", name}).status == 0;
  }

  // See GitProgramReader. Gathered once, by whichever thread comes first.
  std::shared_ptr<const GitProgramReader::Ids> stored_ids() const {
    if (!layout_.partial_clone) return nullptr;
    std::call_once(stored_once_, [this] {
      const std::vector<ObjectId> ids = stored_objects().ids;
      stored_ = std::make_shared<GitProgramReader::Ids>(ids.begin(), ids.end());
    });
    return stored_;
  }

  GitProgram git_;
  mutable std::once_flag stored_once_;
  mutable std::shared_ptr<const GitProgramReader::Ids> stored_;
};

Repository::Stored GitProgramRepository::stored_objects() const {
  const CommandResult result =
      git_.run({"cat-file", "--batch-all-objects", "--unordered",
                "--batch-check=%(objectname)"});
  if (result.status != 0) {
    throw Error(ErrorKind::kInput, fmt::format("can't list the objects: {}",
                                               first_complaint(result)));
  }
  Stored stored;
  std::string_view rest = result.output;
  while (!rest.empty()) {
    stored.ids.push_back(expect_id(next_line(rest), "'git cat-file'"));
  }
  // git goes on without what it can't use.
  std::string_view errors = result.errors;
  while (!errors.empty()) {
    const std::string_view line = next_line(errors);
    if (line.starts_with("error: ")) {
      stored.unusable.push_back(visible(line.substr(7)));
    }
  }
  return stored;
}

Repository::References GitProgramRepository::references() const {
  References found;
  const std::string listing =
      git_.output({"for-each-ref", "--format=%(objectname) %(refname)"});
  std::string_view rest = listing;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    const std::size_t space = line.find(' ');
    found.refs.push_back(
        {std::string(line.substr(space + 1)),
         expect_id(line.substr(0, space), "'git for-each-ref'")});
  }
  add_broken_references(layout_, found);
  add_private_references(layout_, found);
  if (const auto own = head()) found.refs.push_back({"HEAD", *own});
  sort_references(found);
  return found;
}

std::vector<ObjectId> GitProgramRepository::commits(
    const std::vector<ObjectId>& include,
    const std::vector<ObjectId>& exclude) const {
  const std::unique_ptr<ObjectReader> objects = reader();
  const std::vector<ObjectId> wanted = peeled(*this, include, *objects);
  const std::vector<ObjectId> unwanted = peeled(*this, exclude, *objects);
  std::string starts;
  for (const auto* ids : {&wanted, &unwanted}) {
    for (const ObjectId& id : *ids) starts += id.hex() + "\n";
  }
  if (wanted.empty()) return {};
  // Everything that is reachable, with its parents: what to leave out is
  // decided here, because git decides it by date.
  const CommandResult result =
      git_.run({"rev-list", "--parents", "--timestamp", "--stdin"}, starts);
  if (result.status != 0) {
    // "error: Could not read <the missing one>", "fatal: … parents of …".
    std::string_view errors = result.errors;
    throw Error(
        ErrorKind::kInput,
        fmt::format("the history is not whole: {} ({})",
                    first_complaint(result), visible(next_line(errors))));
  }
  std::unordered_map<ObjectId, CommitLinks> known;
  std::string_view rest = result.output;
  while (!rest.empty()) {
    std::string_view line = next_line(rest);
    CommitLinks links;
    const std::size_t space = line.find(' ');
    std::from_chars(line.data(), line.data() + std::min(space, line.size()),
                    links.seconds);
    std::optional<ObjectId> id;
    while (line.find(' ') != std::string_view::npos) {
      line.remove_prefix(line.find(' ') + 1);
      const ObjectId next =
          expect_id(line.substr(0, line.find(' ')), "'git rev-list'");
      if (!id) {
        id = next;
      } else {
        links.parents.push_back(next);
      }
    }
    if (id) known.emplace(*id, std::move(links));
  }
  return walk_commits(wanted, unwanted, [&](const ObjectId& id) {
    const auto found = known.find(id);
    if (found == known.end()) {
      throw Error(ErrorKind::kInput,
                  fmt::format("git does not list commit {}, so the history is "
                              "not whole",
                              id.hex()));
    }
    return found->second;
  });
}

}  // namespace

std::unique_ptr<Repository> find_with_git(
    const std::optional<fs::path>& directory) {
  std::error_code ignored;
  if (directory && !fs::is_directory(*directory, ignored)) return nullptr;
  GitProgram git(directory);
  const CommandResult result = git.run({"rev-parse", "--absolute-git-dir"});
  if (result.status != 0) {
    const std::string complaint = first_complaint(result);
    if (complaint.starts_with("not a git repository")) return nullptr;
    if (result.errors.find("safe.directory") != std::string::npos) {
      throw Error(ErrorKind::kUsage, untrusted_message(quoted_part(complaint)));
    }
    throw Error(ErrorKind::kInput,
                fmt::format("git can't open the repository: {}", complaint));
  }
  fs::path git_dir = result.output.substr(0, result.output.size() - 1);
  RepositoryLayout layout = ask_layout(git, std::move(git_dir));
  return std::make_unique<GitProgramRepository>(std::move(git),
                                                std::move(layout));
}

}  // namespace gitward

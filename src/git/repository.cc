#include "git/repository.h"

#include <algorithm>
#include <stdlib.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "git/environment.h"
#include "git/file_layout.h"
#include "git/file_repository.h"
#include "git/git_program_repository.h"
#include "git/libgit2_repository.h"
#include "git/private_references.h"
#include "git/shared_reading.h"
#include "git/staged_index.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

enum class Backend { kAny, kFiles, kLibgit2, kGit };

Backend wanted_backend() {
  const std::optional<std::string> name = variable("GITWARD_BACKEND");
  if (!name) return Backend::kAny;
  if (*name == "files") return Backend::kFiles;
  if (*name == "libgit2") return Backend::kLibgit2;
  if (*name == "git") return Backend::kGit;
  throw Error(ErrorKind::kUsage,
              fmt::format("GITWARD_BACKEND is '{}', but must be 'files', "
                          "'libgit2' or 'git'",
                          visible(*name)));
}

// The heads that a running `git merge` is about to record.
std::vector<ObjectId> merge_heads_in_environment() {
  constexpr std::string_view kPrefix = "GITHEAD_";
  std::vector<ObjectId> heads;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (!text.starts_with(kPrefix)) continue;
    const std::string_view name =
        text.substr(kPrefix.size(), text.find('=') - kPrefix.size());
    if (const auto id = ObjectId::from_hex(name)) heads.push_back(*id);
  }
  // A shell in between does not keep the order of variables.
  std::sort(heads.begin(), heads.end());
  return heads;
}

// With libgit2, or with git.
std::unique_ptr<Repository> find_with_programs(
    const std::optional<fs::path>& directory, Backend backend) {
  if (backend == Backend::kGit) return find_with_git(directory);
  Libgit2Attempt attempt = try_libgit2(directory);
  using Outcome = Libgit2Attempt::Outcome;
  switch (attempt.outcome) {
    case Outcome::kOpened:
      return std::move(attempt.repository);
    case Outcome::kNone:
      return nullptr;
    case Outcome::kUntrusted:
    case Outcome::kUnsupported:
      break;
  }
  const bool untrusted = attempt.outcome == Outcome::kUntrusted;
  const Error refusal(untrusted ? ErrorKind::kUsage : ErrorKind::kInput,
                      attempt.cause);
  if (backend == Backend::kLibgit2) throw refusal;
  if (!git_program_exists()) {
    if (untrusted) throw refusal;
    throw Error(ErrorKind::kInput,
                fmt::format("libgit2 can't read this repository ({}), and the "
                            "program 'git', which can, is not on the PATH",
                            attempt.cause));
  }
  // git has the last word on trust, too: it knows settings that libgit2 does
  // not, and its refusal has the exact command.
  return find_with_git(directory);
}

}  // namespace

std::string Reference::short_name() const {
  for (const std::string_view prefix :
       {"refs/heads/", "refs/tags/", "refs/remotes/", "refs/"}) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return name;
}

std::unique_ptr<Repository> Repository::find(
    const std::optional<fs::path>& directory) {
  const Backend backend = wanted_backend();
  if (backend == Backend::kFiles || backend == Backend::kAny) {
    auto found = find_in_files(directory, [directory, backend] {
      auto other = backend == Backend::kAny
                       ? find_with_programs(directory, backend)
                       : nullptr;
      if (other) return other;
      throw Error(ErrorKind::kInput, "the files of the repository do not tell");
    });
    if (found) return found;
    if (backend == Backend::kFiles) {
      throw Error(ErrorKind::kInput,
                  "this repository can't be opened by its files alone");
    }
    // To learn that from libgit2 takes longer than many a scan.
    if (has_no_repository(directory)) return nullptr;
  }
  return find_with_programs(directory, backend);
}

std::unique_ptr<Repository> Repository::open(
    const std::optional<fs::path>& directory) {
  std::unique_ptr<Repository> repository = find(directory);
  if (!repository) {
    throw Error(ErrorKind::kUsage,
                directory ? fmt::format("'{}' is not in a git repository",
                                        visible(directory->native()))
                          : std::string("not in a git repository"));
  }
  return repository;
}

std::vector<ObjectId> Repository::parents_of_next_commit() const {
  std::vector<ObjectId> parents;
  const std::optional<ObjectId> first = head();
  if (!first) return parents;
  parents.push_back(*first);
  std::vector<ObjectId> others;
  if (auto merged =
          read_id_lines(layout_.git_dir / "MERGE_HEAD", layout_.id_size)) {
    others = std::move(*merged);
  } else if (from_environment_) {
    // The variables of another repository's merge must not count.
    const std::unique_ptr<ObjectReader> objects = reader();
    for (const ObjectId& id : merge_heads_in_environment()) {
      const auto header = objects->header(id);
      if (header && header->type == ObjectType::kCommit) others.push_back(id);
    }
  }
  for (const ObjectId& id : others) {
    if (std::find(parents.begin(), parents.end(), id) == parents.end()) {
      parents.push_back(id);
    }
  }
  return parents;
}

std::unique_ptr<StagedIndex> Repository::staged_index() const {
  return listed_index(index(), layout_.id_size);
}

std::vector<ObjectId> Repository::all_objects() const {
  Stored stored = stored_objects();
  if (!stored.unusable.empty()) {
    throw Error(ErrorKind::kInput, fmt::format("a pack can't be used: {}",
                                               stored.unusable.front()));
  }
  return std::move(stored.ids);
}

std::optional<ObjectId> Repository::peel_to_commit(const ObjectId& id,
                                                   ObjectReader& reader) const {
  ObjectId next = id;
  for (;;) {
    const std::optional<Object> object = reader.read(next);
    if (!object) {
      throw Error(ErrorKind::kInput,
                  fmt::format("object {} is missing", next.hex()));
    }
    if (object->type == ObjectType::kCommit) return next;
    if (object->type != ObjectType::kTag) return std::nullopt;
    next = parse_tag(object->bytes).target;
  }
}

}  // namespace gitward

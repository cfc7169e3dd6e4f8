#include "git/libgit2_repository.h"

#include <exception>
#include <unordered_set>
#include <utility>

#include "base/file.h"
#include "git/commit_walk.h"
#include "git/environment.h"
#include "git/git_handle.h"
#include "git/git_program.h"
#include "git/index_listing.h"
#include "git/libgit2_objects.h"
#include "git/libgit2_reader.h"
#include "git/object_folders.h"
#include "git/private_references.h"
#include "git/shared_reading.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;
using git::check;
using git::Handle;
using git::made;

// libgit2 is started once and never stopped: its threads' data outlive main().
void start_libgit2() {
  static const bool started = [] {
    check(git_libgit2_init(), "start libgit2");
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
    // Each reader reads most objects once, so a cache of all of them would
    // only hold memory (libgit2's default is 256 MB).
    git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, static_cast<ssize_t>(16)
                                                     << 20);
    if (has_variable("GIT_CONFIG_NOSYSTEM")) {
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM,
                       "/nonexistent");
    }
    return true;
  }();
  static_cast<void>(started);
}

// Configuration that git takes from the environment and libgit2 1.5 does not.
// The first two belong to one repository and don't count for a named one.
bool environment_has_configuration(bool from_environment) {
  return (from_environment && (has_variable("GIT_CONFIG_PARAMETERS") ||
                               has_variable("GIT_CONFIG_COUNT"))) ||
         has_variable("GIT_CONFIG_GLOBAL") || has_variable("GIT_CONFIG_SYSTEM");
}

int open_repository(const std::optional<fs::path>& directory,
                    Handle<git_repository>& repository) {
  git_repository* raw = nullptr;
  // A start path would make libgit2 ignore GIT_DIR.
  const int code =
      directory ? git_repository_open_ext(&raw, directory->c_str(), 0, nullptr)
                : git_repository_open_ext(
                      &raw, nullptr, GIT_REPOSITORY_OPEN_FROM_ENV, nullptr);
  repository.reset(raw);
  // With a namespace libgit2 would show its references alone; git itself
  // applies it to fetches and pushes only.
  if (code == 0) git_repository_set_namespace(raw, nullptr);
  return code;
}

// libgit2 ends the names of folders in a slash.
fs::path folder_path(const char* path) {
  fs::path folder(path);
  return folder.has_filename() ? folder : folder.parent_path();
}

// The git directory that opening would have opened, whoever owns it.
std::optional<fs::path> discover(const std::optional<fs::path>& directory) {
  const fs::path start =
      directory ? *directory : fs::path(variable("GIT_DIR").value_or("."));
  git_buf found = GIT_BUF_INIT;
  const int code = git_repository_discover(&found, start.c_str(), 0, nullptr);
  std::optional<fs::path> path;
  if (code == 0) path = folder_path(found.ptr);
  git_buf_dispose(&found);
  return path;
}

// The name by which safe.directory knows a repository: its work tree's if it
// has one, as far as the git directory's name tells.
std::string folder_to_trust(const fs::path& git_dir) {
  if (git_dir.filename() == ".git") return git_dir.parent_path();
  if (git_dir.parent_path().filename() == "worktrees") {
    const auto link = read_file(git_dir / "gitdir");
    if (link) return fs::path(trim_ascii(*link)).parent_path();
  }
  return git_dir;
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

Handle<git_config> configuration_of(git_repository* repository) {
  return made<git_config>("read the configuration",
                          git_repository_config_snapshot, repository);
}

// libgit2 could filter by a pattern, but leaks 20 kB for each key it tries.
bool is_partial_clone(git_config* config) {
  const auto entries = made<git_config_iterator>(
      "read the configuration", git_config_iterator_new, config);
  git_config_entry* entry = nullptr;
  int code = 0;
  while ((code = git_config_next(&entry, entries.get())) == 0) {
    const std::string_view name = entry->name;
    if (name == "extensions.partialclone" ||
        (name.starts_with("remote.") && name.ends_with(".promisor"))) {
      return true;
    }
  }
  if (code != GIT_ITEROVER) check(code, "read the configuration");
  return false;
}

// Where files are read and written. git's rule, which libgit2 1.5 does not
// follow: with GIT_DIR alone it is the current directory.
std::optional<fs::path> work_tree_of(git_repository* repository,
                                     bool from_environment) {
  const char* found = git_repository_workdir(repository);
  if (git_repository_is_bare(repository) != 0 || found == nullptr) {
    return std::nullopt;
  }
  if (from_environment && has_variable("GIT_DIR") &&
      git_repository_is_worktree(repository) == 0) {
    const auto config = configuration_of(repository);
    const char* setting = nullptr;
    const fs::path here = fs::current_path();
    if (git_config_get_string(&setting, config.get(), "core.worktree") != 0 &&
        !is_inside(here, folder_path(git_repository_path(repository)))) {
      return here;
    }
  }
  return folder_path(found);
}

RepositoryLayout layout_of(git_repository* repository, bool from_environment) {
  RepositoryLayout layout;
  layout.git_dir = folder_path(git_repository_path(repository));
  layout.common_dir = folder_path(git_repository_commondir(repository));
  layout.work_tree = work_tree_of(repository, from_environment);
  layout.shallow =
      read_shallow_ids(layout.common_dir, layout.id_size, from_environment);
  layout.object_folders = object_folders(layout.common_dir, from_environment);
  layout.partial_clone = is_partial_clone(configuration_of(repository).get());
  return layout;
}

// Gathers ids for git_odb_foreach(). No exception may cross libgit2's frames.
struct IdCollector {
  std::vector<ObjectId> ids;
  std::unordered_set<ObjectId> seen;
  std::exception_ptr failure;

  static int add(const git_oid* oid, void* payload) noexcept {
    auto& self = *static_cast<IdCollector*>(payload);
    try {
      const ObjectId id = git::to_id(*oid);
      if (self.seen.insert(id).second) self.ids.push_back(id);
      return 0;
    } catch (...) {
      self.failure = std::current_exception();
      return GIT_EUSER;
    }
  }
};

class Libgit2Repository : public Repository {
 public:
  Libgit2Repository(std::optional<fs::path> directory,
                    Handle<git_repository> repository)
      : Repository(layout_of(repository.get(), !directory), !directory),
        directory_(directory),
        repository_(std::move(repository)),
        git_(std::move(directory)) {
    use_own_objects(repository_.get());
  }

  std::string_view backend() const override { return "libgit2"; }

  std::unique_ptr<ObjectReader> reader() const override {
    return std::make_unique<Libgit2Reader>(
        open_objects(layout_.object_folders));
  }

  std::optional<ObjectId> head() const override {
    git_oid oid;
    const int code = git_reference_name_to_id(&oid, repository_.get(), "HEAD");
    if (code == GIT_ENOTFOUND || code == GIT_EUNBORNBRANCH) {
      return std::nullopt;
    }
    check(code, "read HEAD");
    return git::to_id(oid);
  }

  std::vector<IndexEntry> index() const override;
  References references() const override;
  std::optional<ObjectId> resolve(const std::string& revision) const override;

  std::vector<ObjectId> commits(
      const std::vector<ObjectId>& include,
      const std::vector<ObjectId>& exclude) const override {
    const std::unique_ptr<ObjectReader> objects = reader();
    const auto links_of = [&](const ObjectId& id) {
      return read_links(id, layout_, *objects);
    };
    return walk_commits(peeled(*this, include, *objects),
                        peeled(*this, exclude, *objects), links_of);
  }

  Stored stored_objects() const override {
    Libgit2Objects objects = open_objects(layout_.object_folders);
    IdCollector collector;
    const int code =
        git_odb_foreach(objects.database.get(), &IdCollector::add, &collector);
    if (collector.failure) std::rethrow_exception(collector.failure);
    check(code, "list the stored objects");
    return {std::move(collector.ids), std::move(objects.unusable)};
  }

  std::optional<std::string> config(const std::string& key) const override;
  fs::path hooks_directory() const override;

 private:
  void use_own_objects(git_repository* repository) const {
    const Libgit2Objects objects = open_objects(layout_.object_folders);
    check(git_repository_set_odb(repository, objects.database.get()),
          "open the object store");
  }

  std::optional<fs::path> directory_;
  Handle<git_repository> repository_;
  GitProgram git_;
};

std::vector<IndexEntry> Libgit2Repository::index() const {
  git_index* raw = nullptr;
  int code = git_repository_index(&raw, repository_.get());
  const Handle<git_index> handle(raw);
  if (code == 0) code = git_index_read(raw, 0);  // If it has changed.
  if (code < 0) {
    // Split ('link') and sparse ('sdir') indexes; for a damaged one git has
    // the better words.
    const std::string cause = git::last_error();
    if (!git_program_exists()) {
      throw Error(ErrorKind::kInput,
                  fmt::format("libgit2 can't read the index ({}), and the "
                              "program 'git', which may, is not on the PATH",
                              cause));
    }
    return list_index(git_);
  }
  std::vector<IndexEntry> entries;
  const std::size_t count = git_index_entrycount(raw);
  entries.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const git_index_entry* found = git_index_get_byindex(raw, i);
    IndexEntry entry;
    entry.path = found->path;
    entry.mode = found->mode;
    entry.id = git::to_id(found->id);
    entry.stage = git_index_entry_stage(found);
    entry.intent_to_add =
        (found->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0;
    entries.push_back(std::move(entry));
  }
  sort_index(entries);  // core.ignoreCase gives another order.
  return entries;
}

Repository::References Libgit2Repository::references() const {
  git_repository* repository = repository_.get();
  const bool linked = layout_.git_dir != layout_.common_dir;
  References found;
  git_reference_iterator* raw = nullptr;
  int code = git_reference_iterator_new(&raw, repository);
  const Handle<git_reference_iterator> iterator(raw);
  const char* name = nullptr;
  while (code == 0 &&
         (code = git_reference_next_name(&name, iterator.get())) == 0) {
    if (linked && is_per_worktree(name)) continue;
    git_oid oid;
    const int resolved = git_reference_name_to_id(&oid, repository, name);
    if (resolved == 0) {
      found.refs.push_back({name, git::to_id(oid)});
    } else if (resolved != GIT_ENOTFOUND) {
      found.broken.push_back(
          fmt::format("{}: {}", visible(name), git::last_error()));
    }
  }
  if (code != GIT_ITEROVER) {
    found.broken.push_back(fmt::format("packed-refs: {}", git::last_error()));
  }
  add_broken_references(layout_, found);
  add_private_references(layout_, found);
  if (const auto own = head()) found.refs.push_back({"HEAD", *own});
  sort_references(found);
  return found;
}

std::optional<ObjectId> Libgit2Repository::resolve(
    const std::string& revision) const {
  git_object* raw = nullptr;
  const int code =
      git_revparse_single(&raw, repository_.get(), revision.c_str());
  const Handle<git_object> object(raw);
  if (code == GIT_EAMBIGUOUS) {
    throw Error(ErrorKind::kUsage,
                fmt::format("revision '{}' is ambiguous", visible(revision)));
  }
  if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC ||
      code == GIT_EUNBORNBRANCH || code == GIT_EPEEL) {
    return std::nullopt;
  }
  if (code < 0) {
    // Some forms, such as ":path", are beyond libgit2.
    const std::string cause = git::last_error();
    if (git_program_exists()) return ask_revision(git_, revision, *reader());
    throw Error(ErrorKind::kInput, fmt::format("can't resolve '{}': {}",
                                               visible(revision), cause));
  }
  return git::to_id(*git_object_id(raw));
}

std::optional<std::string> Libgit2Repository::config(
    const std::string& key) const {
  if (environment_has_configuration(!directory_)) {
    return read_config(git_, key);
  }
  const auto config = configuration_of(repository_.get());
  const char* value = nullptr;
  const int code = git_config_get_string(&value, config.get(), key.c_str());
  if (code == GIT_ENOTFOUND) return std::nullopt;
  check(code, fmt::format("read the setting '{}'", visible(key)));
  return value;
}

fs::path Libgit2Repository::hooks_directory() const {
  if (environment_has_configuration(!directory_)) {
    return ask_hooks_directory(git_);
  }
  const auto config = configuration_of(repository_.get());
  const char* value = nullptr;
  const int code =
      git_config_get_string(&value, config.get(), "core.hooksPath");
  if (code == GIT_ENOTFOUND) return layout_.common_dir / "hooks";
  check(code, "read the setting 'core.hooksPath'");
  std::string set = value;
  if (set.empty()) no_hooks_directory();
  // git_config_get_path() calls a home folder that is gone "not found".
  const auto home = variable("HOME");
  if (set.starts_with("~/") && home) set.replace(0, 1, *home);
  // "~user/…" and "%(prefix)/…".
  if (set[0] == '~' || set[0] == '%') return ask_hooks_directory(git_);
  return (layout_.work_tree.value_or(layout_.git_dir) / set).lexically_normal();
}

}  // namespace

Libgit2Attempt try_libgit2(const std::optional<fs::path>& directory) {
  using Outcome = Libgit2Attempt::Outcome;
  start_libgit2();
  Libgit2Attempt attempt;
  // libgit2 1.5 refuses it. Later versions take it, but as relative to the git
  // directory, and not for a repository that calls itself bare.
  if (!directory && has_variable("GIT_WORK_TREE")) {
    attempt.outcome = Outcome::kUnsupported;
    attempt.cause = "GIT_WORK_TREE is set";
    return attempt;
  }
  Handle<git_repository> repository;
  const int code = open_repository(directory, repository);
  if (code == 0) {
    attempt.repository =
        std::make_unique<Libgit2Repository>(directory, std::move(repository));
    const auto& work_tree = attempt.repository->layout().work_tree;
    if (!directory && work_tree && index_is_relative_to_elsewhere(*work_tree)) {
      attempt.repository = nullptr;
      attempt.outcome = Outcome::kUnsupported;
      attempt.cause = "GIT_INDEX_FILE is relative to the top of the work tree";
      return attempt;
    }
    attempt.outcome = Outcome::kOpened;
    return attempt;
  }
  attempt.cause = git::last_error();
  const std::optional<fs::path> discovered = discover(directory);
  // libgit2 1.5 says GIT_ENOTFOUND of a repository that is somebody else's
  // where no safe.directory is set at all.
  if (code == GIT_ENOTFOUND && !discovered) return attempt;
  const bool untrusted =
      code == GIT_EOWNER ||
      attempt.cause.find("safe.directory") != std::string::npos;
  attempt.outcome = untrusted ? Outcome::kUntrusted : Outcome::kUnsupported;
  if (untrusted && discovered) {
    attempt.cause = untrusted_message(folder_to_trust(*discovered));
  }
  return attempt;
}

}  // namespace gitward

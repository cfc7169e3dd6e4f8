// A repository, however it can be read. Three implementations behind one
// interface: its files themselves, as long as nothing about them is unusual;
// libgit2 for what they don't tell directly; and the `git` program for what
// libgit2 can't open (SHA-256, sparse or split index, GIT_WORK_TREE,
// reftable …). Everything above is written once, against raw
// objects.
//
// Nothing here writes, and nothing that a repository contains can run a
// program: see git/git_program.h for what each `git` child carries.
//
// For tests, GITWARD_BACKEND=files, =libgit2 or =git in the environment forces
// one of the three, with no falling back from files to another at any time nor
// from libgit2 to git when opening.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "git/objects.h"
#include "model/object_id.h"

namespace gitward {

class StagedIndex;

// Reads objects by id. Not thread-safe: each thread has its own.
class ObjectReader {
 public:
  ObjectReader() = default;
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;
  virtual ~ObjectReader() = default;

  // The object, or nothing if the repository does not have it (a partial
  // clone, a shallow boundary, damage). Throws Error(kInput) if it is there
  // and can't be decoded. Replace refs and grafts are not followed.
  virtual std::optional<Object> read(const ObjectId& id) = 0;
  // Type and size without the content, with the same two ways to fail.
  struct Header {
    ObjectType type = ObjectType::kBlob;
    std::uint64_t size = 0;
  };
  virtual std::optional<Header> header(const ObjectId& id) = 0;
};

struct IndexEntry {
  std::string path;  // Raw bytes.
  std::uint32_t mode = 0;
  ObjectId id;
  int stage = 0;  // 0; 1 to 3 for a conflicted path.
  bool intent_to_add = false;
};

struct Reference {
  std::string name;                // "refs/heads/main", "HEAD".
  ObjectId target;                 // What it points at, symbolic ones resolved.
  std::string short_name() const;  // "main", "origin/main", "v1.0".
};

struct RepositoryLayout {
  std::filesystem::path git_dir;                   // Of this worktree.
  std::filesystem::path common_dir;                // Shared by all worktrees.
  std::optional<std::filesystem::path> work_tree;  // None if bare.
  std::size_t id_size = ObjectId::kSha1Size;
  // Where objects are: the repository's own folder, then all alternates.
  std::vector<std::filesystem::path> object_folders;
  // Commits whose parents a shallow clone left out.
  std::unordered_set<ObjectId> shallow;
  bool partial_clone = false;  // Some remote is a promisor.
};

// Thread safety: reader() may be called from any thread; the rest by one
// thread at a time.
class Repository {
 public:
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;
  virtual ~Repository() = default;

  // Opens the repository that `directory` is in. Without a directory it is
  // what git would use here and now: GIT_DIR, GIT_INDEX_FILE,
  // GIT_OBJECT_DIRECTORY, GIT_ALTERNATE_OBJECT_DIRECTORIES and GIT_WORK_TREE
  // are honoured, as git sets them for its hooks. With a directory they are
  // ignored.
  // Throws Error(kUsage) if there is none, or if its owner is not trusted
  // (the message has the exact safe.directory command).
  static std::unique_ptr<Repository> open(
      const std::optional<std::filesystem::path>& directory);
  // The same; nothing if there is no repository.
  static std::unique_ptr<Repository> find(
      const std::optional<std::filesystem::path>& directory);

  const RepositoryLayout& layout() const { return layout_; }
  // "files", "libgit2" or "git": which of the three reads it.
  virtual std::string_view backend() const = 0;

  // A reader for one more thread. It may be used while this object lives.
  virtual std::unique_ptr<ObjectReader> reader() const = 0;

  // The commit that HEAD names; nothing while it is unborn.
  virtual std::optional<ObjectId> head() const = 0;
  // The parents that a commit made now would have: HEAD's commit, and those
  // of MERGE_HEAD, in git's order; within git's pre-merge-commit hook, where
  // no MERGE_HEAD exists yet, those of its GITHEAD_<id> variables, by id. Empty
  // while HEAD is unborn.
  std::vector<ObjectId> parents_of_next_commit() const;

  // In git's order: by path, then stage. The index that git itself would use.
  virtual std::vector<IndexEntry> index() const = 0;
  // The same index for comparing it with trees (git/staged_index.h), if
  // possible without listing it.
  virtual std::unique_ptr<StagedIndex> staged_index() const;

  // Every reference that the repository stores, sorted by name: refs/…, HEAD
  // and the other pseudo-refs, and the HEADs of linked worktrees (as
  // "worktrees/NAME/HEAD"). A file that names several ids (FETCH_HEAD) gives
  // one reference each. A symbolic one that leads nowhere is not listed; a
  // broken one is in `broken` with the cause.
  struct References {
    std::vector<Reference> refs;
    std::vector<std::string> broken;
  };
  virtual References references() const = 0;

  // The object that a revision expression names (a tag is not peeled), or
  // nothing if it names nothing. Throws Error(kUsage) if it is ambiguous.
  virtual std::optional<ObjectId> resolve(
      const std::string& revision) const = 0;
  // Follows annotated tags to the commit; nothing if it leads to a tree or a
  // blob. Throws Error(kInput) if an object on the way is missing.
  std::optional<ObjectId> peel_to_commit(const ObjectId& id,
                                         ObjectReader& reader) const;

  // Commits reachable from `include` and not from `exclude`, parents before
  // children, else the older first. Annotated tags are peeled. Exact whatever
  // the commits' dates are, so all that `exclude` reaches is read. Throws
  // Error(kInput) if the history is not whole (but a shallow boundary is no
  // error: see layout().shallow) or if an id leads to no commit.
  virtual std::vector<ObjectId> commits(
      const std::vector<ObjectId>& include,
      const std::vector<ObjectId>& exclude) const = 0;

  // The ids of all stored objects, of alternates too, each once; those of a
  // pack in the order of its bytes. A pack that can't be used at all is in
  // `unusable` with the cause; its objects count as missing.
  struct Stored {
    std::vector<ObjectId> ids;
    std::vector<std::string> unusable;
  };
  virtual Stored stored_objects() const = 0;
  // The ids alone. Throws Error(kInput) if a pack is unusable.
  std::vector<ObjectId> all_objects() const;

  // The value of a configuration key, as git would see it.
  virtual std::optional<std::string> config(const std::string& key) const = 0;
  // The folder where git looks for hooks (core.hooksPath, worktrees).
  virtual std::filesystem::path hooks_directory() const = 0;

 protected:
  // `from_environment`: it was opened without a directory.
  Repository(RepositoryLayout layout, bool from_environment)
      : layout_(std::move(layout)), from_environment_(from_environment) {}

  RepositoryLayout layout_;

 private:
  bool from_environment_ = false;
};

}  // namespace gitward

#include "git/libgit2_objects.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <optional>
#include <set>
#include <stdlib.h>
#include <string>
#include <utility>

#include <git2/sys/odb_backend.h>

#include "base/file.h"
#include "git/environment.h"
#include "store/inflate.h"
#include "store/loose_object.h"
#include "store/object_store.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

// git's own limit on alternates of alternates.
constexpr int kMaxDepth = 5;

class FolderList {
 public:
  void add(const fs::path& folder, int depth) {
    std::error_code error;
    const fs::path canonical = fs::canonical(folder, error);
    // git goes on without an alternate that is gone; what it held is missing
    // when it is asked for.
    if (error || !known_.insert(canonical).second) return;
    folders_.push_back(canonical);
    if (depth == kMaxDepth) return;
    const auto text = read_file(canonical / "info" / "alternates");
    if (!text) return;
    for (const fs::path& next : parse_alternates(*text, canonical)) {
      add(next, depth + 1);
    }
  }
  std::vector<fs::path> take() { return std::move(folders_); }

 private:
  std::vector<fs::path> folders_;
  std::set<fs::path> known_;
};

// The entries of a list such as PATH. One in double quotes may hold colons,
// with a backslash before quotes and backslashes.
std::vector<std::string> split_path_list(std::string_view list) {
  std::vector<std::string> entries;
  while (!list.empty()) {
    std::string entry;
    if (list.front() == '"') {
      list.remove_prefix(1);
      while (!list.empty() && list.front() != '"') {
        if (list.front() == '\\' && list.size() > 1) list.remove_prefix(1);
        entry += list.front();
        list.remove_prefix(1);
      }
      list.remove_prefix(std::min<std::size_t>(1, list.size()));
    }
    const std::size_t colon = std::min(list.find(':'), list.size());
    entry += list.substr(0, colon);
    list.remove_prefix(std::min(colon + 1, list.size()));
    if (!entry.empty()) entries.push_back(std::move(entry));
  }
  return entries;
}

// The loose objects of one folder, for libgit2. Its functions are called from
// C: none lets an exception out.
struct LooseObjects : git_odb_backend {
  fs::path folder;
  Inflater inflater;
};

LooseObjects& self_of(git_odb_backend* backend) {
  return *static_cast<LooseObjects*>(backend);
}

int fail(const char* why) noexcept {
  git_error_set_str(GIT_ERROR_ODB, why);
  return GIT_ERROR;
}

template <class Work>
int guarded(Work work) noexcept {
  try {
    return work();
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}

int read_object(void** data, std::size_t* size, git_object_t* type,
                git_odb_backend* backend, const git_oid* oid) noexcept {
  return guarded([&]() -> int {
    LooseObjects& self = self_of(backend);
    const std::optional<Object> object =
        read_loose_object(self.folder, git::to_id(*oid), self.inflater);
    if (!object) return GIT_ENOTFOUND;
    *size = object->bytes.size();
    *type = static_cast<git_object_t>(object->type);
    *data = git_odb_backend_data_alloc(backend, *size + 1);
    if (*data == nullptr) return GIT_ERROR;
    std::memcpy(*data, object->bytes.c_str(), *size + 1);
    return GIT_OK;
  });
}

int read_header(std::size_t* size, git_object_t* type, git_odb_backend* backend,
                const git_oid* oid) noexcept {
  return guarded([&]() -> int {
    LooseObjects& self = self_of(backend);
    const std::optional<Object> object =
        read_loose_object(self.folder, git::to_id(*oid), self.inflater);
    if (!object) return GIT_ENOTFOUND;
    *size = object->bytes.size();
    *type = static_cast<git_object_t>(object->type);
    return GIT_OK;
  });
}

int exists(git_odb_backend* backend, const git_oid* oid) noexcept {
  return guarded([&]() -> int {
    std::error_code ignored;
    const fs::path file =
        loose_object_path(self_of(backend).folder, git::to_id(*oid));
    return fs::exists(file, ignored) ? 1 : 0;
  });
}

// The only object whose name begins with `digits` hexadecimal digits of
// `prefix`; libgit2 asks for four of them or more.
int complete(git_oid* oid, git_odb_backend* backend, const git_oid* prefix,
             std::size_t digits) noexcept {
  return guarded([&]() -> int {
    const std::string hex = git::to_id(*prefix).hex();
    const fs::path folder = self_of(backend).folder / hex.substr(0, 2);
    std::error_code error;
    std::optional<ObjectId> found;
    for (fs::directory_iterator file(folder, error), end; !error && file != end;
         file.increment(error)) {
      const auto id = ObjectId::from_hex(hex.substr(0, 2) +
                                         file->path().filename().native());
      if (!id || id->hex().compare(0, digits, hex, 0, digits) != 0) continue;
      if (found) return GIT_EAMBIGUOUS;
      found = id;
    }
    if (!found) return GIT_ENOTFOUND;
    *oid = git::to_oid(*found).value();
    return GIT_OK;
  });
}

int read_completed(git_oid* oid, void** data, std::size_t* size,
                   git_object_t* type, git_odb_backend* backend,
                   const git_oid* prefix, std::size_t digits) noexcept {
  const int code = complete(oid, backend, prefix, digits);
  return code == GIT_OK ? read_object(data, size, type, backend, oid) : code;
}

int for_each(git_odb_backend* backend, git_odb_foreach_cb callback,
             void* payload) noexcept {
  return guarded([&]() -> int {
    for (const ObjectId& id :
         list_loose_objects(self_of(backend).folder, GIT_OID_RAWSZ)) {
      const git_oid oid = git::to_oid(id).value();
      if (const int code = callback(&oid, payload)) return code;
    }
    return GIT_OK;
  });
}

void release(git_odb_backend* backend) noexcept {
  delete &self_of(backend);
}

git_odb_backend* loose_objects_in(const fs::path& folder) {
  auto loose = std::make_unique<LooseObjects>();
  git::check(git_odb_init_backend(loose.get(), GIT_ODB_BACKEND_VERSION),
             "read loose objects");
  loose->folder = folder;
  loose->read = read_object;
  loose->read_prefix = read_completed;
  loose->read_header = read_header;
  loose->exists = exists;
  loose->exists_prefix = complete;
  loose->foreach = for_each;
  loose->free = release;
  return loose.release();
}

// Packs go first, as in libgit2 itself: a loose object that is damaged may be
// whole in a pack.
constexpr int kPackPriority = 2;
constexpr int kLoosePriority = 1;

void add(git_odb* objects, git_odb_backend* backend, int priority,
         bool alternate) {
  const int code = alternate ? git_odb_add_alternate(objects, backend, priority)
                             : git_odb_add_backend(objects, backend, priority);
  if (code < 0) backend->free(backend);
  git::check(code, "open the object store");
}

}  // namespace

std::vector<fs::path> object_folders(const fs::path& common_dir,
                                     bool from_environment) {
  FolderList folders;
  fs::path own = common_dir / "objects";
  if (from_environment) {
    own = variable("GIT_OBJECT_DIRECTORY").value_or(own.native());
  }
  folders.add(own, 0);
  if (from_environment) {
    const auto others = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES");
    for (const std::string& other : split_path_list(others.value_or(""))) {
      folders.add(other, 0);
    }
  }
  return folders.take();
}

git::Handle<git_odb> open_objects(const std::vector<fs::path>& folders) {
  auto objects = git::made<git_odb>("open the object store", git_odb_new);
  bool alternate = false;
  for (const fs::path& folder : folders) {
    git_odb_backend* packs = nullptr;
    git::check(git_odb_backend_pack(&packs, folder.c_str()),
               "open the object store");
    add(objects.get(), packs, kPackPriority, alternate);
    add(objects.get(), loose_objects_in(folder), kLoosePriority, alternate);
    alternate = true;
  }
  return objects;
}

}  // namespace gitward

#include "git/libgit2_objects.h"

#include <cstring>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "git/stored_objects.h"
#include "store/byte_cursor.h"
#include "store/hash.h"

#if defined(__SANITIZE_ADDRESS__)
#  define GITWARD_ADDRESS_SANITIZER
#elif defined(__has_feature)
#  if __has_feature(address_sanitizer)
#    define GITWARD_ADDRESS_SANITIZER
#  endif
#endif
#ifdef GITWARD_ADDRESS_SANITIZER
// libgit2 1.5 leaks PCRE2's match data, in opening (extensions.*) and in
// revision expressions; its own frames are not in the sanitizer's short stack
// traces. Programs without this module still look for leaks of PCRE2.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_options();
const char* __lsan_default_suppressions() {
  return "leak:libpcre2-8.so\n";
}
const char* __lsan_default_options() {
  return "print_suppressions=0";
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
#endif

namespace gitward {
namespace {

namespace fs = std::filesystem;

// These functions are called from C: none lets an exception out.
struct Backend : git_odb_backend {
  std::optional<StoredObjects> objects;
};

StoredObjects& objects_of(git_odb_backend* backend) {
  return *static_cast<Backend*>(backend)->objects;
}

template <class Work>
int guarded(Work work) noexcept {
  try {
    return work();
  } catch (const std::exception& error) {
    git_error_set_str(GIT_ERROR_ODB, error.what());
    return GIT_ERROR;
  }
}

int read_object(void** data, std::size_t* size, git_object_t* type,
                git_odb_backend* backend, const git_oid* oid) noexcept {
  return guarded([&]() -> int {
    const std::optional<Object> object =
        objects_of(backend).read(git::to_id(*oid));
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
    const auto header = objects_of(backend).header(git::to_id(*oid));
    if (!header) return GIT_ENOTFOUND;
    *size = header->size;
    *type = static_cast<git_object_t>(header->type);
    return GIT_OK;
  });
}

int exists(git_odb_backend* backend, const git_oid* oid) noexcept {
  const int code = guarded(
      [&] { return objects_of(backend).has(git::to_id(*oid)) ? 1 : 0; });
  return code == 1 ? 1 : 0;
}

int complete(git_oid* oid, git_odb_backend* backend, const git_oid* prefix,
             std::size_t digits) noexcept {
  return guarded([&]() -> int {
    const auto found =
        objects_of(backend).completions(git::to_id(*prefix), digits, 2);
    if (found.empty()) return GIT_ENOTFOUND;
    if (found.size() > 1) return GIT_EAMBIGUOUS;
    *oid = git::to_oid(found.front()).value();
    return GIT_OK;
  });
}

int read_completed(git_oid* oid, void** data, std::size_t* size,
                   git_object_t* type, git_odb_backend* backend,
                   const git_oid* prefix, std::size_t digits) noexcept {
  const int code = complete(oid, backend, prefix, digits);
  return code == GIT_OK ? read_object(data, size, type, backend, oid) : code;
}

int refresh(git_odb_backend* backend) noexcept {
  return guarded([&]() -> int {
    objects_of(backend).refresh();
    return GIT_OK;
  });
}

int for_each(git_odb_backend* backend, git_odb_foreach_cb callback,
             void* payload) noexcept {
  return guarded([&]() -> int {
    int code = GIT_OK;
    objects_of(backend).for_each([&](const ObjectId& id) {
      const git_oid oid = git::to_oid(id).value();
      if (code == GIT_OK) code = callback(&oid, payload);
    });
    return code;
  });
}

void release(git_odb_backend* backend) noexcept {
  delete static_cast<Backend*>(backend);
}

void add(git_odb* database, git_odb_backend* backend, int priority) {
  const int code = git_odb_add_backend(database, backend, priority);
  if (code < 0) backend->free(backend);
  git::check(code, "open the object store");
}

// Version 1: a fan-out table, entries of an offset and an id, and two hashes.
// It has no signature, so that a damaged index of version 2 could be taken for
// one: the checksum tells them apart, and spares libgit2 what it can't bear.
bool is_first_version(const fs::path& index) {
  constexpr std::size_t kFanoutSize = std::size_t{256} * 4;
  constexpr std::size_t kHashSize = ObjectId::kSha1Size;
  constexpr std::size_t kEntrySize = 4 + kHashSize;
  std::ifstream file(index, std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(file), {});
  const ByteView bytes = content;
  if (bytes.size() < kFanoutSize + 2 * kHashSize) return false;
  const std::uint32_t count =
      ByteCursor(bytes.substr(kFanoutSize - 4, 4), "pack index").u32();
  const std::size_t body = bytes.size() - kHashSize;
  return body == kFanoutSize + count * kEntrySize + kHashSize &&
         hash_bytes(bytes.substr(0, body), kHashSize) == bytes.substr(body);
}

}  // namespace

Libgit2Objects open_objects(const std::vector<fs::path>& folders) {
  Libgit2Objects opened;
  opened.database = git::made<git_odb>("open the object store", git_odb_new);
  auto backend = std::make_unique<Backend>();
  git::check(git_odb_init_backend(backend.get(), GIT_ODB_BACKEND_VERSION),
             "open the object store");
  backend->objects.emplace(folders, ObjectId::kSha1Size);
  backend->read = read_object;
  backend->read_prefix = read_completed;
  backend->read_header = read_header;
  backend->exists = exists;
  backend->exists_prefix = complete;
  backend->refresh = refresh;
  backend->foreach = for_each;
  backend->free = release;
  const std::vector<ObjectStore::Refused> refused = backend->objects->refused();
  add(opened.database.get(), backend.release(), 2);
  for (const ObjectStore::Refused& pack : refused) {
    git_odb_backend* old = nullptr;
    // git has not written such indexes by default since 2008, but can.
    if (is_first_version(pack.path) &&
        git_odb_backend_one_pack(&old, pack.path.c_str()) == 0) {
      add(opened.database.get(), old, 1);
    } else {
      opened.unusable.push_back(
          fmt::format("{}: {}", visible(pack.path.native()), pack.why));
    }
  }
  return opened;
}

}  // namespace gitward

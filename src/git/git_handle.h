// Ownership and errors of libgit2's C functions. Private to this folder.
#pragma once

#include <memory>
#include <string_view>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "git/libgit2.h"
#include "model/object_id.h"

namespace gitward::git {

struct Release {
  void operator()(git_config* p) const { git_config_free(p); }
  void operator()(git_config_entry* p) const { git_config_entry_free(p); }
  void operator()(git_config_iterator* p) const { git_config_iterator_free(p); }
  void operator()(git_index* p) const { git_index_free(p); }
  void operator()(git_object* p) const { git_object_free(p); }
  void operator()(git_odb* p) const { git_odb_free(p); }
  void operator()(git_odb_object* p) const { git_odb_object_free(p); }
  void operator()(git_reference* p) const { git_reference_free(p); }
  void operator()(git_reference_iterator* p) const {
    git_reference_iterator_free(p);
  }
  void operator()(git_repository* p) const { git_repository_free(p); }
};

// Owns what a libgit2 function made.
template <class T>
using Handle = std::unique_ptr<T, Release>;

// libgit2's text for the failure that this thread met last, safe to print.
inline std::string last_error() {
  const git_error* error = git_error_last();
  return error != nullptr && error->message != nullptr ? visible(error->message)
                                                       : "no reason given";
}

// Throws if `code` is a failure.
inline void check(int code, std::string_view doing) {
  if (code < 0) {
    throw Error(ErrorKind::kInput,
                fmt::format("can't {}: {}", doing, last_error()));
  }
}

// Calls a function whose first argument takes the result, and owns that:
//   auto odb = made<git_odb>("open the objects", git_repository_odb, repo);
template <class T, class Function, class... Args>
Handle<T> made(std::string_view doing, Function&& function, Args... args) {
  T* out = nullptr;
  check(function(&out, args...), doing);
  return Handle<T>(out);
}

inline ObjectId to_id(const git_oid& oid) {
  const std::string_view raw(reinterpret_cast<const char*>(oid.id),
                             GIT_OID_RAWSZ);
  return ObjectId::from_bytes(raw).value();
}

// Nothing for a SHA-256 id, which this libgit2 can't hold.
inline std::optional<git_oid> to_oid(const ObjectId& id) {
  git_oid oid;
  if (id.bytes().size() != GIT_OID_RAWSZ) return std::nullopt;
  git_oid_fromraw(&oid, id.bytes().data());
  return oid;
}

}  // namespace gitward::git

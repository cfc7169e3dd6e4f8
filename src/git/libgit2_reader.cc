#include "git/libgit2_reader.h"

namespace gitward {
namespace {

using git::Handle;

ObjectType to_type(git_object_t type, const ObjectId& id) {
  switch (type) {
    case GIT_OBJECT_COMMIT:
      return ObjectType::kCommit;
    case GIT_OBJECT_TREE:
      return ObjectType::kTree;
    case GIT_OBJECT_BLOB:
      return ObjectType::kBlob;
    case GIT_OBJECT_TAG:
      return ObjectType::kTag;
    default:
      throw Error(ErrorKind::kInput,
                  fmt::format("object {} has an unknown type", id.hex()));
  }
}

// True if the object is there; false if it is missing.
bool found(int code, const ObjectId& id) {
  if (code == GIT_ENOTFOUND) return false;
  if (code < 0) {
    throw Error(ErrorKind::kInput, fmt::format("can't read object {}: {}",
                                               id.hex(), git::last_error()));
  }
  return true;
}

}  // namespace

std::optional<Object> Libgit2Reader::read(const ObjectId& id) {
  const std::optional<git_oid> oid = git::to_oid(id);
  if (!oid) return std::nullopt;
  git_odb_object* raw = nullptr;
  if (!found(git_odb_read(&raw, objects_.database.get(), &*oid), id)) {
    return std::nullopt;
  }
  const Handle<git_odb_object> object(raw);
  return Object{to_type(git_odb_object_type(raw), id),
                std::string(static_cast<const char*>(git_odb_object_data(raw)),
                            git_odb_object_size(raw))};
}

std::optional<ObjectReader::Header> Libgit2Reader::header(const ObjectId& id) {
  const std::optional<git_oid> oid = git::to_oid(id);
  if (!oid) return std::nullopt;
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (!found(git_odb_read_header(&size, &type, objects_.database.get(), &*oid),
             id)) {
    return std::nullopt;
  }
  return Header{to_type(type, id), size};
}

}  // namespace gitward

#include "git/object_name.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "store/hash.h"

namespace gitward {
namespace {

std::string_view name_of(ObjectType type) {
  switch (type) {
    case ObjectType::kCommit:
      return "commit";
    case ObjectType::kTree:
      return "tree";
    case ObjectType::kBlob:
      return "blob";
    case ObjectType::kTag:
      return "tag";
  }
  return "";
}

}  // namespace

bool has_name(const Object& object, const ObjectId& id) {
  const std::string header =
      fmt::format("{} {}", name_of(object.type), object.bytes.size()) + '\0';
  return ObjectId::from_bytes(
             hash_bytes(header, object.bytes, id.bytes().size())) == id;
}

}  // namespace gitward

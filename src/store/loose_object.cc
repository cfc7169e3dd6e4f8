#include "store/loose_object.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "store/mapped_file.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_loose(const char* why) {
  throw Error(ErrorKind::kInput, std::string("loose object: ") + why);
}

ObjectType type_named(ByteView name) {
  if (name == "blob") return ObjectType::kBlob;
  if (name == "tree") return ObjectType::kTree;
  if (name == "commit") return ObjectType::kCommit;
  if (name == "tag") return ObjectType::kTag;
  fail_loose("of an unknown type");
}

}  // namespace

fs::path loose_object_path(const fs::path& directory, const ObjectId& id) {
  const std::string hex = id.hex();
  return directory / hex.substr(0, 2) / hex.substr(2);
}

Object parse_loose_object(ByteView file, Inflater& inflater) {
  // No stream can hold more: see is_plausible_inflated_size().
  const std::size_t limit = file.size() * 1032 + 64;
  Object object;
  object.bytes = inflater.inflate_all(file, limit);
  const std::size_t space = object.bytes.find(' ');
  const std::size_t end = object.bytes.find('\0');
  if (end == std::string::npos || space > end) fail_loose("without a header");
  object.type = type_named(ByteView(object.bytes).substr(0, space));
  std::uint64_t size = 0;
  const char* const first = object.bytes.data() + space + 1;
  const char* const last = object.bytes.data() + end;
  const auto [stop, code] = std::from_chars(first, last, size);
  if (code != std::errc() || stop != last ||
      size != object.bytes.size() - end - 1) {
    fail_loose("of another size than its header says");
  }
  object.bytes.erase(0, end + 1);
  return object;
}

std::optional<Object> read_loose_object(const fs::path& directory,
                                        const ObjectId& id,
                                        Inflater& inflater) {
  const fs::path path = loose_object_path(directory, id);
  const std::optional<MappedFile> file = MappedFile::open(path);
  if (!file) return std::nullopt;
  try {
    return parse_loose_object(file->bytes(), inflater);
  } catch (Error& error) {
    throw error.in(visible(path.native()));
  }
}

std::vector<ObjectId> list_loose_objects(const fs::path& directory,
                                         std::size_t id_size) {
  std::vector<ObjectId> ids;
  for (unsigned first = 0; first < 256; ++first) {
    const std::string prefix = fmt::format("{:02x}", first);
    std::error_code error;
    fs::directory_iterator files(directory / prefix, error);
    if (error) {
      if (error == std::errc::no_such_file_or_directory) continue;
      throw Error(
          ErrorKind::kInput,
          fmt::format("can't list {}: {}",
                      visible((directory / prefix).native()), error.message()));
    }
    for (const fs::directory_entry& file : files) {
      const auto id =
          ObjectId::from_hex(prefix + file.path().filename().native());
      // Temporary files of writers have other names.
      if (id && id->bytes().size() == id_size) ids.push_back(*id);
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace gitward

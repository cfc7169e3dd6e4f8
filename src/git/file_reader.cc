#include "git/file_reader.h"

#include "base/error.h"
#include "git/object_name.h"
#include "store/loose_object.h"

namespace gitward {
namespace {

// An Error about one object: nothing, so that another reader is asked.
template <class Read>
auto unless_damaged(Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kInput) throw;
    return std::nullopt;
  }
}

}  // namespace

template <class Look>
auto FileReader::look_twice(Look look) {
  if (!stored_) {
    stored_ = std::make_unique<StoredObjects>(layout_.object_folders,
                                              layout_.id_size);
    return look(*stored_);
  }
  auto found = look(*stored_);
  if (found) return found;
  stored_->refresh();
  return look(*stored_);
}

std::optional<Object> FileReader::read(const ObjectId& id) {
  if (id.bytes().size() != layout_.id_size) return other().read(id);
  auto object = unless_damaged([&]() -> std::optional<Object> {
    for (const std::filesystem::path& folder : layout_.object_folders) {
      if (auto loose = read_loose_object(folder, id, inflater_)) return loose;
    }
    return look_twice([&](StoredObjects& stored) { return stored.read(id); });
  });
  if (object && has_name(*object, id)) return object;
  return other().read(id);
}

std::optional<ObjectReader::Header> FileReader::header(const ObjectId& id) {
  if (id.bytes().size() != layout_.id_size) return other().header(id);
  const auto header = unless_damaged([&] {
    return look_twice([&](StoredObjects& stored) { return stored.header(id); });
  });
  return header ? header : other().header(id);
}

ObjectReader& FileReader::other() {
  if (!other_) other_ = make_other_();
  return *other_;
}

}  // namespace gitward

#include "model/object_id.h"

#include <algorithm>

#include "base/hex.h"

namespace gitward {

std::optional<ObjectId> ObjectId::from_hex(std::string_view text) {
  if (text.size() != 2 * kSha1Size && text.size() != 2 * kSha256Size) {
    return std::nullopt;
  }
  ObjectId id;
  id.size_ = static_cast<std::uint8_t>(text.size() / 2);
  if (!parse_hex(text, std::span(id.bytes_).first(id.size_))) {
    return std::nullopt;
  }
  return id;
}

bool ObjectId::is_null() const {
  return std::all_of(bytes_.begin(), bytes_.end(),
                     [](std::uint8_t byte) { return byte == 0; });
}

std::string ObjectId::hex() const {
  return to_hex(bytes());
}

}  // namespace gitward

#include "model/secret.h"

#include <algorithm>

#include "base/text.h"

namespace gitward {

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    bytes_ = other.bytes_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    other.bytes_.clear();
  }
  return *this;
}

void Secret::wipe() noexcept {
  // Volatile, or the compiler drops stores into memory about to be freed.
  volatile char* const bytes = bytes_.data();
  for (std::size_t i = 0; i < bytes_.size(); ++i) bytes[i] = 0;
}

std::string redact(ByteView secret, std::size_t public_prefix) {
  if (secret.substr(0, 5) == "-----") {
    const std::size_t end = secret.find("-----", 5);
    if (end != ByteView::npos && end < 80) {
      return visible(secret.substr(0, end + 5)) + "…";
    }
  }
  const std::size_t shown = std::min(public_prefix, secret.size() / 4);
  return visible(secret.substr(0, shown)) + "…";
}

}  // namespace gitward

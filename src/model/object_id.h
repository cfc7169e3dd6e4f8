// The name of a git object: 20 bytes (SHA-1) or 32 (SHA-256).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace gitward {

class ObjectId {
 public:
  static constexpr std::size_t kSha1Size = 20;
  static constexpr std::size_t kSha256Size = 32;

  ObjectId() = default;  // No object: is_null() holds.

  // Of exactly 20 or 32 raw bytes; anything else gives nothing.
  static std::optional<ObjectId> from_bytes(ByteView raw);
  // Of exactly 40 or 64 hexadecimal digits.
  static std::optional<ObjectId> from_hex(std::string_view text);

  // True for the default value and for git's all-zero id.
  bool is_null() const;
  std::string hex() const;
  std::string short_hex() const { return hex().substr(0, 10); }
  std::span<const std::uint8_t> bytes() const { return {bytes_.data(), size_}; }

  // NOLINTNEXTLINE(modernize-use-nullptr): the check misreads a default <=>.
  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;

 private:
  std::array<std::uint8_t, kSha256Size> bytes_{};
  std::uint8_t size_ = 0;
};

}  // namespace gitward

template <>
struct std::hash<gitward::ObjectId> {
  std::size_t operator()(const gitward::ObjectId& id) const noexcept {
    // An id is a cryptographic hash already: any eight bytes of it will do.
    // Behind the shorter ones there are zeros.
    std::size_t value = 0;
    const std::uint8_t* const bytes = id.bytes().data();
    for (std::size_t i = 0; i < 8; ++i) value = value << 8 | bytes[i];
    return value;
  }
};

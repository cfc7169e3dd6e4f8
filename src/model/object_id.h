// The name of a git object: 20 bytes (SHA-1) or 32 (SHA-256).
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
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
  static std::optional<ObjectId> from_bytes(ByteView raw) {
    ObjectId id;
    if (raw.size() == kSha1Size) {
      std::memcpy(id.bytes_.data(), raw.data(), kSha1Size);
    } else if (raw.size() == kSha256Size) {
      std::memcpy(id.bytes_.data(), raw.data(), kSha256Size);
    } else {
      return std::nullopt;
    }
    id.size_ = static_cast<std::uint8_t>(raw.size());
    return id;
  }
  // Of exactly 40 or 64 hexadecimal digits.
  static std::optional<ObjectId> from_hex(std::string_view text);

  // True for the default value and for git's all-zero id.
  bool is_null() const;
  std::string hex() const;
  std::string short_hex() const { return hex().substr(0, 10); }
  std::span<const std::uint8_t> bytes() const { return {bytes_.data(), size_}; }

  // By the bytes, the shorter one first among equals. Written out for a sort's
  // and a look-up's sake: a whole array is compared in registers, and the first
  // eight bytes decide almost every order.
  friend bool operator==(const ObjectId& a, const ObjectId& b) {
    return std::memcmp(a.bytes_.data(), b.bytes_.data(), kSha256Size) == 0 &&
           a.size_ == b.size_;
  }
  friend std::strong_ordering operator<=>(const ObjectId& a,
                                          const ObjectId& b) {
    const std::uint64_t first = a.first_bytes();
    const std::uint64_t other = b.first_bytes();
    if (first != other) return first <=> other;
    const int order =
        std::memcmp(a.bytes_.data(), b.bytes_.data(), kSha256Size);
    return order != 0 ? order <=> 0 : a.size_ <=> b.size_;
  }
  // The first eight as a number. An id is a cryptographic hash already: it
  // needs no other. Behind the shorter ids there are zeros.
  std::uint64_t first_bytes() const {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes_.data(), sizeof value);
    return std::endian::native == std::endian::big ? value
                                                   : __builtin_bswap64(value);
  }

 private:
  std::array<std::uint8_t, kSha256Size> bytes_{};
  std::uint8_t size_ = 0;
};

}  // namespace gitward

template <>
struct std::hash<gitward::ObjectId> {
  std::size_t operator()(const gitward::ObjectId& id) const noexcept {
    return id.first_bytes();
  }
};

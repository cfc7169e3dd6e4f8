#include "scan/identity.h"

namespace gitward {
namespace {

constexpr std::size_t kStrongTagBytes = 6;
constexpr std::size_t kWeakTagBytes = 2;

std::string tag_bytes(ByteView value, bool strong) {
  const std::size_t size = strong ? kStrongTagBytes : kWeakTagBytes;
  std::uint64_t tag = value_tag(value, strong);
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    bytes += static_cast<char>(tag & 0xffU);
    tag >>= 8;
  }
  return bytes;
}

}  // namespace

std::uint64_t value_tag(ByteView value, bool strong) {
  const std::size_t bits = 8 * (strong ? kStrongTagBytes : kWeakTagBytes);
  return xxh3_64(value) & ((std::uint64_t{1} << bits) - 1);
}

Digest strong_id(std::string_view rule, ByteView value) {
  std::string message = "strong";
  message += '\0';
  message += rule;
  message += '\0';
  message += tag_bytes(value, true);
  return xxh3_128(message);
}

Digest weak_id(std::string_view rule, ByteView masked_line, ByteView value) {
  std::string message = "weak";
  message += '\0';
  message += rule;
  message += '\0';
  message += masked_line;
  message += '\0';
  message += tag_bytes(value, false);
  return xxh3_128(message);
}

}  // namespace gitward

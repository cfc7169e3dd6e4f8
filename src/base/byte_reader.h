// Reads binary formats from front to back, within bounds.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace gitward {

// What is not there reads as zero or as nothing, and the reader has failed from
// then on: a parser asks once, at its end.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  bool failed() const { return failed_; }
  ByteView rest() const { return rest_; }
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  ByteView bytes(std::size_t count) {
    if (count > rest_.size()) {
      fail();
      return {};
    }
    const ByteView result = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return result;
  }
  std::uint8_t byte() {
    const ByteView one = bytes(1);
    return one.empty() ? std::uint8_t{0} : byte_of(one[0]);
  }
  // Requires: width <= 8.
  std::uint64_t big_endian(std::size_t width) {
    std::uint64_t value = 0;
    for (const char c : bytes(width)) value = value << 8 | byte_of(c);
    return value;
  }
  // As in protocol buffers: seven bits a byte, lowest first.
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t one = byte();
      value |= std::uint64_t{one & 0x7fU} << shift;
      if (one < 0x80) return value;
    }
    fail();
    return 0;
  }
  // A four-byte length and as many bytes.
  ByteView ssh_string() {
    return bytes(static_cast<std::size_t>(big_endian(4)));
  }

 private:
  ByteView rest_;
  bool failed_ = false;
};

}  // namespace gitward

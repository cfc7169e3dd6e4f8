// Reading foreign bytes front to back with a check before every step.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/error.h"

namespace gitward {

// Every read that would go past the end throws Error(kInput) "…: truncated".
class ByteCursor {
 public:
  // `what` names the thing in errors and must outlive the cursor.
  ByteCursor(ByteView bytes, std::string_view what)
      : rest_(bytes), what_(what) {}

  bool at_end() const { return rest_.empty(); }
  std::size_t left() const { return rest_.size(); }

  std::uint8_t u8() { return byte_of(take(1)[0]); }
  std::uint32_t u32() {  // Big-endian, as everything in git.
    std::uint32_t value = 0;
    for (const char c : take(4)) value = value << 8 | byte_of(c);
    return value;
  }
  std::uint64_t u64() {
    const std::uint64_t high = u32();
    return high << 32 | u32();
  }
  ByteView take(std::size_t size) {
    if (size > rest_.size()) fail("truncated");
    const ByteView taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  [[noreturn]] void fail(std::string_view why) const {
    throw Error(ErrorKind::kInput,
                std::string(what_) + ": " + std::string(why));
  }

 private:
  ByteView rest_;
  std::string_view what_;
};

}  // namespace gitward

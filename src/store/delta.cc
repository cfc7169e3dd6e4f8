#include "store/delta.h"

#include <cstring>

#include "base/error.h"

namespace gitward {
namespace {

[[noreturn]] void fail(const char* why) {
  throw Error(ErrorKind::kInput, std::string("delta: ") + why);
}

std::uint8_t take_byte(ByteView& rest) {
  if (rest.empty()) fail("truncated");
  const std::uint8_t byte = byte_of(rest.front());
  rest.remove_prefix(1);
  return byte;
}

// Seven bits a byte, least significant first.
std::size_t take_size(ByteView& rest) {
  std::uint64_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    const std::uint8_t byte = take_byte(rest);
    if (shift > 56) fail("a size of more than 63 bits");
    size |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80U) == 0) return size;
  }
}

}  // namespace

Delta::Delta(ByteView delta, std::size_t base_size)
    : rest_(delta), base_size_(base_size) {
  if (take_size(rest_) != base_size) fail("made for another base");
  result_size_ = take_size(rest_);
}

bool Delta::next(DeltaStep& step) {
  if (rest_.empty()) {
    if (written_ != result_size_) fail("ends before its result does");
    return false;
  }
  const std::uint8_t code = take_byte(rest_);
  if (code == 0) fail("a reserved instruction");
  step.result_begin = written_;
  step.is_copy = (code & 0x80U) != 0;
  if (step.is_copy) {
    std::size_t offset = 0;
    std::size_t size = 0;
    for (unsigned i = 0; i < 4; ++i) {
      if ((code & (1U << i)) != 0) {
        offset |= std::size_t{take_byte(rest_)} << (8 * i);
      }
    }
    for (unsigned i = 0; i < 3; ++i) {
      if ((code & (0x10U << i)) != 0) {
        size |= std::size_t{take_byte(rest_)} << (8 * i);
      }
    }
    if (size == 0) size = 0x10000;
    if (offset > base_size_ || size > base_size_ - offset) {
      fail("a copy from beyond the base");
    }
    step.base_begin = offset;
    step.size = size;
    step.inserted = {};
  } else {
    if (rest_.size() < code) fail("truncated");
    step.inserted = rest_.substr(0, code);
    rest_.remove_prefix(code);
    step.size = code;
  }
  if (step.size > result_size_ - written_) fail("longer than its result");
  written_ += step.size;
  return true;
}

void apply_delta(ByteView base, ByteView delta, char* out) {
  Delta steps(delta, base.size());
  DeltaStep step;
  while (steps.next(step)) {
    const char* const from =
        step.is_copy ? base.data() + step.base_begin : step.inserted.data();
    std::memcpy(out + step.result_begin, from, step.size);
  }
}

std::size_t checked_delta_result_size(ByteView delta) {
  ByteView header = delta;
  Delta steps(delta, take_size(header));
  DeltaStep step;
  while (steps.next(step)) {
  }
  return steps.result_size();
}

}  // namespace gitward

#include "store/delta.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/error.h"

namespace gitward {
namespace {

[[noreturn]] void fail(const char* why) {
  throw Error(ErrorKind::kInput, std::string("delta: ") + why);
}

// Seven bits a byte, least significant first.
std::size_t take_size(ByteView& rest) {
  std::uint64_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (rest.empty()) fail("truncated");
    const std::uint8_t byte = byte_of(rest.front());
    rest.remove_prefix(1);
    if (shift > 56) fail("a size of more than 63 bits");
    size |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80U) == 0) return size;
  }
}

struct Header {
  std::size_t base_size = 0;
  std::size_t result_size = 0;
  ByteView steps;
};

Header header_of(ByteView delta) {
  Header header;
  header.base_size = take_size(delta);
  header.result_size = take_size(delta);
  header.steps = delta;
  return header;
}

// Seven bytes of a step, the first one lowest; zeros beyond the delta's end.
std::uint64_t bytes_of_step(const char* at, std::size_t left) {
  constexpr std::size_t kMost = 7;
  std::array<char, kMost + 1> bytes{};
  if (left >= bytes.size()) {
    std::memcpy(bytes.data(), at, bytes.size());
  } else {
    std::copy_n(at, std::min(left, kMost), bytes.data());
  }
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kMost; ++i) {
    number |= std::uint64_t{byte_of(bytes[i])} << (8 * i);
  }
  return number;
}

struct CopyStep {
  std::size_t length = 0;  // Behind the code.
  std::size_t offset = 0;
  std::size_t size = 0;
};

// `code` has a bit for each byte that follows: four of the offset, three of the
// size. No two steps are alike: so no branch depends on them.
CopyStep copy_step(unsigned code, std::uint64_t bytes) {
  constexpr unsigned kOffset = 4;
  constexpr unsigned kFields = 7;
  constexpr std::size_t kSizeOfZero = 0x10000;
  std::uint64_t fields = 0;
  std::size_t length = 0;
  for (unsigned i = 0; i < kFields; ++i) {
    const std::uint64_t is_there = code >> i & 1U;
    fields |= (bytes & (0xffU * is_there)) << (8 * i);
    bytes >>= 8 * is_there;
    length += is_there;
  }
  const std::size_t size = fields >> (8 * kOffset);
  return {length, fields & 0xffffffffU, size == 0 ? kSizeOfZero : size};
}

// Calls copy(result_begin, base_begin, size) or insert(result_begin, bytes) for
// each step, once it is known to lie within the base and the result.
template <class Copy, class Insert>
void for_each_step(const Header& header, Copy copy, Insert insert) {
  const char* at = header.steps.data();
  const char* const end = at + header.steps.size();
  std::size_t written = 0;
  while (at != end) {
    const unsigned code = byte_of(*at++);
    const auto left = static_cast<std::size_t>(end - at);
    const std::size_t room = header.result_size - written;
    if ((code & 0x80U) == 0) {
      if (code == 0) fail("a reserved instruction");
      if (code > left) fail("truncated");
      if (code > room) fail("longer than its result");
      insert(written, ByteView(at, code));
      at += code;
      written += code;
      continue;
    }
    const auto [length, offset, size] =
        copy_step(code, bytes_of_step(at, left));
    if (length > left) fail("truncated");
    at += length;
    if (offset > header.base_size || size > header.base_size - offset) {
      fail("a copy from beyond the base");
    }
    if (size > room) fail("longer than its result");
    copy(written, offset, size);
    written += size;
  }
  if (written != header.result_size) fail("ends before its result does");
}

// Most steps are short: where there is room, they are written by a copy of one
// size, which needs no branch. What it writes beyond is overwritten by the next
// step.
void write(char* to, std::size_t room, ByteView bytes, std::size_t readable) {
  constexpr std::size_t kShort = 128;
  if (bytes.size() <= kShort && room >= kShort && readable >= kShort) {
    std::memcpy(to, bytes.data(), kShort);
  } else {
    std::memcpy(to, bytes.data(), bytes.size());
  }
}

}  // namespace

std::size_t delta_result_size(ByteView delta) {
  const Header header = header_of(delta);
  if (header.result_size > kBelievedSize) {
    for_each_step(
        header, [](std::size_t, std::size_t, std::size_t) {},
        [](std::size_t, ByteView) {});
  }
  return header.result_size;
}

void apply_delta(ByteView base, ByteView delta, char* out,
                 std::vector<CopiedRange>* copies) {
  const Header header = header_of(delta);
  if (header.base_size != base.size()) fail("made for another base");
  if (copies != nullptr) copies->clear();
  for_each_step(
      header,
      [&](std::size_t begin, std::size_t base_begin, std::size_t size) {
        write(out + begin, header.result_size - begin,
              base.substr(base_begin, size), base.size() - base_begin);
        if (copies == nullptr) return;
        if (!copies->empty() && copies->back().end() == begin &&
            copies->back().base_end() == base_begin) {
          copies->back().size += size;
        } else {
          copies->push_back({begin, size, base_begin});
        }
      },
      [&](std::size_t begin, ByteView bytes) {
        const char* const end = header.steps.data() + header.steps.size();
        write(out + begin, header.result_size - begin, bytes,
              static_cast<std::size_t>(end - bytes.data()));
      });
}

}  // namespace gitward

#include "store/delta.h"

#include <bit>
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
    // A bit for each byte that follows: four of the offset, three of the size.
    if (left < 7 &&
        static_cast<std::size_t>(std::popcount(code & 0x7fU)) > left) {
      fail("truncated");
    }
    const auto take = [&](unsigned bit, unsigned shift) {
      return (code & bit) != 0 ? std::size_t{byte_of(*at++)} << shift : 0;
    };
    std::size_t offset = take(0x01, 0);
    offset |= take(0x02, 8);
    offset |= take(0x04, 16);
    offset |= take(0x08, 24);
    std::size_t size = take(0x10, 0);
    size |= take(0x20, 8);
    size |= take(0x40, 16);
    if (size == 0) size = 0x10000;
    if (offset > header.base_size || size > header.base_size - offset) {
      fail("a copy from beyond the base");
    }
    if (size > room) fail("longer than its result");
    copy(written, offset, size);
    written += size;
  }
  if (written != header.result_size) fail("ends before its result does");
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
        std::memcpy(out + begin, base.data() + base_begin, size);
        if (copies == nullptr) return;
        if (!copies->empty() && copies->back().end() == begin &&
            copies->back().base_end() == base_begin) {
          copies->back().size += size;
        } else {
          copies->push_back({begin, size, base_begin});
        }
      },
      [&](std::size_t begin, ByteView bytes) {
        std::memcpy(out + begin, bytes.data(), bytes.size());
      });
}

}  // namespace gitward

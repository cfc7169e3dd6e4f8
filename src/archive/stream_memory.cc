#include "archive/stream_memory.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "base/text.h"

// The .xz file format 1.1, LZMA2's chunks as liblzma reads them, LZMA_Alone of
// the LZMA SDK, and rpm's format as libarchive reads it.
//
// Any block of an xz can ask for another dictionary, and most don't say how
// long they are. But LZMA2 is a list of chunks that do, so that all blocks are
// found without unpacking one.

namespace gitward {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kXzMagic =
    "\xfd"
    "7zXZ\0"sv;

// What is not there reads as zero, and the cursor has failed from then on.
class Cursor {
 public:
  explicit Cursor(ByteView bytes) : bytes_(bytes) {}

  bool failed() const { return failed_; }
  bool at_end() const { return at_ == bytes_.size(); }
  std::size_t at() const { return at_; }
  ByteView rest() const { return bytes_.substr(at_); }

  void skip(std::uint64_t count) {
    if (count > bytes_.size() - at_) {
      fail();
    } else {
      at_ += static_cast<std::size_t>(count);
    }
  }
  std::uint8_t byte() {
    if (at_ == bytes_.size()) {
      fail();
      return 0;
    }
    return byte_of(bytes_[at_++]);
  }
  std::uint64_t big_endian(unsigned width) {
    std::uint64_t value = 0;
    for (; width > 0; --width) value = value << 8U | byte();
    return value;
  }
  // Seven bits a byte, lowest first, in nine bytes at most.
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      const std::uint8_t one = byte();
      value |= std::uint64_t{one & 0x7fU} << shift;
      if (one < 0x80) return value;
    }
    fail();
    return 0;
  }
  // To a multiple of four: streams and blocks begin at one.
  void align() {
    while (at_ % 4 != 0 && !failed_) skip(1);
  }
  void fail() {
    failed_ = true;
    at_ = bytes_.size();
  }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

// Follows the streams of a file and tells the largest dictionary.
class XzStreams {
 public:
  explicit XzStreams(ByteView bytes) : cursor_(bytes) {}

  std::uint64_t largest_dictionary() {
    while (!cursor_.failed() && !cursor_.at_end() && largest_ <= kMaxDictionary)
      stream();
    return largest_;
  }

 private:
  void stream();
  void block(std::size_t header_size);
  void chunks();
  void index();

  Cursor cursor_;
  std::uint64_t largest_ = 0;
};

void XzStreams::stream() {
  constexpr std::size_t kFooter = 12;
  constexpr std::array<std::size_t, 16> kCheckSizes = {
      0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64};
  if (!cursor_.rest().starts_with(kXzMagic)) return cursor_.fail();
  cursor_.skip(kXzMagic.size() + 1);
  const std::size_t check = kCheckSizes[cursor_.byte() & 0x0fU];
  cursor_.skip(4);
  while (const std::size_t size = cursor_.byte()) {
    block(size);
    cursor_.skip(check);
    if (cursor_.failed() || largest_ > kMaxDictionary) return;
  }
  if (cursor_.failed()) return;
  index();
  cursor_.skip(kFooter);
  while (cursor_.rest().starts_with("\0\0\0\0"sv)) cursor_.skip(4);
}

void XzStreams::block(std::size_t header_size) {
  constexpr std::uint64_t kLzma2 = 0x21;
  constexpr unsigned kMostBits = 40;
  const std::size_t end = cursor_.at() - 1 + (header_size + 1) * 4;
  const unsigned flags = cursor_.byte();
  if ((flags & 0x40U) != 0) cursor_.varint();
  if ((flags & 0x80U) != 0) cursor_.varint();
  std::uint64_t filter = 0;
  for (unsigned left = (flags & 3U) + 1; left > 0; --left) {
    filter = cursor_.varint();
    const std::uint64_t size = cursor_.varint();
    if (filter != kLzma2) {
      cursor_.skip(size);
      continue;
    }
    const unsigned bits = cursor_.byte();
    if (size != 1 || bits > kMostBits) return cursor_.fail();
    const std::uint64_t dictionary =
        bits == kMostBits ? 0xffffffffU
                          : std::uint64_t{2U | (bits & 1U)} << (bits / 2 + 11);
    largest_ = std::max(largest_, dictionary);
  }
  if (filter != kLzma2 || cursor_.at() > end) return cursor_.fail();
  cursor_.skip(end - cursor_.at());
  chunks();
  cursor_.align();
}

void XzStreams::chunks() {
  constexpr unsigned kPacked = 0x80;
  constexpr unsigned kNewProperties = 0xc0;
  while (const unsigned control = cursor_.byte()) {
    if (control < kPacked) {
      if (control > 2) return cursor_.fail();
      cursor_.skip(cursor_.big_endian(2) + 1);
    } else {
      cursor_.skip(2);
      const std::uint64_t size = cursor_.big_endian(2) + 1;
      cursor_.skip(size + (control >= kNewProperties ? 1 : 0));
    }
  }
}

// Behind its first byte.
void XzStreams::index() {
  std::uint64_t records = cursor_.varint();
  for (; records > 0 && !cursor_.failed(); --records) {
    cursor_.varint();
    cursor_.varint();
  }
  cursor_.align();
  cursor_.skip(4);
}

// Of the lzma program's format, which has no magic bytes.
std::uint64_t lzma_dictionary(ByteView bytes) {
  constexpr unsigned kProperties = 9 * 5 * 5;
  constexpr std::size_t kHead = 13;
  if (bytes.size() < kHead || byte_of(bytes[0]) >= kProperties) return 0;
  std::uint64_t size = 0;
  for (std::size_t i = 4; i > 0; --i) size = size << 8U | byte_of(bytes[i]);
  return size;
}

}  // namespace

ByteView rpm_payload(ByteView rpm) {
  constexpr std::size_t kLead = 96;
  Cursor cursor(rpm);
  cursor.skip(kLead);
  while (cursor.rest().starts_with("\x8e\xad\xe8\x01"sv)) {
    cursor.skip(8);
    const std::uint64_t entries = cursor.big_endian(4);
    const std::uint64_t bytes = cursor.big_endian(4);
    cursor.skip(entries * 16 + bytes);
    while (cursor.rest().starts_with('\0')) cursor.skip(1);
  }
  return cursor.failed() ? ByteView() : cursor.rest();
}

std::optional<Refusal> refusal_of_stream(ContainerKind kind, ByteView bytes) {
  if (kind != ContainerKind::kXz && kind != ContainerKind::kRpm) {
    return std::nullopt;
  }
  const bool is_rpm = kind == ContainerKind::kRpm;
  const ByteView stream = is_rpm ? rpm_payload(bytes) : bytes;
  std::uint64_t dictionary = 0;
  if (stream.starts_with(kXzMagic)) {
    dictionary = XzStreams(stream).largest_dictionary();
  } else if (is_rpm && container_kind(stream) == ContainerKind::kNone) {
    dictionary = lzma_dictionary(stream);
  }
  if (dictionary <= kMaxDictionary) return std::nullopt;
  return Refusal{GapReason::kLimit,
                 fmt::format("it would take {} bytes of memory to unpack it",
                             grouped(dictionary))};
}

}  // namespace gitward

#include "archive/stream_memory.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "base/byte_reader.h"
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

// Follows the streams of a file and tells the largest dictionary.
class XzStreams {
 public:
  explicit XzStreams(ByteView bytes) : size_(bytes.size()), reader_(bytes) {}

  std::uint64_t largest_dictionary() {
    while (!reader_.failed() && !reader_.at_end() && largest_ <= kMaxDictionary)
      stream();
    return largest_;
  }

 private:
  std::size_t at() const { return size_ - reader_.rest().size(); }
  void skip(std::uint64_t count) {
    reader_.bytes(static_cast<std::size_t>(count));
  }
  // To a multiple of four: streams and blocks begin at one.
  void align() { skip((4 - at() % 4) % 4); }
  void stream();
  void block(std::size_t header_size);
  void chunks();
  void index();

  std::size_t size_;
  ByteReader reader_;
  std::uint64_t largest_ = 0;
};

void XzStreams::stream() {
  constexpr std::size_t kFooter = 12;
  constexpr std::array<std::size_t, 16> kCheckSizes = {
      0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64};
  if (!reader_.rest().starts_with(kXzMagic)) return reader_.fail();
  skip(kXzMagic.size() + 1);
  const std::size_t check = kCheckSizes[reader_.byte() & 0x0fU];
  skip(4);
  while (const std::size_t size = reader_.byte()) {
    block(size);
    skip(check);
    if (reader_.failed() || largest_ > kMaxDictionary) return;
  }
  if (reader_.failed()) return;
  index();
  skip(kFooter);
  while (reader_.rest().starts_with("\0\0\0\0"sv)) skip(4);
}

void XzStreams::block(std::size_t header_size) {
  constexpr std::uint64_t kLzma2 = 0x21;
  constexpr unsigned kMostBits = 40;
  const std::size_t end = at() - 1 + (header_size + 1) * 4;
  const unsigned flags = reader_.byte();
  if ((flags & 0x40U) != 0) reader_.varint();
  if ((flags & 0x80U) != 0) reader_.varint();
  std::uint64_t filter = 0;
  for (unsigned left = (flags & 3U) + 1; left > 0; --left) {
    filter = reader_.varint();
    const std::uint64_t size = reader_.varint();
    if (filter != kLzma2) {
      skip(size);
      continue;
    }
    const unsigned bits = reader_.byte();
    if (size != 1 || bits > kMostBits) return reader_.fail();
    const std::uint64_t dictionary =
        bits == kMostBits ? 0xffffffffU
                          : std::uint64_t{2U | (bits & 1U)} << (bits / 2 + 11);
    largest_ = std::max(largest_, dictionary);
  }
  if (filter != kLzma2 || at() > end) return reader_.fail();
  skip(end - at());
  chunks();
  align();
}

void XzStreams::chunks() {
  constexpr unsigned kPacked = 0x80;
  constexpr unsigned kNewProperties = 0xc0;
  while (const unsigned control = reader_.byte()) {
    if (control < kPacked) {
      if (control > 2) return reader_.fail();
      skip(reader_.big_endian(2) + 1);
    } else {
      skip(2);
      const std::uint64_t size = reader_.big_endian(2) + 1;
      skip(size + (control >= kNewProperties ? 1 : 0));
    }
  }
}

// Behind its first byte.
void XzStreams::index() {
  std::uint64_t records = reader_.varint();
  for (; records > 0 && !reader_.failed(); --records) {
    reader_.varint();
    reader_.varint();
  }
  align();
  skip(4);
}

std::uint64_t little_endian(ByteReader& reader, unsigned width) {
  std::uint64_t number = 0;
  for (unsigned i = 0; i < width; ++i) {
    number |= std::uint64_t{reader.byte()} << 8 * i;
  }
  return number;
}

// Of the lzma program's format, which has no magic bytes: properties, the
// dictionary, a size that is unknown or below a terabyte, and a zero byte.
std::optional<std::uint64_t> lzma_dictionary(ByteView bytes) {
  constexpr std::uint64_t kProperties = 225;
  constexpr std::uint64_t kUnknown = ~std::uint64_t{0};
  constexpr std::uint64_t kMostSize = std::uint64_t{1} << 40U;
  ByteReader reader(bytes);
  const std::uint64_t properties = reader.byte();
  const std::uint64_t dictionary = little_endian(reader, 4);
  const std::uint64_t size = little_endian(reader, 8);
  const bool fits = properties < kProperties &&
                    (size == kUnknown || size < kMostSize) &&
                    reader.byte() == 0;
  if (!fits || reader.failed()) return std::nullopt;
  return dictionary;
}

std::optional<Refusal> refusal_of_dictionary(std::uint64_t dictionary) {
  if (dictionary <= kMaxDictionary) return std::nullopt;
  return Refusal{GapReason::kLimit,
                 fmt::format("it would take {} bytes of memory to unpack it",
                             grouped(dictionary))};
}

std::optional<Refusal> refusal_of_payload(ByteView payload) {
  if (payload.empty()) {
    return Refusal{GapReason::kCorrupt, "it ends before what it holds"};
  }
  switch (container_kind(payload)) {
    case ContainerKind::kXz:
      return refusal_of_stream(ContainerKind::kXz, payload);
    case ContainerKind::kGzip:
    case ContainerKind::kBzip2:
    case ContainerKind::kZstd:
    case ContainerKind::kCpio:
      return std::nullopt;
    default:
      break;
  }
  if (const auto dictionary = lzma_dictionary(payload)) {
    return refusal_of_dictionary(*dictionary);
  }
  return Refusal{GapReason::kUnsupported,
                 "what it holds is packed in no way that is read here"};
}

}  // namespace

ByteView rpm_payload(ByteView rpm) {
  constexpr std::size_t kLead = 96;
  ByteReader reader(rpm);
  reader.bytes(kLead);
  while (reader.rest().starts_with("\x8e\xad\xe8\x01"sv)) {
    reader.bytes(8);
    const std::uint64_t entries = reader.big_endian(4);
    const std::uint64_t bytes = reader.big_endian(4);
    reader.bytes(static_cast<std::size_t>(entries * 16 + bytes));
    while (reader.rest().starts_with('\0')) reader.bytes(1);
  }
  return reader.rest();
}

std::optional<Refusal> refusal_of_stream(ContainerKind kind, ByteView bytes) {
  if (kind == ContainerKind::kRpm)
    return refusal_of_payload(rpm_payload(bytes));
  if (kind != ContainerKind::kXz) return std::nullopt;
  return refusal_of_dictionary(XzStreams(bytes).largest_dictionary());
}

}  // namespace gitward

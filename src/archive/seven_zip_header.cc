#include "archive/seven_zip_header.h"

#include <algorithm>
#include <cstdint>
#include <libdeflate.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "archive/container_walk.h"
#include "archive/unpack_budget.h"
#include "archive/unpacked_stream.h"
#include "base/text.h"

// 7zFormat.txt of the LZMA SDK. Of a header only that is read which comes
// before the last count; what libarchive makes of the rest takes no memory that
// these counts do not bound.

namespace gitward {
namespace {

using namespace std::string_view_literals;

enum Property : std::uint64_t {
  kEnd = 0x00,
  kHeader = 0x01,
  kArchiveProperties = 0x02,
  kAdditionalStreams = 0x03,
  kMainStreams = 0x04,
  kFiles = 0x05,
  kPackInfo = 0x06,
  kUnpackInfo = 0x07,
  kSubStreams = 0x08,
  kSize = 0x09,
  kDigests = 0x0a,
  kFolder = 0x0b,
  kUnpackSize = 0x0c,
  kUnpackCount = 0x0d,
  kEncodedHeader = 0x17,
};

// Of coders.
constexpr std::string_view kCopy = "\0"sv;
constexpr std::string_view kLzma = "\x03\x01\x01"sv;
constexpr std::string_view kLzma2 = "\x21"sv;
constexpr std::string_view kPpmd = "\x03\x04\x01"sv;
constexpr std::string_view kAes = "\x06\xf1\x07\x01"sv;

std::uint64_t little_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    value = value << 8U | byte_of(bytes[i - 1]);
  }
  return value;
}

std::string little_endian_bytes(std::uint64_t value, unsigned width) {
  std::string bytes;
  for (unsigned i = 0; i < width; ++i) {
    bytes += static_cast<char>(value >> (8 * i) & 0xffU);
  }
  return bytes;
}

struct Coder {
  std::string_view id;
  ByteView properties;
};

struct Packed {
  std::uint64_t offset = 0;  // Behind the signature.
  std::vector<std::uint64_t> sizes;
  std::vector<std::vector<Coder>> folders;
  std::vector<std::uint64_t> unpacked;  // Of each coder's output.
  std::vector<bool> has_digest;         // Of each folder.
};

// Reads on as if all that follows were zero once the header is refused.
class HeaderReader {
 public:
  explicit HeaderReader(ByteView bytes) : rest_(bytes) {}

  bool is_refused() const { return refusal_.has_value(); }
  std::optional<Refusal> take_refusal() { return std::move(refusal_); }

  void refuse(GapReason reason, std::string cause) {
    if (!refusal_) refusal_ = Refusal{reason, std::move(cause)};
    rest_ = {};
  }
  void refuse_damaged() {
    refuse(GapReason::kCorrupt, "its 7z header is damaged");
  }
  void expect(bool holds) {
    if (!holds) refuse_damaged();
  }

  ByteView bytes(std::uint64_t size) {
    if (size > rest_.size()) {
      refuse_damaged();
      return {};
    }
    const ByteView result = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(result.size());
    return result;
  }
  std::uint8_t byte() {
    const ByteView one = bytes(1);
    return one.empty() ? std::uint8_t{0} : byte_of(one[0]);
  }

  // The first byte's high bits count those that follow, lowest first.
  std::uint64_t number() {
    const unsigned first = byte();
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) {
      const unsigned mask = 0x80U >> i;
      if ((first & mask) == 0) {
        return value | std::uint64_t{first & (mask - 1)} << (8 * i);
      }
      value |= std::uint64_t{byte()} << (8 * i);
    }
    return value;
  }

  // Of things that take a byte of the header at least.
  std::size_t count() {
    const std::uint64_t value = number();
    expect(value <= rest_.size());
    return is_refused() ? 0 : static_cast<std::size_t>(value);
  }
  // Of things that need take none: so many more than there are already.
  std::uint64_t entries(std::uint64_t already) {
    const std::uint64_t value = number();
    if (value > kMaxEntries || value + already > kMaxEntries) {
      refuse(GapReason::kLimit,
             fmt::format("it has more than {} entries", grouped(kMaxEntries)));
    }
    return is_refused() ? 0 : value;
  }

  Packed streams();
  void check_files();

 private:
  std::vector<bool> digests(std::uint64_t most);
  void pack_info(Packed& packed);
  void unpack_info(Packed& packed);
  std::vector<Coder> folder(std::size_t& outputs);
  void check(const Coder& coder);
  void sub_streams(const Packed& packed);

  ByteView rest_;
  std::optional<Refusal> refusal_;
};

// Which of them are there, then four bytes of each.
std::vector<bool> HeaderReader::digests(std::uint64_t most) {
  std::vector<bool> defined(static_cast<std::size_t>(most), true);
  std::uint64_t count = most;
  if (byte() == 0) {
    const ByteView bits = bytes((most + 7) / 8);
    for (std::size_t i = 0; i < defined.size() && !is_refused(); ++i) {
      defined[i] = (byte_of(bits[i / 8]) >> (7 - i % 8) & 1U) != 0;
      if (!defined[i]) --count;
    }
  }
  bytes(4 * count);
  return defined;
}

void HeaderReader::pack_info(Packed& packed) {
  packed.offset = number();
  const std::size_t streams = count();
  std::uint64_t id = number();
  if (id == kSize) {
    for (std::size_t i = 0; i < streams && !is_refused(); ++i) {
      packed.sizes.push_back(number());
    }
    id = number();
  }
  if (id == kDigests) {
    digests(streams);
    id = number();
  }
  expect(id == kEnd);
}

void HeaderReader::unpack_info(Packed& packed) {
  expect(number() == kFolder);
  const std::size_t folders = count();
  expect(byte() == 0);  // Folders elsewhere: nothing writes them.
  std::size_t outputs = 0;
  for (std::size_t i = 0; i < folders && !is_refused(); ++i) {
    packed.folders.push_back(folder(outputs));
  }
  expect(number() == kUnpackSize);
  for (std::size_t i = 0; i < outputs && !is_refused(); ++i) {
    packed.unpacked.push_back(number());
  }
  packed.has_digest.assign(packed.folders.size(), false);
  std::uint64_t id = number();
  if (id == kDigests) {
    packed.has_digest = digests(packed.folders.size());
    id = number();
  }
  expect(id == kEnd);
}

std::vector<Coder> HeaderReader::folder(std::size_t& outputs) {
  constexpr std::size_t kMost = 32;
  constexpr unsigned kIdSize = 0x0f;
  constexpr unsigned kIsComplex = 0x10;
  constexpr unsigned kHasProperties = 0x20;
  const std::size_t coders = count();
  expect(coders > 0 && coders <= kMost);
  std::vector<Coder> result;
  std::size_t inputs = 0;
  std::size_t outs = 0;
  for (std::size_t i = 0; i < coders && !is_refused(); ++i) {
    const unsigned flags = byte();
    Coder coder;
    coder.id = bytes(flags & kIdSize);
    const bool is_complex = (flags & kIsComplex) != 0;
    inputs += is_complex ? count() : 1;
    outs += is_complex ? count() : 1;
    expect(inputs <= kMost && outs <= kMost);
    if ((flags & kHasProperties) != 0) coder.properties = bytes(number());
    check(coder);
    result.push_back(coder);
  }
  expect(outs > 0 && inputs + 1 >= outs);
  if (is_refused()) return {};
  // What leads from one coder to the next, and what is packed.
  const std::size_t pairs = outs - 1;
  const std::size_t packed = inputs - pairs;
  for (std::size_t i = 0; i < 2 * pairs; ++i) number();
  for (std::size_t i = 0; packed > 1 && i < packed; ++i) number();
  outputs += outs;
  return result;
}

void HeaderReader::check(const Coder& coder) {
  std::uint64_t memory = 0;
  const ByteView& properties = coder.properties;
  if (coder.id == kLzma || coder.id == kPpmd) {
    expect(properties.size() >= 5);
    memory = little_endian(
        properties.substr(std::min<std::size_t>(properties.size(), 1), 4));
  } else if (coder.id == kLzma2) {
    expect(!properties.empty());
    const unsigned bits = properties.empty() ? 0U : byte_of(properties[0]);
    expect(bits <= 40);
    memory = bits >= 40 ? 0xffffffffU
                        : std::uint64_t{2U | (bits & 1U)} << (bits / 2 + 11);
  }
  if (memory <= kMaxDictionary) return;
  refuse(GapReason::kLimit,
         fmt::format("it would take {} bytes of memory to unpack it",
                     grouped(memory)));
}

// How many files each folder has, their sizes and digests.
void HeaderReader::sub_streams(const Packed& packed) {
  std::vector<std::uint64_t> counts(packed.folders.size(), 1);
  std::uint64_t all = counts.size();
  std::uint64_t id = number();
  if (id == kUnpackCount) {
    all = 0;
    for (std::uint64_t& count : counts) all += count = entries(all);
    id = number();
  }
  if (id == kSize) {
    // The last size of each folder is what the others leave.
    for (const std::uint64_t count : counts) {
      for (std::uint64_t i = 1; i < count && !is_refused(); ++i) number();
    }
    id = number();
  }
  if (id == kDigests) {
    std::uint64_t unknown = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] != 1 || !packed.has_digest[i]) unknown += counts[i];
    }
    digests(unknown);
    id = number();
  }
  expect(id == kEnd);
}

Packed HeaderReader::streams() {
  Packed packed;
  std::uint64_t id = number();
  if (id == kPackInfo) {
    pack_info(packed);
    id = number();
  }
  if (id == kUnpackInfo) {
    unpack_info(packed);
    id = number();
  }
  if (id == kSubStreams) {
    sub_streams(packed);
    id = number();
  }
  expect(id == kEnd);
  return packed;
}

// Up to the number of files.
void HeaderReader::check_files() {
  std::uint64_t id = number();
  if (id == kArchiveProperties) {
    while (number() != kEnd) bytes(number());
    id = number();
  }
  if (id == kMainStreams) {
    static_cast<void>(streams());
    id = number();
  }
  if (id == kFiles) {
    static_cast<void>(entries(0));
  } else {
    expect(id == kEnd);
  }
}

std::string crc32_of(std::string_view bytes) {
  return little_endian_bytes(libdeflate_crc32(0, bytes.data(), bytes.size()),
                             4);
}

// A stream as the program lzma writes it: the same bytes behind another head. A
// larger dictionary does no harm, and only powers of two are taken for one.
std::string lzma_file(const Coder& coder, ByteView packed, std::uint64_t size) {
  std::uint64_t dictionary = 4096;
  const std::uint64_t wanted = little_endian(coder.properties.substr(1, 4));
  while (dictionary < wanted) dictionary *= 2;
  return std::string(coder.properties.substr(0, 1)) +
         little_endian_bytes(dictionary, 4) + little_endian_bytes(size, 8) +
         std::string(packed);
}

// As xz writes its sizes: seven bits a byte, lowest first.
std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7U) {
    bytes += static_cast<char>((value & 0x7fU) | 0x80U);
  }
  return bytes + static_cast<char>(value);
}

void pad(std::string& text) {
  text.resize((text.size() + 3) / 4 * 4, '\0');
}

// LZMA2's stream in a file of xz with one block.
std::string xz_file(const Coder& coder, ByteView packed, std::uint64_t size) {
  constexpr std::string_view kNoCheck = "\0\0"sv;
  std::string block("\x02\0\x21\x01"sv);
  block += coder.properties.substr(0, 1);
  pad(block);
  block += crc32_of(block);
  std::string index("\0\x01"sv);
  index += varint(block.size() + packed.size());
  index += varint(size);
  pad(index);
  index += crc32_of(index);
  std::string footer = little_endian_bytes(index.size() / 4 - 1, 4);
  footer += kNoCheck;

  std::string file(
      "\xfd"
      "7zXZ\0"sv);
  file += kNoCheck;
  file += crc32_of(kNoCheck);
  file += block;
  file += packed;
  pad(file);
  return file + index + crc32_of(footer) + footer + "YZ";
}

// What LZMA made of a header, if it can be undone.
std::optional<std::string> unpacked_header(const Coder& coder, ByteView packed,
                                           std::uint64_t size) {
  const std::string stream = coder.id == kLzma ? lzma_file(coder, packed, size)
                                               : xz_file(coder, packed, size);
  // Piece by piece: what comes behind the last byte need not be right.
  constexpr std::uint64_t kPiece = std::uint64_t{1} << 20U;
  UnpackBudget budget(size + kPiece);
  UnpackedStream unpacked(
      coder.id == kLzma ? ContainerKind::kUnsupported : ContainerKind::kXz,
      stream, budget);
  std::string header;
  while (header.size() < size) {
    const ByteView piece = unpacked.next_piece();
    if (piece.empty()) return std::nullopt;
    header.append(piece);
  }
  header.resize(static_cast<std::size_t>(size));
  return header;
}

std::optional<Refusal> refusal_of_header(ByteView bytes) {
  HeaderReader reader(bytes);
  reader.expect(reader.number() == kHeader);
  reader.check_files();
  return reader.take_refusal();
}

// A header that says where the header is. `body` is what is behind the
// signature.
std::optional<Refusal> refusal_of_encoded(HeaderReader& reader, ByteView body) {
  const Packed packed = reader.streams();
  reader.expect(packed.folders.size() == 1 && !packed.sizes.empty() &&
                !packed.unpacked.empty());
  if (reader.is_refused()) return reader.take_refusal();
  const std::vector<Coder>& coders = packed.folders[0];
  // libarchive finds out that it is encrypted, and does no more.
  if (std::any_of(coders.begin(), coders.end(),
                  [](const Coder& coder) { return coder.id == kAes; })) {
    return std::nullopt;
  }
  const std::uint64_t size = packed.unpacked[0];
  const std::uint64_t begin = packed.offset;
  reader.expect(begin <= body.size() && packed.sizes[0] <= body.size() - begin);
  if (reader.is_refused()) return reader.take_refusal();
  const ByteView stream =
      body.substr(static_cast<std::size_t>(begin),
                  static_cast<std::size_t>(packed.sizes[0]));
  if (coders.size() == 1 && coders[0].id == kCopy) {
    return refusal_of_header(stream);
  }
  if (coders.size() != 1 || (coders[0].id != kLzma && coders[0].id != kLzma2)) {
    return Refusal{GapReason::kUnsupported,
                   "its 7z header is packed in an unusual way"};
  }
  if (size > kMaxSevenZipHeader) {
    return Refusal{GapReason::kLimit,
                   fmt::format("its header has more than {} bytes",
                               grouped(kMaxSevenZipHeader))};
  }
  const auto header = unpacked_header(coders[0], stream, size);
  if (!header) {
    return Refusal{GapReason::kCorrupt, "its 7z header is damaged"};
  }
  return refusal_of_header(*header);
}

}  // namespace

std::optional<Refusal> refusal_of_seven_zip(ByteView bytes) {
  constexpr std::size_t kSignature = 32;
  constexpr std::size_t kPlaces = 12;
  HeaderReader start(bytes);
  start.bytes(kPlaces);
  const std::uint64_t offset = little_endian(start.bytes(8));
  const std::uint64_t size = little_endian(start.bytes(8));
  start.bytes(4);
  if (!start.is_refused() && size == 0) return std::nullopt;  // It is empty.
  start.expect(bytes.size() >= kSignature &&
               offset <= bytes.size() - kSignature &&
               size <= bytes.size() - kSignature - offset);
  if (start.is_refused()) return start.take_refusal();
  const ByteView body = bytes.substr(kSignature);
  const ByteView header = body.substr(static_cast<std::size_t>(offset),
                                      static_cast<std::size_t>(size));
  HeaderReader reader(header);
  if (reader.number() == kEncodedHeader) {
    return refusal_of_encoded(reader, body);
  }
  return refusal_of_header(header);
}

}  // namespace gitward

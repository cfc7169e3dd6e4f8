#include "archive/container_kind.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "archive/unsupported_kind.h"
#include "base/characters.h"

// Two bytes are no proof of anything in a repository of a million contents, so
// each format is asked for all that its header fixes. Sources: APPNOTE.TXT for
// zip, POSIX pax for tar and cpio, RFC 1952 for gzip, the specifications of
// bzip2, xz, zstd (RFC 8878), 7z and rpm.

namespace gitward {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kTarBlock = 512;
// A tar header's sum, and the bytes that stand for it while it is made.
constexpr ByteRange kTarSum{148, 156};

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

// Some spaces, octal digits, then spaces and NULs.
bool parse_tar_sum(ByteView field, std::uint32_t& sum) {
  std::size_t at = 0;
  while (at < field.size() && field[at] == ' ') ++at;
  const std::size_t first = at;
  sum = 0;
  for (; at < field.size() && is_octal(field[at]); ++at) {
    sum = sum * 8 + static_cast<std::uint32_t>(field[at] - '0');
  }
  if (at == first) return false;
  return std::all_of(field.begin() + static_cast<std::ptrdiff_t>(at),
                     field.end(), [](char c) { return c == ' ' || c == '\0'; });
}

// True also for the tars of before POSIX, which have no magic bytes, and behind
// blocks of zeros, which `tar -i` skips.
bool is_tar(ByteView bytes) {
  if (bytes.size() >= kTarBlock && bytes[0] == '\0') {
    const std::size_t first =
        std::min(bytes.find_first_not_of('\0'), bytes.size());
    bytes.remove_prefix(first - first % kTarBlock);
  }
  if (bytes.size() < kTarBlock || bytes[0] == '\0') return false;
  std::uint32_t wanted = 0;
  if (!parse_tar_sum(kTarSum.of(bytes), wanted)) return false;
  // Some programs took the bytes for signed ones.
  std::uint32_t sum = ' ' * static_cast<std::uint32_t>(kTarSum.size());
  std::uint32_t signed_sum = sum;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    if (i >= kTarSum.begin && i < kTarSum.end) continue;
    sum += byte_of(bytes[i]);
    signed_sum +=
        static_cast<std::uint32_t>(static_cast<std::int8_t>(bytes[i]));
  }
  return wanted == sum || wanted == signed_sum;
}

bool is_gzip(ByteView bytes) {
  constexpr std::uint8_t kReservedFlags = 0xe0;
  return bytes.size() >= 18 && bytes.starts_with("\x1f\x8b\x08"sv) &&
         (byte_of(bytes[3]) & kReservedFlags) == 0;
}

bool is_bzip2(ByteView bytes) {
  if (bytes.size() < 14 || !bytes.starts_with("BZh"sv)) return false;
  if (bytes[3] < '1' || bytes[3] > '9') return false;
  const ByteView block = bytes.substr(4, 6);
  return block == "\x31\x41\x59\x26\x53\x59"sv ||
         block == "\x17\x72\x45\x38\x50\x90"sv;
}

bool is_cpio(ByteView bytes) {
  const auto digits = [&](std::size_t header, bool (*is_digit)(char)) {
    return bytes.size() >= header &&
           std::all_of(bytes.begin(),
                       bytes.begin() + static_cast<std::ptrdiff_t>(header),
                       is_digit);
  };
  if (bytes.starts_with("070701"sv) || bytes.starts_with("070702"sv)) {
    return digits(110, is_hex);
  }
  return bytes.starts_with("070707"sv) && digits(76, is_octal);
}

// A zip's end record with a comment behind it, and nothing behind that. Asked
// of every content: it looks for one byte, which text does not have.
bool ends_in_zip_comment(ByteView bytes, bool has_nul) {
  // The size of the directory, in four bytes, has one if it is smaller.
  constexpr std::size_t kFirstWithoutNul = 0x01010101;
  if (!has_nul && bytes.size() < kFirstWithoutNul) return false;
  constexpr std::size_t kEndRecord = 22;
  constexpr std::size_t kMostComment = 0xffff;
  constexpr std::string_view kMagic = "PK\x05\x06"sv;
  const ByteView tail = bytes.substr(
      bytes.size() - std::min(bytes.size(), kEndRecord + kMostComment));
  const auto little_endian = [&](std::size_t at, std::size_t size) {
    std::size_t number = 0;
    for (std::size_t i = size; i > 0; --i) {
      number = number << 8U | byte_of(tail[at + i - 1]);
    }
    return number;
  };
  constexpr std::size_t kLast = kMagic.size() - 1;
  for (std::size_t last = tail.find(kMagic[kLast]); last != ByteView::npos;
       last = tail.find(kMagic[kLast], last + 1)) {
    if (last < kLast) continue;
    const std::size_t at = last - kLast;
    if (tail.size() - at < kEndRecord) return false;
    const std::size_t before = bytes.size() - tail.size() + at;
    if (tail.substr(at).starts_with(kMagic) &&
        little_endian(at + 20, 2) == tail.size() - at - kEndRecord &&
        little_endian(at + 12, 4) <= before) {
      return true;
    }
  }
  return false;
}

bool is_zip(ByteView bytes, bool has_nul) {
  // A program's stub, a picture or a script may stand before the entries: the
  // directory behind them is what readers of zip look for.
  constexpr std::size_t kEndRecord = 22;
  if (bytes.size() < kEndRecord) return false;
  return bytes.starts_with("PK\x03\x04"sv) ||
         bytes.starts_with("PK\x05\x06"sv) ||
         bytes.starts_with("PK\x07\x08PK"sv) ||
         bytes.substr(bytes.size() - kEndRecord).starts_with("PK\x05\x06"sv) ||
         ends_in_zip_comment(bytes, has_nul);
}

}  // namespace

ContainerKind container_kind(ByteView bytes, bool has_nul) noexcept {
  if (bytes.size() < 8) return ContainerKind::kNone;
  if (is_zip(bytes, has_nul)) return ContainerKind::kZip;
  switch (bytes[0]) {
    case '\x1f':
      if (is_gzip(bytes)) return ContainerKind::kGzip;
      break;
    case 'B':
      if (is_bzip2(bytes)) return ContainerKind::kBzip2;
      break;
    case '\xfd':
      if (bytes.starts_with("\xfd"
                            "7zXZ\0"sv)) {
        return ContainerKind::kXz;
      }
      break;
    case '\x28':
      if (bytes.starts_with("\x28\xb5\x2f\xfd"sv)) return ContainerKind::kZstd;
      break;
    case '7':
      if (bytes.starts_with("7z\xbc\xaf\x27\x1c"sv)) {
        return ContainerKind::kSevenZip;
      }
      break;
    case '!':
      if (bytes.starts_with("!<arch>\n"sv)) return ContainerKind::kAr;
      break;
    case '0':
      if (is_cpio(bytes)) return ContainerKind::kCpio;
      break;
    case '%':
      if (bytes.starts_with("%PDF-"sv)) return ContainerKind::kPdf;
      break;
    case '\xed':
      if (bytes.starts_with("\xed\xab\xee\xdb"sv)) return ContainerKind::kRpm;
      break;
    default:
      break;
  }
  if (is_tar(bytes)) return ContainerKind::kTar;
  if (is_ole(bytes)) return ContainerKind::kOle;
  return unsupported_kind(bytes).empty() ? ContainerKind::kNone
                                         : ContainerKind::kUnsupported;
}

}  // namespace gitward

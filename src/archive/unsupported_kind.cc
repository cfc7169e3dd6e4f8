#include "archive/unsupported_kind.h"

#include <array>
#include <cstddef>
#include <cstdint>

// Sources: RAR 5.0 archive format, [MS-CAB], the lz4, zstd (skippable frames)
// and lzip formats, ECMA-119 for ISO 9660 and ECMA-167 for UDF, the headers of
// squashfs, xar, lrzip, lzop, wim, compress, lha and lzma's programs; [MS-CFB]
// and [MS-OFFCRYPTO] for encrypted documents.

namespace gitward {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  std::string_view name;
};
constexpr std::array<Magic, 12> kMagics = {{
    {0, "Rar!\x1a\x07"sv, "a rar archive"},
    {0, "MSCF\0\0\0\0"sv, "a cabinet"},
    {0, "MSWIM\0\0\0"sv, "a wim image"},
    {0, "xar!\0\x1c"sv, "a xar archive"},
    {0, "\x04\x22\x4d\x18"sv, "lz4"},
    {0, "\x02\x21\x4c\x18"sv, "lz4"},
    {0, "LZIP\1"sv, "lzip"},
    {0, "LZIP\0"sv, "lzip"},
    {0, "LRZI\0"sv, "lrzip"},
    {0, "\x89LZO\0\r\n\x1a\n"sv, "lzop"},
    {32769, "CD001\1"sv, "an ISO 9660 image"},
    {32769, "BEA01\1"sv, "a UDF image"},
}};

bool has(ByteView bytes, std::size_t offset, std::string_view wanted) {
  return bytes.size() >= offset &&
         bytes.substr(offset, wanted.size()) == wanted;
}

// The magic bytes of a frame that zstd and lz4 skip; one of data follows.
bool is_skippable_frame(ByteView bytes) {
  return (byte_of(bytes[0]) & 0xf0U) == 0x50 && has(bytes, 1, "\x2a\x4d\x18");
}

bool is_squashfs(ByteView bytes) {
  // Its version is 4.0.
  return has(bytes, 0, "hsqs") && has(bytes, 28, "\4\0\0\0"sv);
}

// The flags: how many bits a code has, and one more; two are reserved.
bool is_compress(ByteView bytes) {
  const unsigned bits = byte_of(bytes[2]) & 0x1fU;
  return has(bytes, 0, "\x1f\x9d") && (byte_of(bytes[2]) & 0x60U) == 0 &&
         bits >= 9 && bits <= 16;
}

bool is_lha(ByteView bytes) {
  return has(bytes, 2, "-l") && (bytes[4] == 'h' || bytes[4] == 'z') &&
         ((bytes[5] >= '0' && bytes[5] <= '7') || bytes[5] == 'd' ||
          bytes[5] == 's') &&
         bytes[6] == '-';
}

// No magic bytes, but properties that all programs use, a dictionary of two to
// some power, an unknown size or one below a terabyte, and a first zero byte.
bool is_lzma(ByteView bytes) {
  if (bytes.size() < 18 || bytes[0] != ']' || bytes[1] != '\0') return false;
  std::uint32_t dictionary = 0;
  for (std::size_t i = 4; i > 0; --i) {
    dictionary = dictionary << 8U | byte_of(bytes[i]);
  }
  const bool is_power = (dictionary & (dictionary - 1)) == 0;
  if (dictionary < 1U << 12U || !is_power || bytes[13] != '\0') return false;
  return has(bytes, 5, "\xff\xff\xff\xff\xff\xff\xff\xff") ||
         has(bytes, 10, "\0\0\0"sv);
}

// Of Apple's disk images: the last block.
bool is_dmg(ByteView bytes) {
  constexpr std::size_t kTrailer = 512;
  return bytes.size() >= kTrailer &&
         has(bytes, bytes.size() - kTrailer, "koly\0\0\0\4"sv);
}

}  // namespace

std::string_view unsupported_kind(ByteView bytes) noexcept {
  if (bytes.size() < 8) return "";
  for (const Magic& magic : kMagics) {
    if (has(bytes, magic.offset, magic.bytes)) return magic.name;
  }
  if (is_skippable_frame(bytes)) return "zstd or lz4 behind a skippable frame";
  if (is_squashfs(bytes)) return "a squashfs image";
  if (is_compress(bytes)) return "a file of compress (.Z)";
  if (is_lha(bytes)) return "an lha archive";
  if (is_lzma(bytes)) return "lzma without a container";
  if (is_dmg(bytes)) return "an Apple disk image";
  return "";
}

bool is_ole(ByteView bytes) noexcept {
  return has(bytes, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

bool is_encrypted_ole(ByteView bytes) noexcept {
  // The stream's name in the directory, in UTF-16.
  constexpr std::string_view kName =
      "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0\0"sv;
  return bytes.find(kName) != ByteView::npos;
}

}  // namespace gitward

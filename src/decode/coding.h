// The ways in which text is written as other text.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace gitward {

enum class Coding : std::uint8_t {
  kBase64,  // Either alphabet, padded or not, over one line or many.
  kHex,
  kPercent,          // %3D
  kEscape,           // \u003d, \x3d, \075
  kHtml,             // &amp;, &#61;, &#x3d;
  kQuotedPrintable,  // =3D, and = at the end of a line
  kGzip,
  kZlib,
  kUtf16,
};

// What `via` shows: "base64", "hex", "percent", "escape", "html",
// "quoted-printable", "gzip", "zlib", "utf-16".
std::string_view name_of(Coding coding);

// What a byte is as a digit; -1 if it is none. Base64 knows both alphabets.
extern const std::array<std::int8_t, 256> kBase64Digits;
extern const std::array<std::int8_t, 256> kHexDigits;

inline int base64_digit(char c) {
  return kBase64Digits[byte_of(c)];
}
inline int hex_digit(char c) {
  return kHexDigits[byte_of(c)];
}

}  // namespace gitward

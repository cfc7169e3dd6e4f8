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

// What a byte is as a digit; -1 if it is none.
using DigitTable = std::array<std::int8_t, 256>;

constexpr DigitTable digit_table(std::string_view digits) {
  DigitTable table{};
  for (std::int8_t& digit : table) digit = -1;
  std::int8_t value = 0;
  for (const char c : digits) table[byte_of(c)] = value++;
  return table;
}

// Of both alphabets.
constexpr DigitTable base64_digits() {
  DigitTable table = digit_table(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  table[byte_of('-')] = table[byte_of('+')];
  table[byte_of('_')] = table[byte_of('/')];
  return table;
}

constexpr DigitTable hex_digits() {
  DigitTable table = digit_table("0123456789abcdef");
  for (char c = 'a'; c <= 'f'; ++c) {
    table[byte_of(static_cast<char>(c - 'a' + 'A'))] = table[byte_of(c)];
  }
  return table;
}

inline constexpr DigitTable kBase64Digits = base64_digits();
inline constexpr DigitTable kHexDigits = hex_digits();

inline int base64_digit(char c) {
  return kBase64Digits[byte_of(c)];
}
inline bool is_base64_digit(char c) {
  return base64_digit(c) >= 0;
}
inline int hex_digit(char c) {
  return kHexDigits[byte_of(c)];
}

}  // namespace gitward

// Text written as other text, for tests of what undoes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace gitward {

// With a line end after every `width` digits, if it is not 0.
inline std::string base64_of(std::string_view text, std::size_t width = 0) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string digits;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const std::string_view bytes = text.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < bytes.size() ? byte_of(bytes[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      digits += i <= bytes.size() ? kDigits[bits >> (18 - 6 * i) & 63U] : '=';
      if (width != 0 && (digits.size() + 1) % (width + 1) == 0) digits += '\n';
    }
  }
  return digits;
}

inline std::string hex_of(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (const char c : text) {
    digits += kDigits[byte_of(c) >> 4U];
    digits += kDigits[byte_of(c) & 15U];
  }
  return digits;
}

}  // namespace gitward

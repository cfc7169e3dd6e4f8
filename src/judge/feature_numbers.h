// What features are made of: numbers within bounds, classes of characters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "judge/characters.h"

namespace gitward {

inline std::int16_t clipped(long value) {
  return static_cast<std::int16_t>(std::clamp(value, -1L, 4095L));
}

// In percent.
inline std::int16_t share(int part, std::size_t whole) {
  return whole == 0 ? std::int16_t{0}
                    : clipped(100L * part / static_cast<long>(whole));
}

// The same as a search of the string, which is a call for each character.
template <char... kOf>
constexpr bool is_one_of(char c) {
  return ((c == kOf) || ...);
}

constexpr bool is_vowel(char c) {
  return is_one_of<'a', 'e', 'i', 'o', 'u', 'y'>(to_lower(c));
}

enum Class : std::int16_t { kLower, kUpper, kDigit, kSymbol };

constexpr Class class_of(char c) {
  if (is_lower(c)) return kLower;
  if (is_upper(c)) return kUpper;
  return is_digit(c) ? kDigit : kSymbol;
}

}  // namespace gitward

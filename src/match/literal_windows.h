// The four bytes by which a literal is noticed, and the bitmap that notices
// them. See literal_set.cc for the whole.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace gitward {

inline constexpr std::size_t kWindow = 4;

template <class T>
T load(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

// Merges upper and lower case and, harmlessly, some signs.
constexpr char fold(char c) {
  return static_cast<char>(byte_of(c) & 0x5fU);
}

// A window's last byte, shifted by 24, meets only the multiplier's low byte,
// and of that only bits 4 to 7 are set. So it has a say in the hash's top four
// bits alone, by its own low four: a window whose last byte can be anything
// has 16 hashes.
constexpr std::uint32_t window_hash(std::uint32_t folded) {
  return folded * 0x9e3779b0U;
}

// A set of window hashes.
// Invariant: no false negative.
class SlotMap {
 public:
  static constexpr unsigned kBits = 18;

  bool has(std::uint32_t hash) const {
    return (words_[hash >> (37 - kBits)] >> (hash >> (32 - kBits) & 31U) &
            1U) != 0;
  }
  void add(std::uint32_t hash) {
    words_[hash >> (37 - kBits)] |= 1U << (hash >> (32 - kBits) & 31U);
  }

 private:
  std::array<std::uint32_t, (std::size_t{1} << kBits) / 32> words_{};
};

// A window of a literal, which may reach beyond it on either side.
struct LiteralWindow {
  int offset = 0;  // From the literal's beginning.
  // Every hash that it can have, whatever stands beside the literal.
  std::vector<std::uint32_t> hashes;
};

// The window with an even offset (parity 0) or an odd one (parity 1) that
// costs least, given the slots that are taken; its slots are taken then.
// Requires: two bytes or more, in lower case.
LiteralWindow take_window(std::string_view literal, int parity, SlotMap& slots);

}  // namespace gitward

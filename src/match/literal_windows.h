// The four bytes by which a literal is noticed, and the bitmap that notices
// them. See literal_set.cc for the whole.
#pragma once

#include <array>
#include <bit>
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

// The four folded bytes of a window, the first one lowest.
using WindowBytes = std::uint32_t;

inline WindowBytes window_at(const char* folded) {
  if constexpr (std::endian::native == std::endian::little) {
    return load<WindowBytes>(folded);
  }
  WindowBytes window = 0;
  for (std::size_t i = 0; i < kWindow; ++i) {
    window |= WindowBytes{byte_of(folded[i])} << (8 * i);
  }
  return window;
}

// A window's last byte, shifted by 24, meets only the multiplier's low byte,
// and of that only bits 4 to 7 are set. So it has a say in the hash's top four
// bits alone, by its own low four: where a window's last byte can be anything,
// there are 16 hashes.
constexpr std::uint32_t window_hash(WindowBytes window) {
  return window * 0x9e3779b0U;
}

// A set of windows, and which bytes may stand beside them.
// Invariant: no false negative.
class SlotMap {
 public:
  static constexpr unsigned kBits = 18;
  // The neighbours that are allowed, by their low four bits: those after the
  // window in the low half, those before it in the high half.
  using Neighbours = std::uint32_t;
  static constexpr Neighbours kAnyNext = 0x0000ffffU;
  static constexpr Neighbours kAnyPrevious = 0xffff0000U;
  static constexpr Neighbours next(char c) { return 1U << (byte_of(c) & 15U); }
  static constexpr Neighbours previous(char c) { return next(c) << 16; }

  bool has(std::uint32_t hash) const {
    return (words_[hash >> (37 - kBits)] >> (hash >> (32 - kBits) & 31U) &
            1U) != 0;
  }
  bool allows(WindowBytes window, char before, char after) const {
    const Neighbours allowed = neighbours_[neighbour_slot(window)];
    return (allowed >> (byte_of(after) & 15U) &
            allowed >> (16 + (byte_of(before) & 15U)) & 1U) != 0;
  }
  void add(WindowBytes window, Neighbours allowed) {
    const std::uint32_t hash = window_hash(window);
    words_[hash >> (37 - kBits)] |= 1U << (hash >> (32 - kBits) & 31U);
    neighbours_[neighbour_slot(window)] |= allowed;
  }

 private:
  static constexpr unsigned kNeighbourBits = 15;

  // Another hash of the same kind, so that what collides in one table rarely
  // does in the other.
  static constexpr std::size_t neighbour_slot(WindowBytes window) {
    return window * 0x85ebca70U >> (32 - kNeighbourBits);
  }

  std::array<std::uint32_t, (std::size_t{1} << kBits) / 32> words_{};
  std::array<Neighbours, std::size_t{1} << kNeighbourBits> neighbours_{};
};

// A window of a literal, which may reach beyond it on either side.
struct LiteralWindow {
  int offset = 0;  // From the literal's beginning.
  // All that it can hold, up to what the hashes ignore, whatever stands beside
  // the literal.
  std::vector<WindowBytes> forms;
};

// The window with an even offset (parity 0) or an odd one (parity 1) that
// costs least, given the slots that are taken; its slots are taken then.
// Requires: two bytes or more, in lower case.
LiteralWindow take_window(std::string_view literal, int parity, SlotMap& slots);

}  // namespace gitward

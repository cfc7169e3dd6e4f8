// The bytes by which a literal is noticed, and the two tables that notice
// them. See literal_set.cc for the whole.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
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

// What counts of the four bytes of a window, the first one lowest. Bit 5 of a
// byte is left out, which merges upper and lower case and, harmlessly, some
// signs; the first and the last byte say even less, because they can be
// unknown: then there is a form for each value that they can have.
using WindowBytes = std::uint32_t;
inline constexpr WindowBytes kWindowMask = 0x075f5f1fU;

// Both halves of a window by themselves, so that a machine hashes eight or
// sixteen windows with one multiplication.
using WindowSlot = std::uint16_t;
inline constexpr std::size_t kWindowSlots = std::size_t{1} << 16U;

constexpr WindowSlot window_slot(std::uint16_t low, std::uint16_t high) {
  constexpr std::uint16_t kLowMask = kWindowMask & 0xffffU;
  constexpr std::uint16_t kHighMask = kWindowMask >> 16U;
  constexpr std::uint16_t kLowFactor = 0x0801;
  constexpr std::uint16_t kHighFactor = 0x0125;
  const auto a = static_cast<std::uint16_t>((low & kLowMask) * kLowFactor);
  const auto b = static_cast<std::uint16_t>((high & kHighMask) * kHighFactor);
  return static_cast<WindowSlot>(a + b);
}
constexpr WindowSlot window_slot(WindowBytes window) {
  return window_slot(static_cast<std::uint16_t>(window),
                     static_cast<std::uint16_t>(window >> 16U));
}

// What may come right behind a window: a bit for each value of the low three
// bits of that byte.
using NextBits = std::uint8_t;
inline constexpr NextBits kAnyNext = 0xff;
constexpr NextBits next_bit(char c) {
  return static_cast<NextBits>(1U << (byte_of(c) & 7U));
}

// What may stand around a window, by the low four bits: in the low half the
// second byte behind it, in the high half the byte before it. Found by another
// hash, so that windows which collide in one table rarely do in the other.
using Neighbours = std::uint32_t;
using NeighbourSlot = std::uint16_t;
inline constexpr unsigned kNeighbourBits = 15;
inline constexpr std::size_t kNeighbourSlots = std::size_t{1} << kNeighbourBits;
constexpr Neighbours neighbour_behind(char c) {
  return 1U << (byte_of(c) & 15U);
}
constexpr Neighbours neighbour_before(char c) {
  return neighbour_behind(c) << 16U;
}
constexpr NeighbourSlot neighbour_slot(WindowBytes window) {
  return static_cast<NeighbourSlot>((window & kWindowMask) * 0x9e3779b1U >>
                                    (32 - kNeighbourBits));
}

// The sets of windows, while they are filled. Invariant: no false negative.
struct WindowTables {
  std::array<NextBits, kWindowSlots> next{};
  std::array<Neighbours, kNeighbourSlots> neighbours{};
};

// A window of a literal, which may reach beyond it on either side.
struct LiteralWindow {
  int offset = 0;  // From the literal's beginning.
  // All that it can hold, whatever stands beside the literal.
  std::vector<WindowBytes> forms;
};

// The window with an even offset (parity 0) or an odd one (parity 1) that
// costs least, given what is in the tables; it is added to them.
// Requires: two bytes or more, in lower case.
LiteralWindow take_window(std::string_view literal, int parity,
                          WindowTables& tables);

}  // namespace gitward

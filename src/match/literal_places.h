// Which places of a text can be in a literal's window: the part of the
// prefilter that touches every byte, for each kind of machine. See
// literal_set.cc for the whole.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "match/literal_windows.h"

namespace gitward {

// A piece of text, what is known of its places, and the part of the tables
// that is in use share the first-level cache.
inline constexpr std::size_t kPiece = 4096;
// What the last place of a piece sees beyond it.
inline constexpr std::size_t kBeyond = kWindow + 2;

// Every second offset of a piece is a place; its number is half the offset.
using WindowPlace = std::uint16_t;
inline constexpr std::size_t kPlaces = kPiece / 2;
inline constexpr std::size_t kGroup = 32;  // Places that are handled at once.

struct PlaceScratch {
  alignas(32) std::array<WindowSlot, kPlaces> slots;
  alignas(32) std::array<NextBits, kPlaces> allowed;
  std::array<WindowPlace, kPlaces + kGroup> candidates;
  std::array<NeighbourSlot, kPlaces> rows;  // Of the candidates that are left.
};

inline std::uint16_t load_pair(const char* bytes) {
  if constexpr (std::endian::native == std::endian::little) {
    return load<std::uint16_t>(bytes);
  }
  return static_cast<std::uint16_t>(byte_of(bytes[0]) | byte_of(bytes[1])
                                                            << 8U);
}
inline WindowBytes window_at(const char* bytes) {
  return load_pair(bytes) | WindowBytes{load_pair(bytes + 2)} << 16U;
}

enum class Machine { kPortable, kAvx2 };
// The best that this one is.
Machine this_machine();

// Fills scratch.slots, and scratch.candidates with the places where the slot's
// bits hold the byte that comes next; returns their number. Requires: `places`
// is a multiple of kGroup, and 2 * places + kBeyond bytes can be read.
std::size_t collect_places(Machine machine, const char* piece,
                           std::size_t places, std::span<const NextBits> next,
                           PlaceScratch& scratch);

}  // namespace gitward

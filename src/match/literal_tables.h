// The tables of a LiteralSet as one run of bytes, which can be made when
// gitward is built and used where it lies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.h"
#include "match/literal_windows.h"

namespace gitward {

// What is compared at once to say that a literal begins somewhere.
inline constexpr std::size_t kHead = 8;

// One way in which an occurrence is noticed.
struct LiteralEntry {
  // The literal's first bytes, and which of their bits count: a letter equals
  // its other case under the mask 0xdf.
  std::uint64_t head = 0;
  std::uint64_t head_mask = 0;
  std::uint32_t literal = 0;  // Of LiteralTables::literals.
  std::int32_t offset = 0;    // Of the window, from the literal's beginning.
  std::uint64_t size = 0;     // Of the literal.
};

// A distinct literal: where its text is, in lower case, and where the numbers
// are that it has in the caller's list.
struct LiteralText {
  std::uint32_t text = 0;
  std::uint32_t size = 0;
  std::uint32_t indices_begin = 0;
  std::uint32_t indices_end = 0;
};

inline constexpr unsigned kBucketBits = 15;
inline constexpr std::size_t kBuckets = std::size_t{1} << kBucketBits;
constexpr std::size_t bucket_of(WindowSlot slot) {
  return slot >> (16U - kBucketBits);
}

// Views into the run.
struct LiteralTables {
  std::span<const NextBits> next;          // By window_slot().
  std::span<const Neighbours> neighbours;  // By neighbour_slot().
  std::span<const std::uint32_t> first;    // kBuckets + 1.
  // The entries of bucket b are entries[list[k]], first[b] <= k < first[b + 1].
  std::span<const std::uint32_t> list;
  std::span<const LiteralEntry> entries;
  std::span<const LiteralText> literals;
  std::span<const std::uint32_t> indices;
  std::string_view texts;
};

// Requires: every literal has two bytes or more.
std::string make_literal_tables(std::span<const std::string> literals);

// Requires: aligned to eight bytes. The views are valid as long as the bytes.
// Throws Error(kBug) if they are not what make_literal_tables() gives on this
// kind of machine.
LiteralTables open_literal_tables(ByteView bytes);

}  // namespace gitward

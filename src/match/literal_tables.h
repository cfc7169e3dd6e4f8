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

// What is compared at once to say that a literal begins somewhere, and then to
// say that it goes on.
inline constexpr std::size_t kHead = 4;
inline constexpr std::size_t kRest = 8;

// One way in which an occurrence is noticed. Of the compared bytes the masks
// say which bits count: a letter equals its other case under 0xdf.
struct LiteralEntry {
  std::uint32_t head = 0;  // The literal's first bytes.
  std::uint32_t head_mask = 0;
  std::uint32_t literal = 0;  // Of LiteralTables::literals.
  std::int32_t offset = 0;    // Of the window, from the literal's beginning.
};

// A distinct literal: where its text is, in lower case, and where the numbers
// are that it has in the caller's list.
struct LiteralText {
  std::uint64_t rest = 0;  // The bytes behind its head.
  std::uint64_t rest_mask = 0;
  std::uint32_t text = 0;
  std::uint32_t size = 0;
  std::uint32_t indices_begin = 0;
  std::uint32_t indices_end = 0;
};

// What may stand around a window, and the entries that it leads to: up to the
// next row's first one.
struct WindowRow {
  Neighbours neighbours = 0;
  std::uint32_t first_entry = 0;
};

// Views into the run.
struct LiteralTables {
  std::span<const NextBits> next;   // By window_slot().
  std::span<const WindowRow> rows;  // By neighbour_slot(), and one more.
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

// Where long stretches of base64 digits may stand, and what they may mean: the
// part of the search for runs (decode/digit_runs.h) that looks at every byte.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace gitward {

// Bytes are looked at in blocks of four that begin at multiples of four.
inline constexpr std::size_t kDigitBlock = 4;

// Finds where five blocks of digits each begin, in steps of four bytes: 128
// bytes at a time, so that what a step gave is used up before the next. A
// stretch of 23 digits or more has such a row.
class BlockRows {
 public:
  // Those that begin in the window. Borrows the text.
  BlockRows(ByteView text, ByteRange window);

  // The first at or after `from`, which is a multiple of four and never less
  // than before; the window's end or more if there is none.
  std::size_t next(std::size_t from);

 private:
  static constexpr unsigned kCarried = 4;  // One less than the blocks of a row.
  static constexpr std::size_t kCarriedBytes = kDigitBlock * kCarried;

  bool read();

  ByteView text_;
  std::size_t end_;
  std::size_t next_;           // What is not yet read.
  std::size_t step_ = 0;       // What was read last, and its rows: the first
  std::uint64_t rows_ = 0;     // bits are of the blocks before it.
  std::uint64_t carried_ = 0;  // The last blocks before `next_`.
};

// The digits from a place on, and whether some of them may mean text. It says
// so wherever 24 digits in a row do (32 hexadecimal ones), and rarely else.
struct SeenDigits {
  std::size_t end = 0;
  bool base64 = false;
  bool hex = false;
};
SeenDigits see_digits(ByteView text, std::size_t begin);

}  // namespace gitward

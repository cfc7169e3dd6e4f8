// Runs of base64 and hexadecimal digits that hold text.
//
// A stretch is what stands between two bytes that are no base64 digits; of 24
// digits or more, it is looked at. Stretches at the ends of lines, or before a
// \n in a string, go on in the next line and are one run. A run is worth
// decoding if 24 digits in a row of one of its stretches (32 hexadecimal ones)
// mean text, or if it begins as gzip and zlib streams do. All that depends on
// the run alone, wherever it stands.
//
// Source code is full of long names and short of such runs. Stretches of twenty
// digits are found 128 bytes at a time; and of sixteen digits of text four,
// with three others between, are A to Z or a to f.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "decode/coding.h"
#include "decode/decoded_text.h"

namespace gitward {

struct DigitRun {
  Coding coding = Coding::kBase64;  // Or kHex.
  std::vector<ByteRange> pieces;    // One a line; not empty.

  ByteRange range() const { return {pieces.front().begin, pieces.back().end}; }
};

// All runs worth decoding, by where they end. One of hexadecimal digits can lie
// in one of base64 that begins on its line and goes on in the next.
std::vector<DigitRun> find_digit_runs(ByteView text);
// Those that hold or touch a byte of the windows, or have it for context (see
// decode_digits()), and maybe others near; each once. However many windows lie
// in one run, it is walked through once. Requires: the windows are sorted and
// disjoint.
std::vector<DigitRun> find_digit_runs_near(ByteView text,
                                           std::span<const ByteRange> windows);

// A whole text as base64 of 4 bytes or more, if it is nothing else.
bool is_base64(ByteView text);

// The run with its padding.
ByteRange encoded_range(ByteView text, const DigitRun& run);

// What the run means, in its place: with what stands before and behind it on
// its lines, up to 256 bytes on either side.
DecodedText decode_digits(ByteView text, const DigitRun& run);
inline constexpr std::size_t kDigitContext = 256;

}  // namespace gitward

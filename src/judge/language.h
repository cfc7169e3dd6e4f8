// How unlike words a text is.
#pragma once

#include "base/bytes.h"

namespace gitward {

// What the letters of a text cost behind the two before them, in eighths of a
// bit: the more unusual, the more.
struct LetterCosts {
  int letters = 0;
  int mean = 0;
  int worst = 0;  // The mean of the four in a row that cost most.
  int best = 0;   // And of those that cost least.
};

// How words cover the runs of letters in a text, leaving as few letters as they
// can, and of such covers the one with the fewest words.
struct WordCover {
  int uncovered = 0;  // Letters.
  int longest_uncovered = 0;
  int words = 0;
  int longest_word = 0;
};

// Of at most the first 128 bytes. Deterministic on every machine.
LetterCosts letter_costs(ByteView text);
WordCover word_cover(ByteView text);

}  // namespace gitward

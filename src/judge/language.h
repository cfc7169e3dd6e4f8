// How unlike words a text is.
#pragma once

#include "base/bytes.h"

namespace gitward {

// Of the runs of letters in a text. Costs are in eighths of a bit a letter.
struct LetterStatistics {
  int letters = 0;
  int mean_cost = 0;   // Of a letter behind the two before it.
  int worst_cost = 0;  // The mean of the four in a row that cost most.
  int best_cost = 0;   // And of those that cost least.
  int uncovered = 0;   // Letters that no word covers.
  int longest_uncovered = 0;
  int words = 0;  // In the cover that leaves the fewest letters.
  int longest_word = 0;
};

// Of at most the first 128 bytes. Deterministic on every machine.
LetterStatistics letter_statistics(ByteView text);

}  // namespace gitward

#include "judge/language.h"

#include <algorithm>
#include <array>

#include "judge/characters.h"
#include "judge/tables.h"

namespace gitward {
namespace {

constexpr std::size_t kMost = 128;
constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kLongestWord = 14;
constexpr std::size_t kWindow = 4;

bool is_word(std::uint32_t hash) {
  const auto& words = judge_tables().words;
  for (std::size_t slot = hash % kWordSlots; words[slot] != 0;
       slot = (slot + 1) % kWordSlots) {
    if (words[slot] == hash) return true;
  }
  return false;
}

std::size_t letter_of(char c) {
  return static_cast<std::size_t>(to_lower(c) - 'a') + 1;
}

// The cover of a run by words that leaves the fewest letters, and of those the
// one with the fewest words.
void cover(ByteView run, LetterStatistics& statistics) {
  struct Best {
    int uncovered = 0;
    int words = 0;
    std::size_t word = 0;  // The size of the last one; 0: the letter is bare.
  };
  std::array<Best, kMost + 1> best{};
  for (std::size_t end = 1; end <= run.size(); ++end) {
    best[end] = {INT32_MAX, 0, 0};
  }
  const auto improve = [&](std::size_t at, Best candidate) {
    Best& known = best[at];
    if (candidate.uncovered < known.uncovered ||
        (candidate.uncovered == known.uncovered &&
         candidate.words < known.words)) {
      known = candidate;
    }
  };
  for (std::size_t begin = 0; begin < run.size(); ++begin) {
    const Best here = best[begin];
    improve(begin + 1, {here.uncovered + 1, here.words, 0});
    std::uint32_t hash = kNoLetters;
    const std::size_t most = std::min(run.size() - begin, kLongestWord);
    for (std::size_t size = 1; size <= most; ++size) {
      hash = hash_letter(hash, to_lower(run[begin + size - 1]));
      if (size >= kShortestWord && is_word(hash)) {
        improve(begin + size, {here.uncovered, here.words + 1, size});
      }
    }
  }
  statistics.uncovered += best[run.size()].uncovered;
  statistics.words += best[run.size()].words;
  int bare = 0;
  for (std::size_t at = run.size(); at > 0;) {
    const std::size_t word = best[at].word;
    bare = word == 0 ? bare + 1 : 0;
    statistics.longest_uncovered = std::max(statistics.longest_uncovered, bare);
    statistics.longest_word =
        std::max(statistics.longest_word, static_cast<int>(word));
    at -= std::max<std::size_t>(word, 1);
  }
}

}  // namespace

LetterStatistics letter_statistics(ByteView text) {
  const ByteView view = text.substr(0, kMost);
  const auto& trigrams = judge_tables().trigrams;
  LetterStatistics statistics;
  int total = 0;
  int count = 0;
  int worst = 0;
  int best = 0;
  std::array<int, kWindow> last{};
  std::size_t in_run = 0;
  const auto cost = [&](std::size_t a, std::size_t b, std::size_t c) {
    const int price = trigrams[(a * kLetters + b) * kLetters + c];
    total += price;
    last[in_run % kWindow] = price;
    ++count;
    if (++in_run < kWindow) return;
    const int sum = last[0] + last[1] + last[2] + last[3];
    worst = std::max(worst, sum);
    best = best == 0 ? sum : std::min(best, sum);
  };
  for (std::size_t at = 0; at < view.size();) {
    if (!is_alpha(view[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    std::size_t a = 0;
    std::size_t b = 0;
    in_run = 0;
    while (end < view.size() && is_alpha(view[end])) {
      // A capital behind a small letter begins a word.
      if (end > at && is_upper(view[end]) && is_lower(view[end - 1])) a = b = 0;
      const std::size_t c = letter_of(view[end]);
      cost(a, b, c);
      a = b;
      b = c;
      ++end;
    }
    statistics.letters += static_cast<int>(end - at);
    cover(view.substr(at, end - at), statistics);
    at = end;
  }
  if (count > 0) statistics.mean_cost = total / count;
  const int window = static_cast<int>(kWindow);
  statistics.worst_cost = worst > 0 ? worst / window : statistics.mean_cost;
  statistics.best_cost = best > 0 ? best / window : statistics.mean_cost;
  return statistics;
}

}  // namespace gitward

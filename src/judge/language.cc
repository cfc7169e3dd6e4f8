#include "judge/language.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

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

// 1 to 26 for letters of either case, 0 for all else.
constexpr auto kLetterOf = [] {
  std::array<std::uint8_t, 256> letters{};
  for (std::size_t i = 0; i < 26; ++i) {
    letters['a' + i] = letters['A' + i] = static_cast<std::uint8_t>(i + 1);
  }
  return letters;
}();

std::size_t letter_of(char c) {
  return kLetterOf[byte_of(c)];
}

bool begins_word(ByteView run, std::size_t at) {
  if (run.size() - at < kShortestWord) return false;
  const std::size_t index = trigram_index(
      letter_of(run[at]), letter_of(run[at + 1]), letter_of(run[at + 2]));
  return (judge_tables().begins[index / 64] >> (index % 64) & 1U) != 0;
}

void cover(ByteView run, WordCover& all) {
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
    if (!begins_word(run, begin)) continue;
    std::uint32_t hash = kNoLetters;
    const std::size_t most = std::min(run.size() - begin, kLongestWord);
    for (std::size_t size = 1; size <= most; ++size) {
      hash = hash_letter(hash, to_lower(run[begin + size - 1]));
      if (size >= kShortestWord && is_word(hash)) {
        improve(begin + size, {here.uncovered, here.words + 1, size});
      }
    }
  }
  all.uncovered += best[run.size()].uncovered;
  all.words += best[run.size()].words;
  int bare = 0;
  for (std::size_t at = run.size(); at > 0;) {
    const std::size_t word = best[at].word;
    bare = word == 0 ? bare + 1 : 0;
    all.longest_uncovered = std::max(all.longest_uncovered, bare);
    all.longest_word = std::max(all.longest_word, static_cast<int>(word));
    at -= std::max<std::size_t>(word, 1);
  }
}

// Calls use(run) with each run of letters of the first bytes.
template <typename Use>
void for_each_run(ByteView text, Use use) {
  text = text.substr(0, kMost);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && letter_of(text[end]) != 0) ++end;
    if (end > at) use(text.substr(at, end - at));
    at = end + 1;
  }
}

}  // namespace

LetterCosts letter_costs(ByteView text) {
  const auto& trigrams = judge_tables().trigrams;
  LetterCosts costs;
  int total = 0;
  int worst = 0;
  int best = std::numeric_limits<int>::max();
  for_each_run(text, [&](ByteView run) {
    int sum = 0;  // Of the last kWindow costs.
    std::array<int, kMost> cost;
    std::size_t a = 0;
    std::size_t b = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      // A capital behind a small letter begins a word.
      if (i > 0 && is_upper(run[i]) && is_lower(run[i - 1])) a = b = 0;
      const std::size_t c = letter_of(run[i]);
      cost[i] = trigrams[trigram_index(a, b, c)];
      a = b;
      b = c;
      total += cost[i];
      sum += cost[i];
      if (i + 1 < kWindow) continue;
      worst = std::max(worst, sum);
      best = std::min(best, sum);
      sum -= cost[i + 1 - kWindow];
    }
    costs.letters += static_cast<int>(run.size());
  });
  if (costs.letters > 0) costs.mean = total / costs.letters;
  const int window = static_cast<int>(kWindow);
  costs.worst = worst > 0 ? worst / window : costs.mean;
  costs.best = best <= worst ? best / window : costs.mean;
  return costs;
}

WordCover word_cover(ByteView text) {
  WordCover all;
  for_each_run(text, [&](ByteView run) { cover(run, all); });
  return all;
}

}  // namespace gitward

// The tables that the build embeds, made by scripts/judge and checked by
// judgec: none is damaged, or of another version.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "judge/forest.h"

namespace gitward {

inline constexpr std::size_t kLetters = 27;  // 0 is the edge of a word.
// A power of two, and at most three quarters full.
inline constexpr std::size_t kWordSlots = 16384;

struct JudgeTables {
  // Hashes of words (hash_letter()), open addressing; 0 is an empty slot.
  std::span<const std::uint32_t, kWordSlots> words;
  // A bit for each three letters that a word begins with, by
  // trigram_index().
  std::span<const std::uint64_t, kLetters * kLetters * kLetters / 64 + 1>
      begins;
  // What a letter costs behind two others, in eighths of a bit.
  std::span<const std::uint8_t, kLetters * kLetters * kLetters> trigrams;
  std::span<const ForestNode> nodes;
  // Where each tree of the first look begins: it knows the first features.
  std::span<const std::uint32_t> first_trees;
  // The score of the first look from which on there is a second.
  int least_first;
  std::span<const std::uint32_t> trees;  // Where each of the others begins.
  // For each of these: the most that those behind it can add to a score.
  std::span<const std::int32_t> most_behind;
  // The scores from which on a candidate is one of low, medium and high
  // confidence, ascending.
  std::array<int, 3> levels;
  // Of the files that they were made from, in hexadecimal: what was judged by
  // others may be judged otherwise.
  std::string_view hash;
};

const JudgeTables& judge_tables();

// Of three letters (1 to 26) in the tables.
constexpr std::size_t trigram_index(std::size_t a, std::size_t b,
                                    std::size_t c) {
  return (a * kLetters + b) * kLetters + c;
}

// The hash of a word, letter by letter, from kNoLetters on. Never 0.
inline constexpr std::uint32_t kNoLetters = 2166136261U;
constexpr std::uint32_t hash_letter(std::uint32_t hash, char lower) {
  return (hash ^ static_cast<std::uint8_t>(lower)) * 16777619U;
}

}  // namespace gitward

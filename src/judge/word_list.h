// Lists of a few words, in the case that the text has: which of them a text
// holds, whether a word is one of them.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/bytes.h"

namespace gitward {

// Words, to ask whether another is one of them. Made when gitward is compiled.
class WordSet {
 public:
  consteval WordSet(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      std::size_t slot = hash_of(word) % kSlots;
      while (!slots_[slot].empty()) slot = (slot + 1) % kSlots;
      slots_[slot] = word;
    }
  }

  bool holds(std::string_view word) const {
    for (std::size_t slot = hash_of(word) % kSlots; !slots_[slot].empty();
         slot = (slot + 1) % kSlots) {
      if (slots_[slot] == word) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kSlots = 512;

  static constexpr std::size_t hash_of(std::string_view word) {
    if (word.empty()) return 0;
    return byte_of(word.front()) * 31U + byte_of(word.back()) * 7U +
           byte_of(word[word.size() / 2]) * 131U + word.size();
  }

  std::array<std::string_view, kSlots> slots_{};
};

// Words of two bytes or more, looked for in one pass. Made when gitward is
// compiled.
template <std::size_t kWords>
class WordList {
  static_assert(kWords <= 64);

 public:
  constexpr explicit WordList(const std::array<std::string_view, kWords>& words)
      : words_(words) {
    for (std::size_t i = 0; i < kWords; ++i) {
      for (std::size_t k = 0; k < std::min(words[i].size(), kHead); ++k) {
        heads_[i].bytes |= std::uint64_t{byte_of(words[i][k])} << (8 * k);
        heads_[i].mask |= std::uint64_t{0xff} << (8 * k);
      }
      first_[byte_of(words[i][0])] |= std::uint64_t{1} << i;
      second_[byte_of(words[i][1])] |= std::uint64_t{1} << i;
    }
  }

  // A bit for each that the text holds; the lowest is the first word's.
  std::uint64_t held_by(std::string_view text) const {
    std::uint64_t found = 0;
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
      for (std::uint64_t may = at_place(text, at) & ~found; may != 0;
           may &= may - 1) {
        const std::uint64_t lowest = may & (~may + 1);
        if (stands_at(text, at, lowest)) found |= lowest;
      }
    }
    return found;
  }

  // The size of the longest one that stands at this place, or 0.
  std::size_t longest_at(std::string_view text, std::size_t at) const {
    std::size_t longest = 0;
    if (at + 1 >= text.size()) return longest;
    for (std::uint64_t may = at_place(text, at); may != 0; may &= may - 1) {
      const std::uint64_t lowest = may & (~may + 1);
      const std::size_t size = words_[index_of(lowest)].size();
      if (size > longest && stands_at(text, at, lowest)) longest = size;
    }
    return longest;
  }

 private:
  // Those that two bytes do not rule out.
  std::uint64_t at_place(std::string_view text, std::size_t at) const {
    return first_[byte_of(text[at])] & second_[byte_of(text[at + 1])];
  }
  static std::size_t index_of(std::uint64_t bit) {
    return static_cast<std::size_t>(std::countr_zero(bit));
  }
  // A call for each place would cost more than all else.
  bool stands_at(std::string_view text, std::size_t at,
                 std::uint64_t bit) const {
    const std::string_view word = words_[index_of(bit)];
    if (text.size() - at < word.size()) return false;
    if (text.size() - at < kHead) return text.substr(at).starts_with(word);
    const Head& head = heads_[index_of(bit)];
    if ((load(text.data() + at) & head.mask) != head.bytes) {
      return false;
    }
    return word.size() <= kHead || text.substr(at).starts_with(word);
  }

  static std::uint64_t load(const char* bytes) {
    std::uint64_t all = 0;
    for (std::size_t k = 0; k < kHead; ++k) {
      all |= std::uint64_t{byte_of(bytes[k])} << (8 * k);
    }
    return all;
  }

  // The first bytes of a word, as load() has them.
  static constexpr std::size_t kHead = 8;
  struct Head {
    std::uint64_t bytes = 0;
    std::uint64_t mask = 0;
  };

  std::array<std::string_view, kWords> words_;
  std::array<Head, kWords> heads_{};
  std::array<std::uint64_t, 256> first_{};
  std::array<std::uint64_t, 256> second_{};
};

}  // namespace gitward

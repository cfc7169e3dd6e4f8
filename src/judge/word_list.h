// Which of a few words a text holds, in one pass.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace gitward {

// Words of two bytes or more, in the case that the text has. Made when gitward
// is compiled.
template <std::size_t kWords>
class WordList {
  static_assert(kWords <= 64);

 public:
  constexpr explicit WordList(const std::array<std::string_view, kWords>& words)
      : words_(words) {
    for (std::size_t i = 0; i < kWords; ++i) {
      first_[byte_of(words[i][0])] |= std::uint64_t{1} << i;
      second_[byte_of(words[i][1])] |= std::uint64_t{1} << i;
    }
  }

  // How many of them the text holds.
  int count_in(std::string_view text) const {
    std::uint64_t found = 0;
    int count = 0;
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
      for (std::uint64_t may = at_place(text, at) & ~found; may != 0;
           may &= may - 1) {
        const std::uint64_t lowest = may & (~may + 1);
        if (!text.substr(at).starts_with(word_of(lowest))) continue;
        found |= lowest;
        ++count;
      }
    }
    return count;
  }

  // The size of the longest one that stands at this place, or 0.
  std::size_t longest_at(std::string_view text, std::size_t at) const {
    std::size_t longest = 0;
    if (at + 1 >= text.size()) return longest;
    for (std::uint64_t may = at_place(text, at); may != 0; may &= may - 1) {
      const std::string_view word = word_of(may & (~may + 1));
      if (word.size() > longest && text.substr(at).starts_with(word)) {
        longest = word.size();
      }
    }
    return longest;
  }

 private:
  // Those that two bytes do not rule out.
  std::uint64_t at_place(std::string_view text, std::size_t at) const {
    return first_[byte_of(text[at])] & second_[byte_of(text[at + 1])];
  }
  std::string_view word_of(std::uint64_t bit) const {
    return words_[static_cast<std::size_t>(std::countr_zero(bit))];
  }

  std::array<std::string_view, kWords> words_;
  std::array<std::uint64_t, 256> first_{};
  std::array<std::uint64_t, 256> second_{};
};

}  // namespace gitward

// A few bytes in lower case, where nothing is to be allocated.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "base/characters.h"

namespace gitward {

// Of a longer text: its beginning.
template <std::size_t kMost>
class Lowered {
 public:
  explicit Lowered(std::string_view text) { add(text); }
  Lowered(std::string_view before, std::string_view text) {
    add(before);
    add(text);
  }
  std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  void add(std::string_view text) {
    const std::size_t size = std::min(text.size(), kMost - size_);
    for (std::size_t i = 0; i < size; ++i) {
      bytes_[size_ + i] = to_lower(text[i]);
    }
    size_ += size;
  }

  std::array<char, kMost> bytes_;  // The first size_ of them.
  std::size_t size_ = 0;
};

}  // namespace gitward

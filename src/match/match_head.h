// What every match of an expression begins with: which bytes can stand at its
// first places. Says no at most places without the expression, which then need
// not even be compiled.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace gitward {

// Immutable and safe to share.
// Invariant: sound. No match begins where it does not fit.
class MatchHead {
 public:
  static constexpr std::size_t kMaxSize = 64;

  // `count` places in a row at which one of `bytes` stands.
  struct Part {
    std::bitset<256> bytes;
    std::size_t count = 0;
  };

  // Of no place: fits everywhere.
  MatchHead() = default;
  // Places behind the first kMaxSize say nothing.
  explicit MatchHead(const std::vector<Part>& parts);

  bool empty() const { return size_ == 0; }
  // Whether all its places are there from `at` on. Requires: at <= text.size().
  bool fits(ByteView text, std::size_t at) const noexcept;
  // The same, if any bytes could follow the text.
  bool may_fit(ByteView text, std::size_t at) const noexcept;
  // Where it first fits at or behind `from`; npos: nowhere.
  // Requires: from <= text.size().
  std::size_t find(ByteView text, std::size_t from) const noexcept;

 private:
  // For each byte the places where it can stand, the first one lowest.
  std::array<std::uint64_t, 256> places_{};
  std::size_t size_ = 0;
};

}  // namespace gitward

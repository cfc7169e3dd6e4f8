// Finds every occurrence of every literal of a set: the prefilter that decides
// which rules look at a content at all.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace gitward {

using LiteralIndex = std::uint32_t;

struct LiteralHit {
  LiteralIndex literal = 0;
  std::size_t begin = 0;  // Offset of its first byte.
};

// Immutable, safe to share. Literals are compared without regard to ASCII
// case.
// Invariant: sound and exact. Every occurrence of every literal, overlapping
// ones too, is reported once, in order of its begin, then of its literal.
class LiteralSet {
 public:
  // Requires: every literal has two bytes or more; duplicates are allowed.
  explicit LiteralSet(std::span<const std::string> literals);
  LiteralSet(const LiteralSet&) = delete;
  LiteralSet& operator=(const LiteralSet&) = delete;
  LiteralSet(LiteralSet&&) noexcept;
  LiteralSet& operator=(LiteralSet&&) noexcept;
  ~LiteralSet();

  // Appends all hits in text to `hits` (which is cleared first).
  void scan(ByteView text, std::vector<LiteralHit>& hits) const;

 private:
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

}  // namespace gitward

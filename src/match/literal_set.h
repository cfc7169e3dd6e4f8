// Finds every occurrence of every literal of a set: the prefilter that decides
// which rules look at a content at all.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "match/literal_places.h"
#include "match/literal_tables.h"

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
  explicit LiteralSet(std::span<const std::string> literals)
      : LiteralSet(make_literal_tables(literals)) {}
  // A set whose tables were made before. Borrows what make_literal_tables()
  // gave: see open_literal_tables().
  static LiteralSet of_tables(ByteView tables) {
    return LiteralSet(open_literal_tables(tables));
  }
  LiteralSet(const LiteralSet&) = delete;
  LiteralSet& operator=(const LiteralSet&) = delete;
  LiteralSet(LiteralSet&&) noexcept = default;
  LiteralSet& operator=(LiteralSet&&) noexcept = default;
  ~LiteralSet() = default;

  // What the set was made of, in lower case.
  std::vector<std::string> literals() const;

  // Puts all hits in text into `hits` (which is cleared first). The machine
  // is a matter of speed alone.
  void scan(ByteView text, std::vector<LiteralHit>& hits,
            Machine machine = this_machine()) const;

 private:
  explicit LiteralSet(LiteralTables tables) : tables_(tables) {}
  explicit LiteralSet(const std::string& bytes);

  std::vector<std::uint64_t> owned_;  // Aligned; keeps its place when moved.
  LiteralTables tables_;
};

}  // namespace gitward

// Scans a content that was made from another one by copying, at the cost of
// what is new in it. The result is exactly that of Scanner::scan().
//
// What makes it exact: every verdict depends on bytes within a known distance
// of a prefilter hit (Rule::reach, Rule::max_match) and on the lines of its
// secret. A hit whose whole distance lies in one copy has the verdict that it
// had in the base, and a candidate whose whole distance does is inherited. If
// any other hit gives a candidate, or an inherited one may have changed, all
// hits are evaluated anew: rare, for candidates are. So the only thing that
// is ever taken from the base is "nothing here" and "this, unchanged".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scan/scanner.h"

namespace gitward {

// A range of the content that is the same in the base.
struct CopiedRange {
  std::size_t begin = 0;  // In the content.
  std::size_t size = 0;
  std::size_t base_begin = 0;

  std::size_t end() const { return begin + size; }
};

// What is remembered of a scanned content for those that copy from it.
struct ScanTrace {
  std::vector<LiteralHit> hits;  // All of the prefilter's, in its order.
  ScannedContent result;
  // For each candidate of the result: what its verdict, its id and its
  // excerpt depend on.
  std::vector<ByteRange> dependences;
  // No hit's distance is larger, if it is limited at all (see traced_scan.cc).
  std::size_t farthest = 0;
  std::size_t size = 0;
  bool has_nul = false;
  // How many of the candidates were taken from the base: for statistics.
  std::size_t inherited = 0;
  // Of a kind that is not read as plain bytes alone (UTF-16, a byte order
  // mark), or with a limit reached: nothing can be taken from it.
  bool opaque = false;
};

// Immutable; safe to share between threads. Borrows the scanner.
class TracedScanner {
 public:
  explicit TracedScanner(const Scanner& scanner);

  // Scans a content that has no base.
  ScanTrace scan(ByteView content, ScanScratch& scratch) const;

  // Scans a content of which `copies` (sorted, disjoint) come from the base.
  ScanTrace scan(ByteView content, const ScanTrace& base,
                 std::span<const CopiedRange> copies,
                 ScanScratch& scratch) const;

 private:
  const Scanner& scanner_;
  std::size_t longest_literal_ = 0;
  // By literal: how far from a hit its rules' verdicts can depend on bytes.
  std::vector<std::size_t> distances_;
  // Some rule looks at whole contents, keyword or not.
  bool always_opaque_ = false;
};

}  // namespace gitward

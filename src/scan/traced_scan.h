// Scans a content that was made from another one by copying, at the cost of
// what is new in it. The result is exactly that of Scanner::scan().
//
// What makes it exact: whether a prefilter hit leads to a match depends on
// bytes within a known distance of it (Rule::reach, Rule::max_match). Most hits
// are decided by far fewer: the regex fails within a few bytes, whatever
// follows. Such hits are forgotten; they are looked for again, with the new
// ones, around whatever is no copy. Of the others, those whose whole distance
// lies in one copy lead to what they led to in the base. A candidate depends on
// its lines, too, and on the matches that overlap it or stand on them; it is
// inherited if all that lies in one copy. If any other hit gives a candidate,
// or one of the base's may have changed, all hits are evaluated anew: rare, for
// candidates are. So all that is ever taken from the base is "nothing here" and
// "this, unchanged".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/copied_range.h"
#include "scan/copies.h"
#include "scan/scanner.h"

namespace gitward {

// What is remembered of a scanned content for those that copy from it.
struct ScanTrace {
  // The prefilter's, in its order, without those that a few bytes decide.
  std::vector<LiteralHit> hits;
  ScannedContent result;
  // For each candidate of the result: what its verdict, its id and its
  // excerpt depend on.
  std::vector<ByteRange> dependences;
  // Lines that a match was refused for.
  std::vector<ByteRange> refusing_lines;
  // No hit's distance is larger, if it is limited at all (see traced_scan.cc).
  std::size_t farthest = 0;
  std::size_t size = 0;
  bool has_nul = false;
  // How many of the candidates were taken from the base: for statistics.
  std::size_t inherited = 0;
  // Of a kind that is not read as plain bytes alone (UTF-16, a byte order
  // mark, something found in what it encodes), or with a limit reached: nothing
  // can be taken from it.
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
  class DeltaScan;

  // False if the bytes nearby are enough to know that the hit leads nowhere.
  bool matters(ByteView content, const LiteralHit& hit,
               ScanScratch& scratch) const;
  void evaluate(ByteView content, ScanTrace& trace, ScanScratch& scratch) const;

  const Scanner& scanner_;
  std::vector<HitReach> reaches_;  // By literal: the farthest of its rules.
  std::vector<HitReach> nearby_;   // By literal: what may decide it already.
  // How far before new bytes a literal may begin that is not decided without
  // them, and how far behind them it may end.
  std::size_t longest_before_ = 0;
  std::size_t longest_behind_ = 0;
  // Contents up to this size are scanned whole.
  std::size_t small_content_ = 0;
  // Some rule looks at whole contents, keyword or not.
  bool always_opaque_ = false;
};

}  // namespace gitward

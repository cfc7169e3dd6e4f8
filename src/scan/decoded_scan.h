// Finds what is encoded in a text, decodes it, and scans what that gives, to
// any depth.
//
// A place is decoded together with what stands around it on its line, so that
// "AWS_SECRET_ACCESS_KEY: <base64>" is read as people mean it. Of what is found
// there only counts what the text as it is does not tell: a match must hold
// something decoded, and not be one of the same rule on the same bytes. Generic
// rules judge only what is plainly text.
//
// What a place gives depends on its run of digits (decode/digit_runs.h) or on
// its escapes (decode/escapes.h) and on their lines, as far as 512 bytes: so a
// content that was made by copying gives nothing new where nothing is new.
//
// Work is bounded: one place may decode to so many times its own size in all
// its depths together. More is told as a limit of the content.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "decode/coding.h"
#include "decode/escapes.h"
#include "rules/rule_set.h"
#include "scan/judge.h"
#include "scan/matcher.h"
#include "scan/scanner.h"
#include "scan/written_matches.h"

namespace gitward {

// A match in decoded text.
struct DecodedMatch {
  RuleIndex rule = 0;
  ByteRange span;    // What of the outermost text holds the secret.
  ByteRange hidden;  // What of it must not be shown: whole runs.
  Secret value;
  std::vector<Coding> via;  // Outermost first.
  // Nothing: the match is no candidate, but is hidden as one.
  std::optional<ContentVerdict> verdict;
};

// Borrows its arguments. Thread safety: none.
class DecodedScan {
 public:
  DecodedScan(const RuleSet& rules, unsigned depth, ScanScratch& scratch,
              std::vector<ScanLimit>& limits)
      : rules_(rules), depth_(depth), scratch_(scratch), limits_(limits) {}

  // Everything in the text. `matches` are those in the text itself.
  std::vector<DecodedMatch> scan(ByteView text,
                                 std::span<const EscapeTrigger> triggers,
                                 WrittenMatches& matches);
  // Everything in places that hold, touch or stand on the lines of a byte of
  // the windows, and maybe more.
  std::vector<DecodedMatch> scan_near(ByteView text,
                                      std::span<const ByteRange> windows);
  // A secret that is base64 and nothing else, as short as it may be.
  std::vector<DecodedMatch> scan_secret(ByteView text, ByteRange secret,
                                        WrittenMatches& matches);

 private:
  class Level;

  const RuleSet& rules_;
  unsigned depth_;
  ScanScratch& scratch_;
  std::vector<ScanLimit>& limits_;
};

// Those of the prefilter's hits that are escape sequences.
std::vector<EscapeTrigger> escape_triggers_of(std::span<const LiteralHit> hits);

}  // namespace gitward

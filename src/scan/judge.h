// The verdicts on a match: what its content says, and what a path adds.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "base/bytes.h"
#include "rules/rule_set.h"
#include "scan/line_index.h"
#include "scan/matcher.h"
#include "scan/ruling_words.h"
#include "scan/scanner.h"

namespace gitward {

// What the content alone says of a match that it does not rule out.
struct ContentVerdict {
  Confidence confidence = Confidence::kHigh;
  Proof proof = Proof::kNotApplicable;
  std::vector<std::uint32_t> pending_allowlists;
};

// Judges the matches in one text: entropy, allowlists, proof.
// Borrows its arguments. Thread safety: none.
class ContentJudge {
 public:
  ContentJudge(const RuleSet& rules, ByteView text, LineIndex& lines,
               ScanScratch& scratch)
      : rules_(rules), text_(text), lines_(lines), scratch_(scratch) {}

  // Nothing if the match is no candidate under any path.
  std::optional<ContentVerdict> judge(const RawMatch& match);

 private:
  std::optional<ContentVerdict> verdict_of(const RawMatch& match);
  // What an allowlist says before the path and the commit are known.
  enum class Allowed { kNo, kYes, kDepends };
  Allowed allowed(std::uint32_t index, const RawMatch& match);
  Allowed ask(const Allowlist& allowlist, const RawMatch& match,
              AllowlistHold& held);
  const LazyRegex* matching_regex(const Allowlist& allowlist,
                                  const RawMatch& match);
  const LazyRegex* matching_regex(const Allowlist& allowlist, ByteView target);

  const RuleSet& rules_;
  ByteView text_;
  LineIndex& lines_;
  ScanScratch& scratch_;
  // Many matches can share a line, and it is the same for all of them.
  std::map<std::tuple<const Allowlist*, std::size_t, std::size_t>,
           const LazyRegex*>
      line_verdicts_;
  std::optional<ByteRange> looked_at_;  // Lines, for the match at hand.
};

// The candidates that are findings under a path, before they compete for the
// same bytes. Views into the content.
std::vector<Judged> apply_path(const RuleSet& rules,
                               const ScannedContent& content,
                               const PathContext& context,
                               ScanListener* listener = nullptr);

// One finding per secret and place. Of overlapping secrets the better one
// stays: one of a specific rule, then one that a generic rule's expression
// describes, then what only looks like a secret, then a generic expression's of
// low confidence; of these the one with more confidence, one that is proven,
// the one less deeply encoded, the longer one, the one of the earlier rule.
// What is itself beaten beats nobody else's loser back: a secret goes only if a
// better one that overlaps it stays, so nothing depends on more than two
// neighbours.
std::vector<Judged> resolve_overlaps(const RuleSet& rules,
                                     std::vector<Judged> judged,
                                     ScanListener* listener = nullptr);

}  // namespace gitward

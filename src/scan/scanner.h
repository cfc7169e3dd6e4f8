// The engine: finds candidates in one content. Knows bytes and rules; knows
// nothing of git, of files or of what was scanned before.
//
// Judging has two steps, because `history` reads a content before it knows
// its paths, and one content can have many: scan() says what the content
// alone tells, judge() what each path adds.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "judge/key_value.h"
#include "match/literal_set.h"
#include "match/regex.h"
#include "model/finding.h"
#include "model/report.h"
#include "rules/rule_set.h"
#include "scan/ruling.h"

namespace gitward {

// A match that the content alone does not rule out.
struct Candidate {
  RuleIndex rule = 0;
  ByteRange span;  // Of the secret, in the original bytes.
  Position position;
  Secret value;  // As the rule saw it: UTF-8 where UTF-16 was scanned.
  FindingId id;
  Confidence confidence = Confidence::kHigh;
  Proof proof = Proof::kNotApplicable;
  std::vector<std::string> via;  // See Finding::via.
  std::string excerpt;           // Redacted line: see Finding::excerpt.

  bool inline_allowed = false;
  std::string allow_reason;  // The text after the inline marker.
  // Allowlists (indices into the rule's list, then the global list behind it)
  // whose content part holds and which now depend on the path or commit.
  std::vector<std::uint32_t> pending_allowlists;
};

// No rule, but the decoding of the content.
inline constexpr RuleIndex kNoRule = UINT32_MAX;

// A rule that could not finish on this content, or what could not be decoded.
struct ScanLimit {
  RuleIndex rule = 0;  // Or kNoRule.
  std::string detail;
  GapReason reason = GapReason::kLimit;
};

struct ScannedContent {
  std::vector<Candidate> candidates;  // By span, then rule.
  std::vector<ScanLimit> limits;

  bool empty() const { return candidates.empty() && limits.empty(); }
};

// Everything that scanning changes. One per thread; reused, so that scanning
// allocates only where rules match.
struct ScanScratch {
  // Hears why each match is a finding or none; scans have none.
  ScanListener* listener = nullptr;

  // A prefilter hit of one rule: which of its anchors, and where.
  struct RuleHit {
    std::uint32_t anchor = 0;
    std::size_t begin = 0;
  };

  MatchScratch match;
  Regex::Match found;
  std::vector<LiteralHit> hits;
  std::string windows;  // Parts of a content, one after the other.
  std::vector<KeyValue> key_values;
  std::vector<std::vector<RuleHit>> rule_hits;  // By rule.
  std::vector<RuleIndex> rules_hit;             // Those with a hit, sorted.
  // Lines that the last scan refused a match for, or might have: an allowlist
  // looked at them.
  std::vector<ByteRange> refusing_lines;

  // What all scans with it have cost: how often a rule's regex was asked, and
  // how many bytes it was shown. Both grow with the content, never faster.
  std::uint64_t attempts = 0;
  std::uint64_t bytes_tried = 0;
};

// What a path adds to a content.
struct PathContext {
  Where where = Where::kBlob;
  std::string_view path;    // Raw bytes; empty where there is none.
  std::string_view commit;  // Hexadecimal id that brings it in, or empty.
  // Of what lies in an archive at `path`: the names that lead to it, joined by
  // '!', and the last of them.
  std::string_view inside = {};
  std::string_view member = {};

  // What rules that want a certain file look at.
  std::string_view file() const { return inside.empty() ? path : member; }
};

// A candidate that is a finding under one path.
struct Judged {
  const Candidate* candidate = nullptr;  // Into the ScannedContent.
  Confidence confidence = Confidence::kHigh;
  Status status = Status::kNew;  // kNew or kAllowed.
  std::string reason;            // Why it is allowed.
};

struct ScanSettings {
  // How often what was decoded is decoded again; 0: nothing is decoded.
  unsigned max_decode_depth = 3;
};

// Immutable; safe to share between threads.
class Scanner {
 public:
  // Borrows the rules: they must outlive the scanner.
  explicit Scanner(const RuleSet& rules, ScanSettings settings = {})
      : rules_(rules), settings_(settings) {}

  // Never throws for anything that the content holds.
  ScannedContent scan(ByteView content, ScanScratch& scratch) const;
  // What these of the prefilter's hits lead to. With all of them it is scan(),
  // if the content holds_encoded() nothing. Requires: the content is read as
  // plain bytes only (see needs_decoding()), and `hits` is not scratch.hits.
  ScannedContent scan_at(ByteView content, std::span<const LiteralHit> hits,
                         ScanScratch& scratch) const;

  // Whether there can be a match, or a limit, in what the content encodes.
  // `hits` are the prefilter's, and not scratch.hits. Requires: the content is
  // read as plain bytes only.
  bool holds_encoded(ByteView content, std::span<const LiteralHit> hits,
                     ScanScratch& scratch) const;
  // The same for what holds, touches or stands on the lines of a byte of the
  // windows; it can say yes for more. If it says no for all that is new in a
  // copy of a content that holds nothing, the copy holds nothing.
  bool holds_encoded_near(ByteView content, std::span<const ByteRange> windows,
                          ScanScratch& scratch) const;

  // The findings under this path: path rules, allowlists, and one finding per
  // secret and place (a specific rule beats a generic one on the same bytes).
  std::vector<Judged> judge(const ScannedContent& content,
                            const PathContext& context,
                            ScanListener* listener = nullptr) const;

  const RuleSet& rules() const { return rules_; }
  const ScanSettings& settings() const { return settings_; }

 private:
  const RuleSet& rules_;
  ScanSettings settings_;
};

// A self-contained finding of a judged candidate.
Finding make_finding(const RuleSet& rules, const Judged& judged,
                     const PathContext& context, const ObjectId& object);

// Runs every rule's examples, and each rule on so many fresh samples of its own
// (scan/sample_test.h). `rules test` and ctest call it. Requires: all rules are
// reported.
RuleTestResult test_rules(const RuleSet& rules, std::size_t samples = 0,
                          TestedRules which = TestedRules::kAll);

}  // namespace gitward

// Runs the rules over one text: the prefilter once, then each rule where its
// keywords stand.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "judge/key_value.h"
#include "rules/rule_set.h"
#include "scan/scanner.h"

namespace gitward {

// So many bytes before a match are seen by the look-behinds of any shape.
inline constexpr std::size_t kShapeLookBehind = 8;

// One place where a rule matches. Invariant: secret is not empty and lies in
// whole.
struct RawMatch {
  RuleIndex rule = 0;
  ByteRange whole;
  ByteRange secret;
  // Of a rule that looks beside names: what it found. Else empty.
  KeyValue beside = {};
};

// All matches, before any filter: by rule, then by the secret's beginning,
// longer ones first. Of the matches of one rule with the same secret only the
// one that begins first is there, beside a name for the first word of it.
//
// A rule with a declared reach (kAnchored, kNear) is tried at every place of
// its reach, so overlapping matches are all there, and none depends on another
// match or on a hit that is out of reach. A kWhole rule searches on behind the
// end of its last match.
std::vector<RawMatch> find_matches(const RuleSet& rules, ByteView text,
                                   ScanScratch& scratch,
                                   std::vector<ScanLimit>& limits);

// The same for hits that are known already: the matches that they lead to, and
// those of rules that need no hit. The hits may be some of the prefilter's.
std::vector<RawMatch> find_matches_at(const RuleSet& rules, ByteView text,
                                      std::span<const LiteralHit> hits,
                                      ScanScratch& scratch,
                                      std::vector<ScanLimit>& limits);

// One rule at these hits of its own, with nothing of the others: for measuring
// what it costs. Appends its matches.
void match_rule(const RuleSet& rules, RuleIndex index, ByteView text,
                const std::vector<ScanScratch::RuleHit>& hits,
                ScanScratch& scratch, std::vector<RawMatch>& matches);

// Whether a hit can lead to a match by how it stands: the name of a provider,
// and a word of a context that has up to four letters, must be whole words
// (is_whole_word()).
bool may_lead(const Rule& rule, ByteView text, const ScanScratch::RuleHit& hit);

// Where what a hit leads to may begin, both ends included: the match of a
// kAnchored rule, the secret of a kNear one; of a kWhole rule, anywhere.
// Nothing: the text has no room for it, or it may_lead() nowhere.
struct Starts {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::optional<Starts> starts_of(const Rule& rule, ByteView text,
                                const ScanScratch::RuleHit& hit);

// The secret that a rule takes from a match of its regex, or an empty range.
ByteRange secret_of(const Rule& rule, ByteView text, const Regex::Match& match);

}  // namespace gitward

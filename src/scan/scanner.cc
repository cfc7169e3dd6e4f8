#include "scan/scanner.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "scan/decoded_scan.h"
#include "scan/encoding.h"
#include "scan/identity.h"
#include "scan/inline_allow.h"
#include "scan/judge.h"
#include "scan/line_index.h"
#include "scan/masking.h"
#include "scan/matcher.h"
#include "scan/nesting.h"
#include "scan/position.h"
#include "scan/ruling_words.h"

// The life of a content: each way to read it gives a text; the matcher finds
// all matches in the text; the masking learns where they stand; the content
// judge drops what is no candidate; the rest becomes Candidates with places in
// the content's own bytes. What is encoded in the text is decoded and gives
// more of them (scan/decoded_scan.h).

namespace gitward {
namespace {

// Makes candidates of the matches in one reading.
class CandidateMaker {
 public:
  CandidateMaker(const RuleSet& rules, const Reading& reading, LineIndex& lines,
                 const std::vector<RawMatch>& matches,
                 const std::vector<DecodedMatch>& decoded)
      : rules_(rules),
        reading_(reading),
        lines_(lines),
        masking_(rules, reading.text(), matches, hidden_in(decoded)),
        allows_(reading.text(), lines) {}

  Candidate make(const RawMatch& match, ContentVerdict verdict) {
    Candidate candidate = make(match.rule, match.secret, match.secret,
                               match.secret.of(reading_.text()));
    decide(candidate, std::move(verdict));
    return candidate;
  }

  // Requires: it has a verdict.
  Candidate make(const DecodedMatch& match) {
    Candidate candidate =
        make(match.rule, match.span, match.hidden, match.value.reveal());
    decide(candidate, *match.verdict);
    for (const Coding coding : match.via) {
      candidate.via.emplace_back(name_of(coding));
    }
    return candidate;
  }

 private:
  static void decide(Candidate& candidate, ContentVerdict verdict) {
    candidate.confidence = verdict.confidence;
    candidate.proof = verdict.proof;
    candidate.pending_allowlists = std::move(verdict.pending_allowlists);
  }

  static std::vector<ByteRange> hidden_in(
      const std::vector<DecodedMatch>& decoded) {
    std::vector<ByteRange> ranges;
    ranges.reserve(decoded.size());
    for (const DecodedMatch& match : decoded) ranges.push_back(match.hidden);
    return ranges;
  }

  // `hidden` is what must not be shown of the text, `value` what it means.
  Candidate make(RuleIndex index, ByteRange secret, ByteRange hidden,
                 ByteView value) {
    const Rule& rule = rules_.rules()[index];
    const ByteRange around = lines_.lines_around(hidden);
    Candidate candidate;
    candidate.rule = index;
    candidate.span = reading_.original(secret);
    candidate.position = position_in(reading_, lines_, secret);
    candidate.value = Secret(value);
    candidate.id =
        rule.strong
            ? strong_id(rule.id(), value)
            : weak_id(rule.id(), masking_.masked_line(hidden, around), value);
    candidate.excerpt = masking_.excerpt(hidden, around);
    if (auto reason = allows_.reason_for(rule.id(), secret)) {
      candidate.inline_allowed = true;
      candidate.allow_reason = std::move(*reason);
    }
    return candidate;
  }

  const RuleSet& rules_;
  const Reading& reading_;
  LineIndex& lines_;
  Masking masking_;
  InlineAllows allows_;
};

// The matches that are candidates, in a text that holds these others.
void judge_matches(const RuleSet& rules, const Reading& reading,
                   const std::vector<RawMatch>& matches,
                   WrittenMatches& written, DecodedScan& decoding,
                   std::vector<DecodedMatch> decoded, ScanScratch& scratch,
                   ScannedContent& result) {
  if (matches.empty() && decoded.empty()) return;
  LineIndex lines(reading.text());
  ContentJudge judge(rules, reading.text(), lines, scratch);
  Nesting nesting;
  std::vector<std::pair<const RawMatch*, ContentVerdict>> candidates;
  for (const RawMatch& match : matches) {
    const Rule& rule = rules.rules()[match.rule];
    nesting.enter(match.rule);
    // What no proof could lift above its neighbour need not be judged.
    const Confidence most =
        rule.has_proof() ? Confidence::kProven : rule.confidence;
    if (nesting.hides(match.secret, most)) {
      tell(scratch.listener, match, ruling_on_nesting);
      continue;
    }
    std::optional<ContentVerdict> verdict = judge.judge(match);
    if (!verdict) continue;
    if (nesting.hides(match.secret, verdict->confidence)) {
      tell(scratch.listener, match, ruling_on_nesting);
      continue;
    }
    nesting.add(match.secret, verdict->confidence);
    candidates.emplace_back(&match, std::move(*verdict));
  }
  for (const auto& [match, verdict] : candidates) {
    for (DecodedMatch& one :
         decoding.scan_secret(reading.text(), match->secret, written)) {
      decoded.push_back(std::move(one));
    }
  }
  if (candidates.empty() && decoded.empty()) return;
  CandidateMaker maker(rules, reading, lines, matches, decoded);
  for (auto& [match, verdict] : candidates) {
    result.candidates.push_back(maker.make(*match, std::move(verdict)));
  }
  for (const DecodedMatch& match : decoded) {
    if (match.verdict) result.candidates.push_back(maker.make(match));
  }
}

void scan_reading(const RuleSet& rules, unsigned depth, const Reading& reading,
                  ScanScratch& scratch, ScannedContent& result) {
  const Telling telling(scratch.listener, {reading.text(), &reading});
  const std::vector<RawMatch> matches =
      find_matches(rules, reading.text(), scratch, result.limits);
  if (scratch.listener != nullptr) {
    scratch.listener->matched(scratch.hits, matches);
  }
  const std::vector<EscapeTrigger> triggers = escape_triggers_of(scratch.hits);
  DecodedScan decoding(rules, depth, scratch, result.limits);
  WrittenMatches written(matches);
  judge_matches(rules, reading, matches, written, decoding,
                decoding.scan(reading.text(), triggers, written), scratch,
                result);
}

bool comes_before(const Candidate& a, const Candidate& b) {
  return std::tuple(a.span.begin, a.span.end, a.rule, a.via.size()) <
         std::tuple(b.span.begin, b.span.end, b.rule, b.via.size());
}

// Puts what several readings gave in order, each place once.
void settle(ScannedContent& result) {
  std::stable_sort(result.candidates.begin(), result.candidates.end(),
                   comes_before);
  const auto same_place = [](const Candidate& a, const Candidate& b) {
    return a.span == b.span && a.rule == b.rule;
  };
  result.candidates.erase(std::unique(result.candidates.begin(),
                                      result.candidates.end(), same_place),
                          result.candidates.end());
  const auto limit_of = [](const ScanLimit& limit) {
    return std::tuple(limit.rule, limit.reason);
  };
  std::stable_sort(result.limits.begin(), result.limits.end(),
                   [&](const ScanLimit& a, const ScanLimit& b) {
                     return limit_of(a) < limit_of(b);
                   });
  const auto same_limit = [&](const ScanLimit& a, const ScanLimit& b) {
    return limit_of(a) == limit_of(b);
  };
  result.limits.erase(
      std::unique(result.limits.begin(), result.limits.end(), same_limit),
      result.limits.end());
}

}  // namespace

ScannedContent Scanner::scan(ByteView content, ScanScratch& scratch) const {
  ScannedContent result;
  // The bytes as they are even if they look like something wider: a byte
  // order mark must not hide what follows it.
  scan_reading(rules_, settings_.max_decode_depth,
               Reading(content, Encoding::kBytes), scratch, result);
  for (const Encoding encoding : wide_encodings(content)) {
    scan_reading(rules_, settings_.max_decode_depth, Reading(content, encoding),
                 scratch, result);
  }

  settle(result);
  return result;
}

ScannedContent Scanner::scan_at(ByteView content,
                                std::span<const LiteralHit> hits,
                                ScanScratch& scratch) const {
  ScannedContent result;
  scratch.refusing_lines.clear();
  const Reading reading(content, Encoding::kBytes);
  const std::vector<RawMatch> matches =
      find_matches_at(rules_, reading.text(), hits, scratch, result.limits);
  DecodedScan decoding(rules_, settings_.max_decode_depth, scratch,
                       result.limits);
  WrittenMatches written(matches);
  judge_matches(rules_, reading, matches, written, decoding, {}, scratch,
                result);
  settle(result);
  return result;
}

bool Scanner::holds_encoded(ByteView content, std::span<const LiteralHit> hits,
                            ScanScratch& scratch) const {
  std::vector<ScanLimit> limits;
  DecodedScan decoding(rules_, settings_.max_decode_depth, scratch, limits);
  WrittenMatches written;
  const bool found =
      !decoding.scan(content, escape_triggers_of(hits), written).empty();
  return found || !limits.empty();
}

bool Scanner::holds_encoded_near(ByteView content,
                                 std::span<const ByteRange> windows,
                                 ScanScratch& scratch) const {
  std::vector<ScanLimit> limits;
  DecodedScan decoding(rules_, settings_.max_decode_depth, scratch, limits);
  const bool found = !decoding.scan_near(content, windows).empty();
  return found || !limits.empty();
}

std::vector<Judged> Scanner::judge(const ScannedContent& content,
                                   const PathContext& context,
                                   ScanListener* listener) const {
  return resolve_overlaps(
      rules_, apply_path(rules_, content, context, listener), listener);
}

Finding make_finding(const RuleSet& rules, const Judged& judged,
                     const PathContext& context, const ObjectId& object) {
  const Candidate& candidate = *judged.candidate;
  const Rule& rule = rules.rules()[candidate.rule];
  Finding finding;
  finding.id = candidate.id;
  finding.rule = rule.info;
  finding.confidence = judged.confidence;
  finding.proof = candidate.proof;
  finding.strong = rule.strong;
  finding.where = context.where;
  finding.path = context.path;
  finding.inside = context.inside;
  finding.position = candidate.position;
  finding.via = candidate.via;
  finding.object = object;
  finding.secret = candidate.value;
  finding.redacted = redact(candidate.value.reveal(), rule.public_prefix);
  finding.excerpt = candidate.excerpt;
  finding.status = judged.status;
  finding.reason = judged.reason;
  return finding;
}

}  // namespace gitward

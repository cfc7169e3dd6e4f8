#include "scan/scanner.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "scan/encoding.h"
#include "scan/identity.h"
#include "scan/inline_allow.h"
#include "scan/judge.h"
#include "scan/line_index.h"
#include "scan/masking.h"
#include "scan/matcher.h"

// The life of a content: each way to read it gives a text; the matcher finds
// all matches in the text; the masking learns where they stand; the content
// judge drops what is no candidate; the rest becomes Candidates with places in
// the content's own bytes.

namespace gitward {
namespace {

// Tells which matches of a rule lie within another of its matches that is a
// candidate of the same or a higher confidence: they say nothing new, and
// there can be thousands (a prefix repeated inside a long token).
// Requires: matches come by rule, then by the secret's begin, longer first.
class Nesting {
 public:
  void enter(RuleIndex rule) {
    if (rule_ == rule) return;
    rule_ = rule;
    reach_.fill(0);
  }
  bool hides(ByteRange secret, Confidence confidence) const {
    return std::any_of(reach_.begin() + level(confidence), reach_.end(),
                       [&](std::size_t end) { return end >= secret.end; });
  }
  void add(ByteRange secret, Confidence confidence) {
    std::size_t& end = *(reach_.begin() + level(confidence));
    end = std::max(end, secret.end);
  }

 private:
  static std::ptrdiff_t level(Confidence confidence) {
    return static_cast<std::ptrdiff_t>(confidence);
  }

  std::optional<RuleIndex> rule_;
  std::array<std::size_t, 4> reach_{};  // The last end, by confidence.
};

// Makes candidates of the matches in one reading.
class CandidateMaker {
 public:
  CandidateMaker(const RuleSet& rules, const Reading& reading, LineIndex& lines,
                 const std::vector<RawMatch>& matches)
      : rules_(rules),
        reading_(reading),
        lines_(lines),
        masking_(rules, reading.text(), matches),
        allows_(reading.text(), lines) {}

  Candidate make(const RawMatch& match, ContentVerdict verdict) {
    const Rule& rule = rules_.rules()[match.rule];
    const ByteView value = match.secret.of(reading_.text());
    const ByteRange around = lines_.lines_around(match.secret);
    Candidate candidate;
    candidate.rule = match.rule;
    candidate.span = reading_.original(match.secret);
    candidate.position = position(match.secret, candidate.span);
    candidate.value = Secret(value);
    candidate.id =
        rule.strong
            ? strong_id(rule.id(), value)
            : weak_id(rule.id(), masking_.masked_line(match.secret, around),
                      value);
    candidate.confidence = verdict.confidence;
    candidate.proof = verdict.proof;
    candidate.pending_allowlists = std::move(verdict.pending_allowlists);
    candidate.excerpt = masking_.excerpt(match.secret, around);
    if (auto reason = allows_.reason_for(rule.id(), match.secret)) {
      candidate.inline_allowed = true;
      candidate.allow_reason = std::move(*reason);
    }
    return candidate;
  }

 private:
  Position position(ByteRange secret, ByteRange span) {
    const std::size_t first = lines_.line_of(secret.begin);
    const std::size_t last = lines_.line_of(secret.end - 1);
    return {first + 1, span.begin - line_start(first) + 1, last + 1,
            span.end - line_start(last) + 1};
  }

  // In the content. A byte order mark is part of the first line.
  std::size_t line_start(std::size_t line) {
    if (line == 0) return 0;
    const std::size_t begin = lines_.line(line).begin;
    return reading_.original({begin, begin}).begin;
  }

  const RuleSet& rules_;
  const Reading& reading_;
  LineIndex& lines_;
  Masking masking_;
  InlineAllows allows_;
};

void judge_matches(const RuleSet& rules, const Reading& reading,
                   LineIndex& lines, const std::vector<RawMatch>& matches,
                   ScanScratch& scratch, ScannedContent& result) {
  if (matches.empty()) return;
  CandidateMaker maker(rules, reading, lines, matches);
  ContentJudge judge(rules, reading.text(), lines, scratch);
  Nesting nesting;
  for (const RawMatch& match : matches) {
    const Rule& rule = rules.rules()[match.rule];
    nesting.enter(match.rule);
    // What no proof could lift above its neighbour need not be judged.
    const Confidence most =
        rule.has_proof() ? Confidence::kProven : rule.confidence;
    if (nesting.hides(match.secret, most)) continue;
    std::optional<ContentVerdict> verdict = judge.judge(match);
    if (!verdict || nesting.hides(match.secret, verdict->confidence)) continue;
    nesting.add(match.secret, verdict->confidence);
    result.candidates.push_back(maker.make(match, std::move(*verdict)));
  }
}

void scan_reading(const RuleSet& rules, const Reading& reading,
                  ScanScratch& scratch, ScannedContent& result) {
  LineIndex lines(reading.text());
  const std::vector<RawMatch> matches =
      find_matches(rules, reading.text(), scratch, result.limits);
  judge_matches(rules, reading, lines, matches, scratch, result);
}

bool comes_before(const Candidate& a, const Candidate& b) {
  return std::tie(a.span.begin, a.span.end, a.rule) <
         std::tie(b.span.begin, b.span.end, b.rule);
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
  std::stable_sort(
      result.limits.begin(), result.limits.end(),
      [](const ScanLimit& a, const ScanLimit& b) { return a.rule < b.rule; });
  const auto same_rule = [](const ScanLimit& a, const ScanLimit& b) {
    return a.rule == b.rule;
  };
  result.limits.erase(
      std::unique(result.limits.begin(), result.limits.end(), same_rule),
      result.limits.end());
}

}  // namespace

ScannedContent Scanner::scan(ByteView content, ScanScratch& scratch) const {
  ScannedContent result;
  // The bytes as they are even if they look like something wider: a byte
  // order mark must not hide what follows it.
  scan_reading(rules_, Reading(content, Encoding::kBytes), scratch, result);
  for (const Encoding encoding : wide_encodings(content)) {
    scan_reading(rules_, Reading(content, encoding), scratch, result);
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
  LineIndex lines(reading.text());
  const std::vector<RawMatch> matches =
      find_matches_at(rules_, reading.text(), hits, scratch, result.limits);
  judge_matches(rules_, reading, lines, matches, scratch, result);
  settle(result);
  return result;
}

std::vector<Judged> Scanner::judge(const ScannedContent& content,
                                   const PathContext& context) const {
  return resolve_overlaps(rules_, apply_path(rules_, content, context));
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

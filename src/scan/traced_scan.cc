#include "scan/traced_scan.h"

#include <algorithm>
#include <iterator>

#include "scan/encoding.h"
#include "scan/line_index.h"

namespace gitward {
namespace {

constexpr std::size_t kUnlimited = SIZE_MAX;

// What PCRE2 allows a look-behind to see, and what those of shapes do.
constexpr std::size_t kLookBehind = 255;
constexpr std::size_t kShapeLookBehind = 8;

// Shorter copies are scanned: looking at their hits would cost more.
constexpr std::size_t kShortestCopy = 64;

std::size_t plus(std::size_t a, std::size_t b) {
  const std::size_t sum = a + b;
  return sum < a ? kUnlimited : sum;
}

bool reads_lines(const std::vector<Allowlist>& allowlists) {
  return std::any_of(allowlists.begin(), allowlists.end(),
                     [](const Allowlist& allowlist) {
                       return allowlist.target == Allowlist::Target::kLine;
                     });
}

// The bytes that decide whether a hit of this anchor leads to a match: so many
// before the hit, and so many behind its beginning.
HitReach reach_of(const RuleSet& rules, const Rule& rule,
                  const Anchor& anchor) {
  if (reads_lines(rule.allowlists) || reads_lines(rules.allowlists())) {
    return {kUnlimited, kUnlimited};
  }
  const std::size_t look_behind =
      rule.shapes.empty() ? kLookBehind : kShapeLookBehind;
  switch (rule.reach.kind) {
    case Reach::Kind::kAnchored:
      return {anchor.lead_max + look_behind, rule.max_match + 1};
    case Reach::Kind::kNear: {
      // A match that is not all secret begins before its secret.
      const std::size_t before = rule.shapes.empty() ? rule.max_match : 0;
      return {
          plus(rule.reach.before, before + look_behind),
          plus(anchor.literal.size() + rule.reach.after, rule.max_match + 1)};
    }
    case Reach::Kind::kWhole:
      break;
  }
  return {kUnlimited, kUnlimited};
}

// The copies, by where they are in the content.
class Copies {
 public:
  // `size` is the content's, `base_size` the base's.
  Copies(std::span<const CopiedRange> copies, std::size_t size,
         std::size_t base_size)
      : copies_(copies), size_(size), base_size_(base_size) {}

  // The copy that the range's bytes all come from, or null. The content's
  // edges count as bytes: what depends on them is only the same where they
  // are.
  const CopiedRange* around(std::size_t begin, std::size_t end) const {
    const auto after =
        std::upper_bound(copies_.begin(), copies_.end(), begin,
                         [](std::size_t at, const CopiedRange& copy) {
                           return at < copy.begin;
                         });
    if (after == copies_.begin()) return nullptr;
    const CopiedRange& copy = *std::prev(after);
    if (end > copy.end()) return nullptr;
    return &copy;
  }
  // The same for the range with so many bytes before and behind it.
  const CopiedRange* within(std::size_t begin, std::size_t end,
                            HitReach reach) const {
    if (reach.before == kUnlimited) return nullptr;
    const bool at_start = begin <= reach.before;
    const bool at_end = size_ - end <= reach.after;
    const CopiedRange* const copy = around(at_start ? 0 : begin - reach.before,
                                           at_end ? size_ : end + reach.after);
    if (copy == nullptr) return nullptr;
    if (at_start && copy->base_begin != 0) return nullptr;
    if (at_end && copy->base_begin + copy->size != base_size_) return nullptr;
    // An edge that the base has nearby must be there in the content as well.
    const std::size_t base_at = copy->base_begin + (begin - copy->begin);
    if (!at_start && base_at <= reach.before) return nullptr;
    const std::size_t base_end = base_at + (end - begin);
    if (!at_end && base_size_ - base_end <= reach.after) return nullptr;
    return copy;
  }

 private:
  std::span<const CopiedRange> copies_;
  std::size_t size_;
  std::size_t base_size_;
};

bool hit_before(const LiteralHit& a, const LiteralHit& b) {
  return a.begin != b.begin ? a.begin < b.begin : a.literal < b.literal;
}

std::vector<CopiedRange> long_enough(std::span<const CopiedRange> copies) {
  std::vector<CopiedRange> kept;
  for (const CopiedRange& copy : copies) {
    // Copies that continue each other are one.
    if (!kept.empty() && kept.back().end() == copy.begin &&
        kept.back().base_begin + kept.back().size == copy.base_begin) {
      kept.back().size += copy.size;
    } else {
      kept.push_back(copy);
    }
  }
  std::erase_if(
      kept, [](const CopiedRange& copy) { return copy.size < kShortestCopy; });
  return kept;
}

// What the candidates' verdicts, ids and excerpts depend on: their lines with
// the one before, and whatever decides which matches are on these.
std::vector<ByteRange> dependences_of(std::size_t farthest, ByteView content,
                                      const ScannedContent& result) {
  std::vector<ByteRange> ranges;
  if (result.candidates.empty()) return ranges;
  LineIndex lines(content);
  for (const Candidate& candidate : result.candidates) {
    const std::size_t first = lines.line_of(candidate.span.begin);
    const std::size_t begin = lines.line(first == 0 ? 0 : first - 1).begin;
    const std::size_t end = lines.lines_around(candidate.span).end;
    // The line ends in one or two bytes more.
    ranges.push_back({begin > farthest ? begin - farthest : 0,
                      std::min(plus(end + 2, farthest), content.size())});
  }
  return ranges;
}

// Two matches that overlap can be twice as far from a hit as one.
std::size_t farthest_of(const std::vector<HitReach>& reaches,
                        const std::vector<LiteralHit>& hits) {
  std::size_t farthest = 0;
  for (const LiteralHit& hit : hits) {
    const HitReach& reach = reaches[hit.literal];
    if (reach.before == kUnlimited) continue;
    farthest = std::max(farthest, 2 * (reach.before + reach.after));
  }
  return farthest;
}

}  // namespace

TracedScanner::TracedScanner(const Scanner& scanner) : scanner_(scanner) {
  const RuleSet& rules = scanner.rules();
  always_opaque_ = !rules.unfiltered().empty();
  reaches_.resize(rules.literal_count());
  for (LiteralIndex literal = 0; literal < rules.literal_count(); ++literal) {
    for (const RuleSet::Keyword& keyword : rules.keyword_of(literal)) {
      const Rule& rule = rules.rules()[keyword.rule];
      const Anchor& anchor = rule.anchors[keyword.anchor];
      const HitReach reach = reach_of(rules, rule, anchor);
      reaches_[literal].before =
          std::max(reaches_[literal].before, reach.before);
      reaches_[literal].after = std::max(reaches_[literal].after, reach.after);
      longest_literal_ = std::max(longest_literal_, anchor.literal.size());
    }
  }
}

ScanTrace TracedScanner::scan(ByteView content, ScanScratch& scratch) const {
  ScanTrace trace;
  trace.size = content.size();
  trace.has_nul = content.find('\0') != ByteView::npos;
  trace.opaque = always_opaque_ || needs_decoding(content);
  if (trace.opaque) {
    trace.result = scanner_.scan(content, scratch);
    return trace;
  }
  scanner_.rules().literals().scan(content, trace.hits);
  trace.farthest = farthest_of(reaches_, trace.hits);
  trace.result = scanner_.scan_at(content, trace.hits, scratch);
  trace.opaque = !trace.result.limits.empty();
  trace.dependences = dependences_of(trace.farthest, content, trace.result);
  return trace;
}

namespace {

// One scan of a content with a base.
class DeltaScan {
 public:
  DeltaScan(const Scanner& scanner, const std::vector<HitReach>& reaches,
            std::size_t longest_literal, ByteView content,
            const ScanTrace& base, std::span<const CopiedRange> copies,
            ScanScratch& scratch)
      : scanner_(scanner),
        reaches_(reaches),
        margin_(longest_literal == 0 ? 0 : longest_literal - 1),
        content_(content),
        base_(base),
        ranges_(long_enough(copies)),
        copies_(ranges_, content.size(), base.size),
        scratch_(scratch) {}

  ScanTrace run(ScanTrace trace) {
    collect_hits(trace.hits);
    trace.farthest = farthest_of(reaches_, trace.hits);
    if (hits_give_nothing_new(trace.hits) && inherit(trace)) {
      trace.inherited = trace.result.candidates.size();
      return trace;
    }
    trace.dependences.clear();
    trace.result = scanner_.scan_at(content_, trace.hits, scratch_);
    trace.dependences = dependences_of(trace.farthest, content_, trace.result);
    trace.opaque = !trace.result.limits.empty();
    return trace;
  }

  // The content's ranges that come from no copy, with nothing around them.
  template <class Visit>
  void for_each_gap(Visit visit) const {
    std::size_t at = 0;
    for (const CopiedRange& copy : ranges_) {
      visit(at, copy.begin);
      at = copy.end();
    }
    visit(at, content_.size());
  }

 private:
  std::size_t literal_size(const LiteralHit& hit) const {
    return scanner_.rules().literal_size(hit.literal);
  }

  // Those within a copy are the base's; the others are looked for where no
  // copy is, and across the copies' edges.
  void collect_hits(std::vector<LiteralHit>& hits) {
    for (const CopiedRange& copy : ranges_) {
      auto hit = std::lower_bound(base_.hits.begin(), base_.hits.end(),
                                  LiteralHit{0, copy.base_begin}, hit_before);
      const std::size_t base_end = copy.base_begin + copy.size;
      for (; hit != base_.hits.end() && hit->begin < base_end; ++hit) {
        if (hit->begin + literal_size(*hit) > base_end) continue;
        hits.push_back(
            {hit->literal, hit->begin - copy.base_begin + copy.begin});
      }
    }
    const std::size_t inherited = hits.size();
    // Windows of neighbouring gaps can overlap only if a copy is shorter than
    // two margins: then they are one window.
    std::size_t window_begin = 0;
    std::size_t window_end = 0;
    for_each_gap([&](std::size_t begin, std::size_t end) {
      if (begin == end && (begin == 0 || end == content_.size())) return;
      const std::size_t from = begin > margin_ ? begin - margin_ : 0;
      const std::size_t to = std::min(end + margin_, content_.size());
      if (from <= window_end) {
        window_end = to;
        return;
      }
      scan_window(window_begin, window_end, hits);
      window_begin = from;
      window_end = to;
    });
    scan_window(window_begin, window_end, hits);
    std::inplace_merge(hits.begin(),
                       hits.begin() + static_cast<std::ptrdiff_t>(inherited),
                       hits.end(), hit_before);
  }

  void scan_window(std::size_t begin, std::size_t end,
                   std::vector<LiteralHit>& hits) {
    if (begin == end) return;
    scanner_.rules().literals().scan(content_.substr(begin, end - begin),
                                     scratch_.hits);
    for (const LiteralHit& hit : scratch_.hits) {
      const std::size_t at = begin + hit.begin;
      if (copies_.around(at, at + literal_size(hit)) != nullptr) continue;
      hits.push_back({hit.literal, at});
    }
  }

  bool hits_give_nothing_new(const std::vector<LiteralHit>& hits) {
    std::vector<LiteralHit> near;
    for (const LiteralHit& hit : hits) {
      // It can decide what is hidden on any candidate's line.
      if (reaches_[hit.literal].before == kUnlimited &&
          !base_.result.candidates.empty()) {
        return false;
      }
      if (copies_.within(hit.begin, hit.begin, reaches_[hit.literal]) ==
          nullptr) {
        near.push_back(hit);
      }
    }
    return near.empty() || scanner_.scan_at(content_, near, scratch_).empty();
  }

  // False if one of the base's candidates may not be the same here.
  bool inherit(ScanTrace& trace) const {
    if (base_.result.candidates.empty()) return true;
    // The base's dependences are only known for reaches up to its own.
    if (trace.farthest > base_.farthest) return false;
    trace.farthest = base_.farthest;
    LineIndex lines(content_);
    for (const CopiedRange& copy : ranges_) {
      for (std::size_t i = 0; i < base_.result.candidates.size(); ++i) {
        const ByteRange span = base_.result.candidates[i].span;
        const ByteRange needs = base_.dependences[i];
        const std::size_t base_end = copy.base_begin + copy.size;
        if (span.end <= copy.base_begin || span.begin >= base_end) continue;
        const std::size_t shift = copy.begin - copy.base_begin;
        const bool whole =
            copy.base_begin <= needs.begin && needs.end <= base_end &&
            copies_.within(needs.begin + shift, needs.end + shift, {}) !=
                nullptr;
        if (!whole) return false;
        Candidate candidate = base_.result.candidates[i];
        move(candidate, shift, lines);
        trace.result.candidates.push_back(std::move(candidate));
        trace.dependences.push_back({needs.begin + shift, needs.end + shift});
      }
    }
    return true;
  }

  // The lines of the candidate are the same: only their numbers change.
  static void move(Candidate& candidate, std::size_t shift, LineIndex& lines) {
    candidate.span.begin += shift;
    candidate.span.end += shift;
    const std::uint64_t line = lines.line_of(candidate.span.begin) + 1;
    Position& position = candidate.position;
    position.end_line = line + (position.end_line - position.line);
    position.line = line;
  }

  const Scanner& scanner_;
  const std::vector<HitReach>& reaches_;
  const std::size_t margin_;
  const ByteView content_;
  const ScanTrace& base_;
  const std::vector<CopiedRange> ranges_;
  const Copies copies_;
  ScanScratch& scratch_;
};

}  // namespace

ScanTrace TracedScanner::scan(ByteView content, const ScanTrace& base,
                              std::span<const CopiedRange> copies,
                              ScanScratch& scratch) const {
  if (base.opaque || has_byte_order_mark(content)) {
    return scan(content, scratch);
  }
  DeltaScan delta(scanner_, reaches_, longest_literal_, content, base, copies,
                  scratch);
  ScanTrace trace;
  trace.size = content.size();
  if (base.has_nul) {
    trace.has_nul = content.find('\0') != ByteView::npos;
  } else {
    delta.for_each_gap([&](std::size_t begin, std::size_t end) {
      const ByteView gap = content.substr(begin, end - begin);
      trace.has_nul = trace.has_nul || gap.find('\0') != ByteView::npos;
    });
  }
  if (trace.has_nul && needs_decoding(content)) return scan(content, scratch);
  return delta.run(std::move(trace));
}

}  // namespace gitward

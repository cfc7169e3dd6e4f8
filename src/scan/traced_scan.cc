#include "scan/traced_scan.h"

#include <algorithm>
#include <iterator>

#include "judge/judge.h"
#include "scan/encoding.h"
#include "scan/line_index.h"
#include "scan/matcher.h"
#include "scan/provider_place.h"

namespace gitward {
namespace {

// So many bytes from the beginning of a literal on decide most hits. All
// literals are shorter: what is longer counts as undecided.
constexpr std::size_t kNearby = 64;
// So many before it: what needs more stays undecided.
constexpr std::size_t kNearbyBefore = 40;
// More beginnings than this are not tried just to forget a hit.
constexpr std::size_t kMostLeads = 4;

// Fewer bytes between two windows are scanned rather than left out.
constexpr std::size_t kWorthScanning = 128;
// Windows of so many bytes together are looked at as one text.
constexpr std::size_t kWindowsTogether = 16'384;

std::size_t plus(std::size_t a, std::size_t b) {
  const std::size_t sum = a + b;
  return sum < a ? kUnlimited : sum;
}

std::size_t look_behind_of(const Rule& rule) {
  return rule.shapes.empty() ? rule.regex().max_look_behind()
                             : kShapeLookBehind;
}

// The bytes that decide whether a hit of this anchor leads to a match: so many
// before the hit, and so many behind its beginning.
HitReach reach_of(const Rule& rule, const Anchor& anchor) {
  switch (rule.reach.kind) {
    case Reach::Kind::kAnchored:
      return {anchor.lead_max + look_behind_of(rule), rule.max_match + 1};
    case Reach::Kind::kNear: {
      // A match that is not all secret begins before its secret.
      const std::size_t before = rule.shapes.empty() ? rule.max_match : 0;
      HitReach reach{
          plus(rule.reach.before, before + look_behind_of(rule)),
          plus(anchor.literal.size() + rule.reach.after, rule.max_match + 1)};
      if (rule.reach.calls) {
        reach.before = std::max(reach.before, kProviderBefore + kNameBefore);
        reach.after =
            std::max(reach.after, anchor.literal.size() + kProviderAfter +
                                      rule.max_match + 1);
      }
      return reach;
    }
    case Reach::Kind::kBeside:
      return {kJudgeBefore, anchor.literal.size() + kJudgeAfter};
    case Reach::Kind::kWhole:
      break;
  }
  return {kUnlimited, kUnlimited};
}

// What can tell, by a few bytes nearby, that a hit leads nowhere.
enum class NearbyTest {
  kNone,
  kKeyValue,  // No key with a value.
  kLead,      // may_lead(): part of another word.
  kMatch,     // The expression fails there.
};

NearbyTest nearby_test(const Rule& rule, std::uint32_t anchor) {
  if (rule.is_learned()) return NearbyTest::kKeyValue;
  if (rule.reach.kind == Reach::Kind::kNear) {
    return anchor < rule.reach.provider_end ? NearbyTest::kLead
                                            : NearbyTest::kNone;
  }
  const Anchor& found = rule.anchors[anchor];
  const bool few_leads = found.lead_max - found.lead_min < kMostLeads;
  return rule.reach.kind == Reach::Kind::kAnchored && few_leads &&
                 found.lead_max + look_behind_of(rule) <= kNearbyBefore
             ? NearbyTest::kMatch
             : NearbyTest::kNone;
}

// The bytes that the test looks at: so many before the hit, and so many behind
// its beginning. Where they are the same, its answer is.
HitReach seen_by(NearbyTest test, const Rule& rule, const Anchor& anchor) {
  switch (test) {
    case NearbyTest::kNone:
      break;
    case NearbyTest::kKeyValue:
      return {kNearbyBefore, kNearby};
    case NearbyTest::kLead:
      return {1, anchor.literal.size() + kBehindWord};
    case NearbyTest::kMatch:
      return {anchor.lead_max + look_behind_of(rule), kNearby};
  }
  return {0, 0};
}

bool hit_before(const LiteralHit& a, const LiteralHit& b) {
  return a.begin != b.begin ? a.begin < b.begin : a.literal < b.literal;
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
  for (const SmallContentRule& small : rules.small_content()) {
    small_content_ = std::max<std::size_t>(small_content_, small.most);
  }
  reaches_.resize(rules.literal_count());
  nearby_.resize(rules.literal_count());
  for (LiteralIndex literal = 0; literal < rules.literal_count(); ++literal) {
    HitReach& far = reaches_[literal];
    HitReach& near = nearby_[literal];
    near.after = rules.literal_size(literal);
    for (const RuleSet::Keyword& keyword : rules.keyword_of(literal)) {
      const Rule& rule = rules.rules()[keyword.rule];
      const Anchor& anchor = rule.anchors[keyword.anchor];
      const HitReach reach = reach_of(rule, anchor);
      far.before = std::max(far.before, reach.before);
      far.after = std::max(far.after, reach.after);
      const HitReach seen =
          seen_by(nearby_test(rule, keyword.anchor), rule, anchor);
      near.before = std::max(near.before, seen.before);
      near.after = std::max(near.after, seen.after);
    }
    longest_before_ = std::max(longest_before_, near.after);
    longest_behind_ =
        std::max(longest_behind_, near.before + rules.literal_size(literal));
  }
}

bool TracedScanner::matters(ByteView content, const LiteralHit& hit,
                            ScanScratch& scratch) const {
  const RuleSet& rules = scanner_.rules();
  const ByteRange nearby{
      hit.begin > kNearbyBefore ? hit.begin - kNearbyBefore : 0,
      std::min(hit.begin + kNearby, content.size())};
  const auto matches = [&](const Rule& rule, const Anchor& anchor) {
    const ByteView seen = content.substr(0, nearby.end);
    for (std::size_t lead = anchor.lead_min;
         lead <= std::min(anchor.lead_max, hit.begin); ++lead) {
      if (!rule.regex().fails_at(seen, hit.begin - lead, scratch.match)) {
        return true;
      }
    }
    return false;
  };
  const auto fails = [&](const RuleSet::Keyword& keyword) {
    const Rule& rule = rules.rules()[keyword.rule];
    const Anchor& anchor = rule.anchors[keyword.anchor];
    switch (nearby_test(rule, keyword.anchor)) {
      case NearbyTest::kNone:
        break;
      case NearbyTest::kKeyValue:
        return has_no_key_value(
            content, {hit.begin, hit.begin + anchor.literal.size()}, nearby);
      case NearbyTest::kLead:
        return !may_lead(rule, content, {keyword.anchor, hit.begin});
      case NearbyTest::kMatch:
        return !matches(rule, anchor);
    }
    return false;
  };
  const auto& keywords = rules.keyword_of(hit.literal);
  return !std::all_of(keywords.begin(), keywords.end(), fails);
}

// Scans at the trace's hits, which are all that matter.
void TracedScanner::evaluate(ByteView content, ScanTrace& trace,
                             ScanScratch& scratch) const {
  trace.farthest = farthest_of(reaches_, trace.hits);
  trace.result = scanner_.scan_at(content, trace.hits, scratch);
  trace.refusing_lines = scratch.refusing_lines;
  trace.opaque = !trace.result.limits.empty();
  trace.dependences = dependences_of(trace.farthest, content, trace.result);
}

ScanTrace TracedScanner::scan(ByteView content, ScanScratch& scratch) const {
  ScanTrace trace;
  trace.size = content.size();
  trace.has_nul = content.find('\0') != ByteView::npos;
  trace.opaque = always_opaque_ || content.size() <= small_content_ ||
                 needs_decoding(content);
  if (trace.opaque) {
    trace.result = scanner_.scan(content, scratch);
    return trace;
  }
  scanner_.rules().literals().scan(content, scratch.hits);
  std::vector<LiteralHit> escapes;
  for (const LiteralHit& hit : scratch.hits) {
    if (RuleSet::is_escape_trigger(hit.literal)) escapes.push_back(hit);
    if (matters(content, hit, scratch)) trace.hits.push_back(hit);
  }
  if (scanner_.holds_encoded(content, escapes, scratch)) {
    trace.opaque = true;
    trace.hits.clear();
    trace.result = scanner_.scan(content, scratch);
    return trace;
  }
  evaluate(content, trace, scratch);
  return trace;
}

// One scan of a content with a base.
class TracedScanner::DeltaScan {
 public:
  DeltaScan(const TracedScanner& traced, ByteView content,
            const ScanTrace& base, std::span<const CopiedRange> copies,
            ScanScratch& scratch)
      : traced_(traced),
        content_(content),
        base_(base),
        copies_(copies, content.size(), base.size),
        scratch_(scratch) {}

  ScanTrace run(ScanTrace trace) {
    collect_hits(trace.hits);
    trace.farthest = farthest_of(traced_.reaches_, trace.hits);
    if (hits_give_nothing_new(trace) && inherit(trace)) {
      trace.inherited = trace.result.candidates.size();
      return trace;
    }
    traced_.evaluate(content_, trace, scratch_);
    return trace;
  }

  const Copies& copies() const { return copies_; }

  // Where there may be something encoded that the base has not: the gaps with
  // what touches them. An end of the content where the base has more is new.
  std::vector<ByteRange> new_places() const {
    std::vector<ByteRange> places;
    copies_.for_each_gap([&](std::size_t begin, std::size_t end) {
      if (begin == end && copies_.is_edge_of_base(begin)) return;
      const ByteRange place{begin > kTouching ? begin - kTouching : 0,
                            std::min(end + kTouching, content_.size())};
      // Places on one line or the next would be looked at together anyway.
      if (!places.empty() && place.begin < places.back().end + kNeighbours) {
        places.back().end = place.end;
      } else {
        places.push_back(place);
      }
    });
    return places;
  }

 private:
  // A line end of two bytes and the sign before it belong together.
  static constexpr std::size_t kTouching = 3;
  static constexpr std::size_t kNeighbours = 128;

  const RuleSet& rules() const { return traced_.scanner_.rules(); }

  // True if what lies nearby is the same in the base: there the hit was
  // decided, or it is remembered.
  bool known(const LiteralHit& hit) const {
    return copies_.within(hit.begin, hit.begin, traced_.nearby_[hit.literal]) !=
           nullptr;
  }

  // Those that the base remembers; the others are looked for around what is no
  // copy.
  void collect_hits(std::vector<LiteralHit>& hits) {
    for (const CopiedRange& copy : copies_.all()) {
      auto hit = std::lower_bound(base_.hits.begin(), base_.hits.end(),
                                  LiteralHit{0, copy.base_begin}, hit_before);
      const std::size_t base_end = copy.base_end();
      for (; hit != base_.hits.end() && hit->begin < base_end; ++hit) {
        const LiteralHit here{hit->literal,
                              hit->begin - copy.base_begin + copy.begin};
        if (known(here)) hits.push_back(here);
      }
    }
    const std::size_t inherited = hits.size();
    const std::size_t before = traced_.longest_before_;
    const std::size_t behind = traced_.longest_behind_;
    ByteRange window;
    copies_.for_each_gap([&](std::size_t begin, std::size_t end) {
      if (begin == end && copies_.is_edge_of_base(begin)) return;
      const std::size_t from = begin > before ? begin - before : 0;
      const std::size_t to = std::min(end + behind, content_.size());
      if (from <= window.end + kWorthScanning) {
        window.end = to;
        return;
      }
      add_window(window, hits);
      window = {from, to};
    });
    add_window(window, hits);
    scan_windows(hits);
    std::inplace_merge(hits.begin(),
                       hits.begin() + static_cast<std::ptrdiff_t>(inherited),
                       hits.end(), hit_before);
  }

  void add_window(ByteRange window, std::vector<LiteralHit>& hits) {
    if (window.empty()) return;
    if (windows_size_ + window.size() > kWindowsTogether) scan_windows(hits);
    windows_.push_back(window);
    windows_size_ += window.size();
  }

  // Most windows are so small that the prefilter would take longer to begin
  // and end than to look at them: so they are looked at as one text.
  void scan_windows(std::vector<LiteralHit>& hits) {
    if (windows_.empty()) return;
    rules().literals().scan(text_of_windows(), scratch_.hits);
    auto window = windows_.begin();
    std::size_t begin_in_text = 0;
    for (const LiteralHit& hit : scratch_.hits) {
      while (hit.begin >= begin_in_text + window->size()) {
        begin_in_text += window->size();
        ++window;
      }
      const LiteralHit here{hit.literal,
                            window->begin + (hit.begin - begin_in_text)};
      const bool is_inside =
          here.begin + rules().literal_size(hit.literal) <= window->end;
      if (is_inside && !known(here) &&
          traced_.matters(content_, here, scratch_)) {
        hits.push_back(here);
      }
    }
    windows_.clear();
    windows_size_ = 0;
  }

  ByteView text_of_windows() {
    if (windows_.size() == 1) return windows_.front().of(content_);
    scratch_.windows.clear();
    for (const ByteRange window : windows_) {
      scratch_.windows.append(window.of(content_));
    }
    return scratch_.windows;
  }

  bool hits_give_nothing_new(ScanTrace& trace) {
    std::vector<LiteralHit> near;
    for (const LiteralHit& hit : trace.hits) {
      // It can decide what is hidden on any candidate's line.
      if (traced_.reaches_[hit.literal].before == kUnlimited &&
          !base_.result.candidates.empty()) {
        return false;
      }
      if (copies_.within(hit.begin, hit.begin, traced_.reaches_[hit.literal]) ==
          nullptr) {
        near.push_back(hit);
      }
    }
    if (near.empty()) return true;
    if (!traced_.scanner_.scan_at(content_, near, scratch_).empty()) {
      return false;
    }
    trace.refusing_lines = scratch_.refusing_lines;
    return true;
  }

  // False if one of the base's candidates may not be the same here.
  bool inherit(ScanTrace& trace) const {
    if (!inherit_refusals(trace)) return false;
    if (base_.result.candidates.empty()) return true;
    // The base's dependences are only known for reaches up to its own.
    if (trace.farthest > base_.farthest) return false;
    trace.farthest = base_.farthest;
    LineIndex lines(content_);
    for (const CopiedRange& copy : copies_.all()) {
      for (std::size_t i = 0; i < base_.result.candidates.size(); ++i) {
        const ByteRange span = base_.result.candidates[i].span;
        const ByteRange needs = base_.dependences[i];
        const std::size_t base_end = copy.base_end();
        if (span.end <= copy.base_begin || span.begin >= base_end) continue;
        const std::size_t shift = copy.begin - copy.base_begin;
        const bool whole =
            copy.base_begin <= needs.begin && needs.end <= base_end &&
            copies_.within(needs.begin + shift, needs.end + shift, {}) !=
                nullptr;
        if (!whole) return false;
        Candidate candidate = base_.result.candidates[i];
        // What begins as the base does has its lines, too.
        if (copy.begin != 0 || copy.base_begin != 0) {
          move(candidate, shift, lines);
        }
        trace.result.candidates.push_back(std::move(candidate));
        trace.dependences.push_back({needs.begin + shift, needs.end + shift});
      }
    }
    return true;
  }

  // A match that was refused for its lines stays so while these are the same,
  // with the line ends around them.
  bool inherit_refusals(ScanTrace& trace) const {
    for (const CopiedRange& copy : copies_.all()) {
      for (const ByteRange& lines : base_.refusing_lines) {
        const std::size_t base_end = copy.base_end();
        if (lines.end <= copy.base_begin || lines.begin >= base_end) continue;
        const std::size_t begin = lines.begin == 0 ? 0 : lines.begin - 1;
        const std::size_t end = std::min(lines.end + 2, base_.size);
        const std::size_t shift = copy.begin - copy.base_begin;
        const bool whole =
            copy.base_begin <= begin && end <= base_end &&
            copies_.within(begin + shift, end + shift, {}) != nullptr;
        if (!whole) return false;
        trace.refusing_lines.push_back(
            {lines.begin + shift, lines.end + shift});
      }
    }
    // Some were refused anew.
    auto& refusing = trace.refusing_lines;
    std::sort(refusing.begin(), refusing.end());
    refusing.erase(std::unique(refusing.begin(), refusing.end()),
                   refusing.end());
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

  const TracedScanner& traced_;
  const ByteView content_;
  const ScanTrace& base_;
  const Copies copies_;
  ScanScratch& scratch_;
  std::vector<ByteRange> windows_;  // To be looked at together.
  std::size_t windows_size_ = 0;
};

ScanTrace TracedScanner::scan(ByteView content, const ScanTrace& base,
                              std::span<const CopiedRange> copies,
                              ScanScratch& scratch) const {
  if (base.opaque || content.size() <= small_content_ ||
      has_byte_order_mark(content)) {
    return scan(content, scratch);
  }
  DeltaScan delta(*this, content, base, copies, scratch);
  ScanTrace trace;
  trace.size = content.size();
  if (base.has_nul) {
    trace.has_nul = content.find('\0') != ByteView::npos;
  } else {
    delta.copies().for_each_gap([&](std::size_t begin, std::size_t end) {
      const ByteView gap = content.substr(begin, end - begin);
      trace.has_nul = trace.has_nul || gap.find('\0') != ByteView::npos;
    });
  }
  if (trace.has_nul && needs_decoding(content)) return scan(content, scratch);
  // The base holds nothing that is encoded, or it would be opaque.
  if (scanner_.holds_encoded_near(content, delta.new_places(), scratch)) {
    return scan(content, scratch);
  }
  return delta.run(std::move(trace));
}

}  // namespace gitward

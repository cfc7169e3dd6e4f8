#include "scan/matcher.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include <fmt/format.h>

#include "base/characters.h"
#include "rules/structure.h"
#include "scan/line_index.h"
#include "scan/provider_place.h"

// Where a rule may match is first written down as ranges, and ranges that
// touch are joined. So a place is tried once, however many keywords lead to
// it, and the work is bounded by the text's size times the longest match that
// the rule declares: hostile input can't make it quadratic.
//
// Each try sees the real text before it (look-behind) and the real text up to
// one byte more than its longest match (right boundary), never the end of some
// window: what it finds does not depend on how windows were joined.

namespace gitward {
namespace {

// Up to this many possible distances between a literal and the beginning of
// its match each is tried by itself; above, a search is cheaper.
constexpr std::size_t kMostLeads = 64;

// A rule that reaches its limits so often in one text is given up there: each
// time costs millions of steps.
constexpr std::size_t kMostLimits = 16;

void join(std::vector<Starts>& ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const Starts& a, const Starts& b) { return a.begin < b.begin; });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].begin <= ranges[kept].end + 1) {
      ranges[kept].end = std::max(ranges[kept].end, ranges[i].end);
    } else {
      ranges[++kept] = ranges[i];
    }
  }
  if (!ranges.empty()) ranges.resize(kept + 1);
}

// Requires: ranges are joined.
bool holds(const std::vector<Starts>& ranges, std::size_t place) {
  const auto after = std::upper_bound(
      ranges.begin(), ranges.end(), place,
      [](std::size_t at, const Starts& range) { return at < range.begin; });
  return after != ranges.begin() && place <= std::prev(after)->end;
}

std::size_t plus(std::size_t a, std::size_t b) {
  const std::size_t sum = a + b;
  return sum < a ? std::numeric_limits<std::size_t>::max() : sum;
}

std::size_t minus(std::size_t a, std::size_t b) {
  return a < b ? 0 : a - b;
}

// Requires: there is room for the shortest lead.
Starts anchored_starts(const Anchor& anchor, std::size_t hit) {
  return {minus(hit, anchor.lead_max), hit - anchor.lead_min};
}

bool is_provider(const Reach& reach, std::size_t anchor) {
  return anchor >= reach.providers && anchor < reach.provider_end;
}

// Where secrets that a hit of a kNear rule leads to may begin.
struct NearStarts {
  std::optional<Starts> any;
  std::optional<Starts> arguments;
  std::optional<Starts> named;
};

Starts starts_around(const Reach& reach, ByteView text, ByteRange hit) {
  if (reach.lines == Reach::kAnyLines) {
    return {minus(hit.begin, reach.before),
            std::min(plus(hit.end, reach.after), text.size())};
  }
  const ByteRange window =
      lines_near(text, hit, reach.lines, reach.before, reach.after);
  return {window.begin, window.end};
}

NearStarts near_starts(const Rule& rule, ByteView text,
                       const ScanScratch::RuleHit& hit) {
  const Reach& reach = rule.reach;
  const ByteRange word{hit.begin,
                       hit.begin + rule.anchors[hit.anchor].literal.size()};
  NearStarts starts;
  if (!reach.calls) {
    starts.any = starts_around(reach, text, word);
    return starts;
  }
  const ProviderPlace place = provider_place(text, word);
  if (!is_provider(reach, hit.anchor) || place.names_secret) {
    starts.any = starts_around(reach, text, word);
  }
  if (place.arguments) {
    (place.in_url ? starts.named : starts.arguments) =
        Starts{place.arguments->begin, place.arguments->end};
  }
  return starts;
}

// One rule over one text.
class RuleRun {
 public:
  RuleRun(const Rule& rule, RuleIndex index, ByteView text,
          ScanScratch& scratch, std::vector<RawMatch>& matches)
      : rule_(rule),
        index_(index),
        text_(text),
        scratch_(scratch),
        matches_(matches) {}

  void everywhere();
  void at_hits(const std::vector<ScanScratch::RuleHit>& hits);

  std::size_t limits() const { return limits_; }

 private:
  bool gave_up() const { return limits_ >= kMostLimits; }
  void run_anchored(const std::vector<ScanScratch::RuleHit>& hits);
  void run_beside(const std::vector<ScanScratch::RuleHit>& hits);
  void run_near(const std::vector<ScanScratch::RuleHit>& hits);
  void run_whole();
  void try_each(Starts starts);
  void search_in(Starts starts);
  Regex::Outcome match_at(std::size_t at);
  bool may_begin_at(std::size_t secret) const;
  void keep();

  const Rule& rule_;
  const RuleIndex index_;
  const ByteView text_;
  ScanScratch& scratch_;
  std::vector<RawMatch>& matches_;
  // Where a secret may begin, if that is not everywhere: any one, one that is
  // written as an argument, and one that has a name besides.
  bool is_near_ = false;
  std::vector<Starts> windows_;
  std::vector<Starts> arguments_;
  std::vector<Starts> named_;
  std::size_t limits_ = 0;
};

void RuleRun::everywhere() {
  if (rule_.max_match == 0) {
    run_whole();
  } else {
    search_in({0, text_.size()});
  }
}

void RuleRun::at_hits(const std::vector<ScanScratch::RuleHit>& hits) {
  switch (rule_.reach.kind) {
    case Reach::Kind::kAnchored:
      return run_anchored(hits);
    case Reach::Kind::kNear:
      return run_near(hits);
    case Reach::Kind::kBeside:
      return run_beside(hits);
    case Reach::Kind::kWhole:
      return everywhere();
  }
}

void RuleRun::run_anchored(const std::vector<ScanScratch::RuleHit>& hits) {
  std::vector<Starts> ranges;
  ranges.reserve(hits.size());
  std::size_t most_leads = 0;
  for (const ScanScratch::RuleHit& hit : hits) {
    const Anchor& anchor = rule_.anchors[hit.anchor];
    most_leads = std::max(most_leads, anchor.lead_max - anchor.lead_min + 1);
    if (anchor.lead_min > hit.begin) continue;
    ranges.push_back(anchored_starts(anchor, hit.begin));
  }
  join(ranges);
  for (const Starts& range : ranges) {
    if (most_leads <= kMostLeads) {
      try_each(range);
    } else {
      search_in(range);
    }
  }
}

void RuleRun::run_beside(const std::vector<ScanScratch::RuleHit>& hits) {
  std::vector<KeyValue>& found = scratch_.key_values;
  for (const ScanScratch::RuleHit& hit : hits) {
    found.clear();
    ++scratch_.attempts;
    scratch_.bytes_tried += std::min(rule_.max_match, text_.size() - hit.begin);
    const std::size_t size = rule_.anchors[hit.anchor].literal.size();
    find_key_values(text_, {hit.begin, hit.begin + size}, found);
    for (const KeyValue& one : found) {
      const ByteRange whole{std::min(one.key.begin, one.value.begin),
                            std::max(one.key.end, one.value.end)};
      matches_.push_back({index_, whole, one.value, one});
    }
  }
}

void RuleRun::run_near(const std::vector<ScanScratch::RuleHit>& hits) {
  is_near_ = true;
  windows_.reserve(hits.size());
  for (const ScanScratch::RuleHit& hit : hits) {
    const NearStarts starts = near_starts(rule_, text_, hit);
    if (starts.any) windows_.push_back(*starts.any);
    if (starts.arguments) arguments_.push_back(*starts.arguments);
    if (starts.named) named_.push_back(*starts.named);
  }
  join(windows_);
  join(arguments_);
  join(named_);
  std::vector<Starts> ranges = windows_;
  ranges.insert(ranges.end(), arguments_.begin(), arguments_.end());
  ranges.insert(ranges.end(), named_.begin(), named_.end());
  join(ranges);
  // A match that is not all secret can begin before the window.
  if (rule_.regex().group_count() > 0) {
    for (Starts& range : ranges) {
      range.begin = minus(range.begin, rule_.max_match);
    }
    join(ranges);
  }
  for (const Starts& range : ranges) search_in(range);
}

// Non-overlapping matches from left to right. The match that ends last so far
// is all that a next one depends on.
void RuleRun::run_whole() {
  std::size_t from = 0;
  while (from <= text_.size()) {
    ++scratch_.attempts;
    const Regex::Outcome outcome =
        rule_.regex().search(text_, from, scratch_.match, scratch_.found);
    if (outcome == Regex::Outcome::kLimit) ++limits_;
    if (outcome != Regex::Outcome::kMatch) return;
    keep();
    const ByteRange whole = scratch_.found.whole();
    from = std::max(whole.end, from + (whole.empty() ? 1 : 0));
  }
}

Regex::Outcome RuleRun::match_at(std::size_t at) {
  const std::size_t end =
      std::min(plus(at, plus(rule_.max_match, 1)), text_.size());
  ++scratch_.attempts;
  scratch_.bytes_tried += end - at;
  const Regex::Outcome outcome = rule_.regex().match_at(
      text_.substr(0, end), at, scratch_.match, scratch_.found);
  if (outcome == Regex::Outcome::kLimit) ++limits_;
  return outcome;
}

void RuleRun::try_each(Starts starts) {
  for (std::size_t at = starts.begin; at <= starts.end && !gave_up(); ++at) {
    if (match_at(at) == Regex::Outcome::kMatch) keep();
  }
}

void RuleRun::search_in(Starts starts) {
  const std::size_t end =
      std::min(plus(starts.end, plus(rule_.max_match, 1)), text_.size());
  std::size_t from = starts.begin;
  while (from <= std::min(starts.end, end) && !gave_up()) {
    ++scratch_.attempts;
    const Regex::Outcome outcome = rule_.regex().search(
        text_.substr(0, end), from, scratch_.match, scratch_.found);
    if (outcome == Regex::Outcome::kLimit) ++limits_;
    if (outcome != Regex::Outcome::kMatch) {
      scratch_.bytes_tried += end - from;
      return;
    }
    const ByteRange whole = scratch_.found.whole();
    scratch_.bytes_tried += whole.end - from;
    if (whole.begin > starts.end) return;
    // Longer than the rule declares: what it would be if it saw no more.
    if (whole.size() <= rule_.max_match ||
        match_at(whole.begin) == Regex::Outcome::kMatch) {
      keep();
    }
    from = whole.begin + 1;
  }
}

bool RuleRun::may_begin_at(std::size_t secret) const {
  return holds(windows_, secret) ||
         (holds(arguments_, secret) && is_argument(text_, secret, false)) ||
         (holds(named_, secret) && is_argument(text_, secret, true));
}

void RuleRun::keep() {
  const ByteRange whole = scratch_.found.whole();
  if (rule_.max_match > 0 && whole.size() > rule_.max_match) return;
  ByteRange secret = secret_of(rule_, text_, scratch_.found);
  if (!rule_.structure.empty()) {
    secret.end =
        secret.begin + structure_size(rule_.structure, secret.of(text_));
  }
  if (secret.empty()) return;
  if (is_near_ && !may_begin_at(secret.begin)) return;
  matches_.push_back({index_, whole, secret, {}});
}

bool comes_before(const RawMatch& a, const RawMatch& b) {
  if (a.rule != b.rule) return a.rule < b.rule;
  if (a.secret.begin != b.secret.begin) return a.secret.begin < b.secret.begin;
  if (a.secret.end != b.secret.end) return a.secret.end > b.secret.end;
  if (a.whole.begin != b.whole.begin) return a.whole.begin < b.whole.begin;
  // A name can hold two words that lead to it: AUTH_TOKEN.
  return std::tuple(a.beside.word.begin, a.beside.form) <
         std::tuple(b.beside.word.begin, b.beside.form);
}

// Sorts the prefilter's hits by rule.
void distribute_hits(const RuleSet& rules, ByteView text,
                     std::span<const LiteralHit> hits, ScanScratch& scratch) {
  scratch.rule_hits.resize(rules.rules().size());
  for (const RuleIndex rule : scratch.rules_hit) {
    scratch.rule_hits[rule].clear();
  }
  scratch.rules_hit.clear();
  for (const LiteralHit& hit : hits) {
    for (const RuleSet::Keyword& keyword : rules.keyword_of(hit.literal)) {
      const ScanScratch::RuleHit of_anchor{keyword.anchor, hit.begin};
      if (!may_lead(rules.rules()[keyword.rule], text, of_anchor)) continue;
      auto& of_rule = scratch.rule_hits[keyword.rule];
      if (of_rule.empty()) scratch.rules_hit.push_back(keyword.rule);
      of_rule.push_back(of_anchor);
    }
  }
  std::sort(scratch.rules_hit.begin(), scratch.rules_hit.end());
}

}  // namespace

bool may_lead(const Rule& rule, ByteView text,
              const ScanScratch::RuleHit& hit) {
  // Words as long as "bot" and "wise" are parts of many others.
  constexpr std::size_t kShort = 4;
  const Reach& reach = rule.reach;
  if (hit.anchor >= reach.provider_end) return true;
  const std::string& literal = rule.anchors[hit.anchor].literal;
  const ByteRange word{hit.begin, hit.begin + literal.size()};
  if (is_provider(reach, hit.anchor)) {
    return !reach.calls || is_whole_word(text, word);
  }
  if (literal.size() > kShort ||
      !std::all_of(literal.begin(), literal.end(), is_alpha)) {
    return true;
  }
  // In capitals it may begin what it is the context of: AKIA.
  const bool begins_capitals =
      (word.begin == 0 || !is_alnum(text[word.begin - 1])) &&
      word.end < text.size() && is_upper(text[word.begin]) &&
      is_upper(text[word.end]);
  return begins_capitals || is_whole_word(text, word);
}

std::optional<Starts> starts_of(const Rule& rule, ByteView text,
                                const ScanScratch::RuleHit& hit) {
  const Anchor& anchor = rule.anchors[hit.anchor];
  const Reach& reach = rule.reach;
  switch (reach.kind) {
    case Reach::Kind::kAnchored:
      if (anchor.lead_min > hit.begin) return std::nullopt;
      return anchored_starts(anchor, hit.begin);
    case Reach::Kind::kNear:
      break;
    case Reach::Kind::kBeside:
      return Starts{hit.begin,
                    std::min(hit.begin + kKeyValueAfter, text.size())};
    case Reach::Kind::kWhole:
      return Starts{0, text.size()};
  }
  if (!may_lead(rule, text, hit)) return std::nullopt;
  const NearStarts near = near_starts(rule, text, hit);
  std::optional<Starts> all;
  for (const auto& starts : {near.any, near.arguments, near.named}) {
    if (!starts) continue;
    if (!all) all = *starts;
    all->begin = std::min(all->begin, starts->begin);
    all->end = std::max(all->end, starts->end);
  }
  return all;
}

ByteRange secret_of(const Rule& rule, ByteView text,
                    const Regex::Match& match) {
  if (rule.secret_group > 0) {
    if (rule.secret_group >= match.groups.size()) return {};
    return match.groups[rule.secret_group].value_or(ByteRange{});
  }
  for (std::size_t i = 1; i < match.groups.size(); ++i) {
    const auto& group = match.groups[i];
    if (group && !group->empty()) return *group;
  }
  // Line ends around a match are context that its regex had no group for.
  ByteRange whole = match.whole();
  const auto is_line_end = [&](std::size_t at) {
    return text[at] == '\n' || text[at] == '\r';
  };
  while (!whole.empty() && is_line_end(whole.begin)) ++whole.begin;
  while (!whole.empty() && is_line_end(whole.end - 1)) --whole.end;
  return whole;
}

void match_rule(const RuleSet& rules, RuleIndex index, ByteView text,
                const std::vector<ScanScratch::RuleHit>& hits,
                ScanScratch& scratch, std::vector<RawMatch>& matches) {
  RuleRun(rules.rules()[index], index, text, scratch, matches).at_hits(hits);
}

std::vector<RawMatch> find_matches(const RuleSet& rules, ByteView text,
                                   ScanScratch& scratch,
                                   std::vector<ScanLimit>& limits) {
  rules.literals().scan(text, scratch.hits);
  return find_matches_at(rules, text, scratch.hits, scratch, limits);
}

std::vector<RawMatch> find_matches_at(const RuleSet& rules, ByteView text,
                                      std::span<const LiteralHit> hits,
                                      ScanScratch& scratch,
                                      std::vector<ScanLimit>& limits) {
  std::vector<RawMatch> matches;
  const auto run = [&](RuleIndex index, const auto& how) {
    const Rule& rule = rules.rules()[index];
    if (rule.pattern().empty() && !rule.is_learned()) return;
    RuleRun rule_run(rule, index, text, scratch, matches);
    how(rule_run);
    if (rule_run.limits() == 0) return;
    limits.push_back(
        {index,
         fmt::format("rule '{}' reached the limit of match steps", rule.id())});
  };
  distribute_hits(rules, text, hits, scratch);
  for (const RuleIndex index : scratch.rules_hit) {
    run(index, [&](RuleRun& rule) { rule.at_hits(scratch.rule_hits[index]); });
  }
  for (const RuleIndex index : rules.unfiltered()) {
    run(index, [](RuleRun& rule) { rule.everywhere(); });
  }
  for (const SmallContentRule& small : rules.small_content()) {
    if (text.size() > small.most) continue;
    run(small.rule, [](RuleRun& rule) { rule.everywhere(); });
  }
  std::sort(matches.begin(), matches.end(), comes_before);
  const auto last = std::unique(
      matches.begin(), matches.end(), [](const RawMatch& a, const RawMatch& b) {
        return a.rule == b.rule && a.secret == b.secret;
      });
  matches.erase(last, matches.end());
  return matches;
}

}  // namespace gitward

#include "scan/explain.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "scan/encoding.h"
#include "scan/inline_allow.h"
#include "scan/line_index.h"
#include "scan/matcher.h"
#include "scan/position.h"
#include "scan/ruling_words.h"

namespace gitward {
namespace {

using Effect = Ruling::Effect;

constexpr std::ptrdiff_t kMostHits = 32;  // On either side of a match.

std::vector<Encoding> encodings_of(ByteView content) {
  std::vector<Encoding> encodings = wide_encodings(content);
  encodings.insert(encodings.begin(), Encoding::kBytes);
  return encodings;
}

// An empty line is overlapped by what goes on over it.
bool overlaps_any(const std::vector<ByteRange>& ranges, ByteRange range) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const ByteRange& one) { return one.overlaps(range); });
}

// A range of a text, cut to it and never empty.
ByteRange in_text(ByteView text, std::size_t begin, std::size_t end) {
  end = std::min(end, text.size());
  begin = std::min(begin, end);
  if (begin == end) (end < text.size()) ? ++end : --begin;
  return {begin, end};
}

// Each once. Several anchors can have the same literal.
void put_nearest_first(std::vector<KeywordPlace>& keywords,
                       std::uint64_t line) {
  const auto rank = [&](const KeywordPlace& one) {
    const std::uint64_t at = one.position.line;
    return std::tuple(at > line ? at - line : line - at, one.position,
                      std::string_view(one.keyword));
  };
  std::sort(keywords.begin(), keywords.end(),
            [&](const KeywordPlace& a, const KeywordPlace& b) {
              return rank(a) < rank(b);
            });
  keywords.erase(std::unique(keywords.begin(), keywords.end()), keywords.end());
}

bool is_dropped(const ExplainedMatch& match) {
  return std::any_of(
      match.rulings.begin(), match.rulings.end(),
      [](const Ruling& ruling) { return ruling.effect == Effect::kDrops; });
}

// Writes down what a scan tells of one place.
class Recorder : public ScanListener {
 public:
  Recorder(const RuleSet& rules, const PlaceRanges& place)
      : rules_(rules), place_(place) {}

  void enter(const SeenText& text) override;
  void leave() override { levels_.pop_back(); }
  void matched(std::span<const LiteralHit> hits,
               std::span<const RawMatch> matches) override;
  void ruled(const RawMatch& match, Ruling ruling) override;
  void ruled(const Candidate& candidate, Ruling ruling) override {
    later_[&candidate].push_back(std::move(ruling));
  }

  // Of the candidates that were judged.
  std::vector<Ruling> take_rulings(const Candidate& candidate) {
    return std::move(later_[&candidate]);
  }
  // In the order in which they were ruled on.
  std::vector<ExplainedMatch> take_matches() { return std::move(matches_); }
  std::vector<TriedRule> take_tried();
  // Whether a rule matched at the place.
  bool matched_here(RuleIndex rule) const { return matched_.contains(rule); }

 private:
  struct NearHit {
    RuleIndex rule = 0;
    ScanScratch::RuleHit hit;
  };
  // A text, and what is known of it.
  struct Level {
    SeenText seen;
    std::size_t number = 0;  // Of all texts.
    std::vector<std::string> via;
    std::shared_ptr<LineIndex> lines;  // Of the reading that it is in.
    // Which can lead to the place, by rule, in their order.
    std::map<RuleIndex, std::vector<NearHit>> hits;
  };

  ByteRange in_content(ByteRange range) const;
  Position position_of(ByteRange range) const;
  void add_hit(const LiteralHit& hit, const RuleSet::Keyword& keyword,
               std::set<RuleIndex>& everywhere);
  std::vector<KeywordPlace> keywords_of(const RawMatch& match) const;
  KeywordPlace keyword_at(const NearHit& hit) const;

  const RuleSet& rules_;
  const PlaceRanges& place_;
  std::vector<Level> levels_;
  std::size_t texts_ = 0;
  std::vector<ExplainedMatch> matches_;
  // Of which text and which match the element of matches_ is.
  std::map<std::tuple<std::size_t, RuleIndex, ByteRange>, std::size_t> known_;
  std::map<const Candidate*, std::vector<Ruling>> later_;
  std::map<std::pair<std::vector<std::string>, RuleIndex>,
           std::vector<KeywordPlace>>
      hits_here_;
  std::set<std::pair<std::vector<std::string>, RuleIndex>> matched_in_;
  std::set<RuleIndex> matched_;
};

void Recorder::enter(const SeenText& text) {
  Level level;
  level.seen = text;
  level.number = texts_++;
  if (text.reading != nullptr) {
    level.lines = std::make_shared<LineIndex>(text.text);
  } else {
    level.via = levels_.back().via;
    level.lines = levels_.back().lines;
  }
  for (const Coding coding : text.via) level.via.emplace_back(name_of(coding));
  levels_.push_back(std::move(level));
}

// From the text at hand out to the bytes of the content.
ByteRange Recorder::in_content(ByteRange range) const {
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    range = level->seen.decoded != nullptr
                ? level->seen.decoded->original(range)
                : level->seen.reading->original(range);
  }
  return range;
}

Position Recorder::position_of(ByteRange range) const {
  for (auto level = levels_.rbegin(); level->seen.decoded != nullptr; ++level) {
    range = level->seen.decoded->original(range);
  }
  return position_in(*levels_.front().seen.reading, *levels_.back().lines,
                     range);
}

void Recorder::matched(std::span<const LiteralHit> hits,
                       std::span<const RawMatch> matches) {
  Level& level = levels_.back();
  for (const RawMatch& match : matches) {
    if (!overlaps_any(place_.lines, in_content(match.whole))) continue;
    matched_in_.emplace(level.via, match.rule);
    matched_.insert(match.rule);
  }
  std::set<RuleIndex> everywhere;
  for (const LiteralHit& hit : hits) {
    for (const RuleSet::Keyword& keyword : rules_.keyword_of(hit.literal)) {
      add_hit(hit, keyword, everywhere);
    }
  }
}

// Keeps a hit that can lead to a match at the place. Where the text was
// decoded, those in what stands beside it are looked at where they stand.
void Recorder::add_hit(const LiteralHit& hit, const RuleSet::Keyword& keyword,
                       std::set<RuleIndex>& everywhere) {
  Level& level = levels_.back();
  const Rule& rule = rules_.rules()[keyword.rule];
  const ByteView text = level.seen.text;
  const NearHit near{keyword.rule, {keyword.anchor, hit.begin}};
  const std::size_t size = rule.anchors[keyword.anchor].literal.size();
  const ByteRange literal{hit.begin, hit.begin + size};
  const std::optional<Starts> starts = starts_of(rule, text, near.hit);
  if (!starts) return;
  const bool whole = rule.reach.kind == Reach::Kind::kWhole;
  const bool on_line = overlaps_any(place_.lines, in_content(literal));
  // One of those elsewhere is enough to know why the rule looked here.
  if (whole && !on_line && !everywhere.insert(keyword.rule).second) return;
  const std::size_t before =
      rule.reach.kind == Reach::Kind::kNear ? rule.max_match : 0;
  const std::size_t begin = starts->begin > before ? starts->begin - before : 0;
  const ByteRange seen =
      in_text(text, begin, whole ? text.size() : starts->end + rule.max_match);
  if (!overlaps_any(place_.lines, in_content(seen))) return;
  level.hits[keyword.rule].push_back(near);
  // What is told of rules that did not match: one with an expression that may
  // begin elsewhere was tried at the whole line, any other one where its
  // literal stands.
  const bool tried_here = on_line || rule.reach.kind == Reach::Kind::kNear ||
                          rule.reach.kind == Reach::Kind::kWhole;
  const bool counts = level.seen.decoded == nullptr ||
                      level.seen.decoded->holds_decoded(literal);
  if (!tried_here || !counts) return;
  hits_here_[{level.via, keyword.rule}].push_back(keyword_at(near));
}

KeywordPlace Recorder::keyword_at(const NearHit& hit) const {
  const std::string& literal =
      rules_.rules()[hit.rule].anchors[hit.hit.anchor].literal;
  return {literal,
          position_of({hit.hit.begin, hit.hit.begin + literal.size()})};
}

std::vector<KeywordPlace> Recorder::keywords_of(const RawMatch& match) const {
  const Level& level = levels_.back();
  const Rule& rule = rules_.rules()[match.rule];
  const std::size_t begin = rule.reach.kind == Reach::Kind::kAnchored
                                ? match.whole.begin
                                : match.secret.begin;
  std::vector<KeywordPlace> keywords;
  const auto of_rule = level.hits.find(match.rule);
  if (of_rule == level.hits.end()) return keywords;
  // A line can have more of them than anybody wants to know: the nearest.
  const std::vector<NearHit>& hits = of_rule->second;
  const auto middle = std::lower_bound(
      hits.begin(), hits.end(), begin,
      [](const NearHit& near, std::size_t at) { return near.hit.begin < at; });
  const auto first =
      middle - std::min<std::ptrdiff_t>(kMostHits, middle - hits.begin());
  const auto last =
      middle + std::min<std::ptrdiff_t>(kMostHits, hits.end() - middle);
  for (auto near = first; near != last; ++near) {
    const std::optional<Starts> starts =
        starts_of(rule, level.seen.text, near->hit);
    if (!starts || begin < starts->begin || begin > starts->end) continue;
    keywords.push_back(keyword_at(*near));
  }
  put_nearest_first(keywords, position_of(match.secret).line);
  return keywords;
}

void Recorder::ruled(const RawMatch& match, Ruling ruling) {
  const Level& level = levels_.back();
  const auto [entry, fresh] = known_.try_emplace(
      std::tuple(level.number, match.rule, match.secret), matches_.size());
  if (fresh) {
    const ByteRange whole = in_content(match.whole);
    if (!overlaps_any(place_.bytes, whole)) {
      entry->second = SIZE_MAX;
      return;
    }
    ExplainedMatch one;
    one.rule = match.rule;
    one.span = in_content(match.secret);
    one.whole = whole;
    one.position = position_of(match.secret);
    one.via = level.via;
    one.value = Secret(match.secret.of(level.seen.text));
    one.keywords = keywords_of(match);
    matches_.push_back(std::move(one));
  }
  if (entry->second == SIZE_MAX) return;
  matches_[entry->second].rulings.push_back(std::move(ruling));
}

std::vector<TriedRule> Recorder::take_tried() {
  std::vector<TriedRule> tried;
  for (auto& [where, keywords] : hits_here_) {
    if (matched_in_.contains(where)) continue;
    put_nearest_first(keywords, place_.line);
    tried.push_back({where.second, where.first, std::move(keywords)});
  }
  return tried;
}

// A marker that is on the lines of a finding but does not allow it: a slip
// that people look for in vain.
void add_other_markers(const RuleSet& rules, ByteView content,
                       ExplainedMatch& match) {
  if (!match.finding || match.candidate->inline_allowed) return;
  LineIndex lines(content);
  const std::size_t first = lines.line_of(match.span.begin);
  const std::size_t last = lines.line_of(match.span.end - 1);
  const std::string& id = rules.rules()[match.rule].id();
  std::set<std::size_t> numbers{first, last};
  if (first > 0) numbers.insert(first - 1);
  for (const std::size_t number : numbers) {
    const ByteView line = lines.line(number).of(content);
    const std::string at = fmt::format("line {}", number + 1);
    const std::vector<AllowMarker> markers = parse_allow_markers(line);
    if (markers.empty() && line.find("gitward:allow") != ByteView::npos) {
      match.rulings.push_back(ruling_on_bad_marker(at, id));
    }
    for (const AllowMarker& marker : markers) {
      // Of the line before only what is meant for the next one.
      if (marker.next_line != (number < first)) continue;
      match.rulings.push_back(ruling_on_other_marker(
          at, fmt::format("{}", fmt::join(marker.rules, ", "))));
    }
  }
}

using Key = std::tuple<ByteRange, RuleIndex, std::vector<std::string>>;

// Joins the matches with what became of them.
void link(Explanation& told, Recorder& recorder, const RuleSet& rules,
          ByteView content) {
  std::map<Key, const Candidate*> candidates;
  for (const Candidate& candidate : told.content.candidates) {
    candidates.try_emplace(Key(candidate.span, candidate.rule, candidate.via),
                           &candidate);
  }
  std::map<const Candidate*, const Judged*> findings;
  for (const Judged& one : told.findings) {
    findings.emplace(one.candidate, &one);
  }
  std::set<std::pair<Key, std::string>> seen;
  std::vector<ExplainedMatch> matches = recorder.take_matches();
  for (ExplainedMatch& match : matches) {
    // What decodes to one text is met twice where it is a secret itself.
    const Key key(match.span, match.rule, match.via);
    const bool dropped = is_dropped(match);
    if (!seen.emplace(key, dropped ? match.rulings.back().reason : "").second) {
      continue;
    }
    if (!dropped) {
      const auto found = candidates.find(key);
      if (found == candidates.end()) {
        match.rulings.push_back(ruling_on_second_reading());
      } else {
        match.candidate = found->second;
        for (Ruling& ruling : recorder.take_rulings(*match.candidate)) {
          match.rulings.push_back(std::move(ruling));
        }
        const auto finding = findings.find(match.candidate);
        if (finding != findings.end()) match.finding = finding->second;
        add_other_markers(rules, content, match);
      }
    }
    told.matches.push_back(std::move(match));
  }
}

}  // namespace

PlaceRanges find_place(ByteView content, const AskedPlace& place) {
  PlaceRanges found;
  found.line = place.line;
  if (place.line == 0) {
    found.lines = {{0, content.size()}};
    found.bytes = found.lines;
    return found;
  }
  for (const Encoding encoding : encodings_of(content)) {
    const Reading reading(content, encoding);
    LineIndex lines(reading.text());
    // Nobody counts the empty line behind the last line end.
    std::uint64_t count = lines.line_of(reading.text().size()) + 1;
    if (count > 1 && lines.line(count - 1).empty()) --count;
    found.line_count = std::max(found.line_count, count);
    if (place.line > count) continue;
    ByteRange line = reading.original(lines.line(place.line - 1));
    // A byte order mark is part of the first line.
    if (place.line == 1) line.begin = 0;
    found.lines.push_back(line);
    if (place.column == 0) {
      found.bytes.push_back(line);
    } else if (place.column <= line.size()) {
      const std::size_t at = line.begin + place.column - 1;
      found.bytes.push_back({at, at + 1});
    }
  }
  return found;
}

Explanation explain(const Scanner& scanner, ByteView content,
                    const PathContext& context, const PlaceRanges& place) {
  const RuleSet& rules = scanner.rules();
  Recorder recorder(rules, place);
  ScanScratch scratch;
  scratch.listener = &recorder;
  Explanation told;
  told.content = scanner.scan(content, scratch);
  told.findings = scanner.judge(told.content, context, &recorder);
  link(told, recorder, rules, content);
  told.tried = recorder.take_tried();
  for (const RuleIndex rule : rules.unfiltered()) {
    if (!recorder.matched_here(rule)) ++told.tried_everywhere;
  }
  const auto rank = [](const ExplainedMatch& match) {
    return std::tuple(match.span.begin, match.rule, match.via.size(),
                      match.span.end);
  };
  std::stable_sort(told.matches.begin(), told.matches.end(),
                   [&](const ExplainedMatch& a, const ExplainedMatch& b) {
                     return rank(a) < rank(b);
                   });
  std::stable_sort(
      told.tried.begin(), told.tried.end(),
      [](const TriedRule& a, const TriedRule& b) { return a.rule < b.rule; });
  return told;
}

}  // namespace gitward

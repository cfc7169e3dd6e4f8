#include "scan/decoded_scan.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "decode/decoded_text.h"
#include "decode/digit_meaning.h"
#include "decode/digit_runs.h"
#include "decode/inflated.h"
#include "scan/encoding.h"
#include "scan/judge.h"
#include "scan/line_index.h"
#include "scan/matcher.h"
#include "scan/nesting.h"
#include "scan/ruling_words.h"

namespace gitward {
namespace {

// What one place of the content may decode to, in all depths together.
constexpr std::size_t kLeastBudget = std::size_t{64} << 10U;
constexpr std::size_t kBudgetPerByte = 128;
// What a compressed stream may hold: text rarely shrinks to a twentieth.
constexpr std::size_t kLeastInflated = std::size_t{16} << 10U;
constexpr std::size_t kInflatedPerByte = 64;

// What decides whether a match begins and ends there: what is before it may be
// an escape, of which only the first byte was decoded ("%253D" to "%3D").
ByteRange widened(ByteRange range, std::size_t size) {
  return {range.begin - std::min(range.begin, kShapeLookBehind),
          std::min(range.end + 1, size)};
}

}  // namespace

std::vector<EscapeTrigger> escape_triggers_of(
    std::span<const LiteralHit> hits) {
  std::vector<EscapeTrigger> triggers;
  for (const LiteralHit& hit : hits) {
    if (RuleSet::is_escape_trigger(hit.literal)) {
      triggers.push_back({hit.literal, hit.begin});
    }
  }
  return triggers;
}

// A text at some depth: 0 is the content's own.
class DecodedScan::Level {
 public:
  Level(DecodedScan& scan, unsigned depth, std::size_t& budget, ByteView text)
      : scan_(scan), depth_(depth), budget_(budget), text_(text) {}

  void decode(const DigitRun& run, WrittenMatches& matches);
  void decode(const EscapedPart& part, WrittenMatches& matches);

  // In the text at hand.
  std::vector<DecodedMatch> take() { return std::move(found_); }

 private:
  // Whether so many bytes more may be decoded.
  bool afford(std::size_t size);
  void limit();
  void damage(std::string what);
  bool inflate(const DecodedText& decoded, ByteRange run);
  void read_wide(const DecodedText& decoded, ByteRange run);
  // Scans what was decoded. `hidden` if all of that is hidden, whatever of it
  // holds the secret.
  void scan_decoded(const DecodedText& decoded, const std::vector<Coding>& via,
                    std::optional<ByteRange> hidden, WrittenMatches& matches);
  std::vector<RawMatch> matches_that_count(const DecodedText& decoded,
                                           const std::vector<RawMatch>& all,
                                           WrittenMatches& matches) const;
  void judge(const DecodedText& decoded, const std::vector<RawMatch>& found,
             const std::vector<Coding>& via, std::optional<ByteRange> hidden);
  void decode_further(const DecodedText& decoded,
                      std::span<const EscapeTrigger> triggers,
                      const std::vector<Coding>& via,
                      std::optional<ByteRange> hidden, WrittenMatches& matches);

  DecodedScan& scan_;
  unsigned depth_;
  std::size_t& budget_;
  ByteView text_;
  std::vector<DecodedMatch> found_;
};

bool DecodedScan::Level::afford(std::size_t size) {
  if (size > budget_) {
    budget_ = 0;
    limit();
    return false;
  }
  budget_ -= size;
  return true;
}

void DecodedScan::Level::limit() {
  scan_.limits_.push_back(
      {kNoRule, "encoded text decodes to more than is looked at"});
}

void DecodedScan::Level::damage(std::string what) {
  scan_.limits_.push_back({kNoRule, std::move(what), GapReason::kCorrupt});
}

void DecodedScan::Level::decode(const DigitRun& run, WrittenMatches& matches) {
  if (!afford(run.range().size() + 2 * kDigitContext)) return;
  const DecodedText decoded = decode_digits(text_, run);
  const ByteView meaning = decoded.decoded().of(decoded.text());
  if (meaning.empty()) return;
  const ByteRange range = encoded_range(text_, run);
  if (run.coding == Coding::kBase64) {
    if (inflate(decoded, range)) return;
    read_wide(decoded, range);
  }
  scan_decoded(decoded, {run.coding}, range, matches);
}

void DecodedScan::Level::decode(const EscapedPart& part,
                                WrittenMatches& matches) {
  if (!afford(part.range.size())) return;
  scan_decoded(decode_escapes(text_, part), {part.coding}, std::nullopt,
               matches);
}

// False if it is no compressed stream.
bool DecodedScan::Level::inflate(const DecodedText& decoded, ByteRange run) {
  const ByteView bytes = decoded.decoded().of(decoded.text());
  const auto coding = compression_of(bytes);
  if (!coding) return false;
  const std::size_t most =
      std::min(budget_, kLeastInflated + kInflatedPerByte * bytes.size());
  const Inflated stream = inflated(*coding, bytes, most);
  if (stream.outcome == Inflated::Outcome::kDamaged) {
    if (is_surely_gzip(bytes)) {
      damage("a gzip stream in base64 is damaged");
    } else if (is_surely_zlib(bytes)) {
      damage("a zlib stream in base64 is damaged");
    }
    return false;
  }
  if (stream.outcome == Inflated::Outcome::kTooLarge) {
    limit();
    return true;
  }
  static_cast<void>(afford(stream.text.size()));
  DecodedText whole;
  whole.add_whole(run, stream.text);
  if (!stream.text.empty()) {
    WrittenMatches written;
    scan_decoded(whole, {Coding::kBase64, *coding}, run, written);
  }
  return true;
}

void DecodedScan::Level::read_wide(const DecodedText& decoded, ByteRange run) {
  const ByteView bytes = decoded.decoded().of(decoded.text());
  for (const Encoding encoding : wide_encodings(bytes)) {
    const Reading reading(bytes, encoding);
    if (reading.text().empty() || !afford(reading.text().size())) continue;
    DecodedText whole;
    whole.add_whole(run, reading.text());
    WrittenMatches written;
    scan_decoded(whole, {Coding::kBase64, Coding::kUtf16}, run, written);
  }
}

void DecodedScan::Level::scan_decoded(const DecodedText& decoded,
                                      const std::vector<Coding>& via,
                                      std::optional<ByteRange> hidden,
                                      WrittenMatches& matches) {
  if (decoded.text().empty()) return;
  ScanListener* const listener = scan_.scratch_.listener;
  const Telling telling(listener, {decoded.text(), nullptr, &decoded, via});
  const std::vector<RawMatch> all =
      find_matches(scan_.rules_, decoded.text(), scan_.scratch_, scan_.limits_);
  if (listener != nullptr) listener->matched(scan_.scratch_.hits, all);
  const std::vector<EscapeTrigger> triggers =
      escape_triggers_of(scan_.scratch_.hits);
  judge(decoded, matches_that_count(decoded, all, matches), via, hidden);
  if (depth_ + 1 < scan_.depth_) {
    WrittenMatches written(all);
    decode_further(decoded, triggers, via, hidden, written);
  }
}

std::vector<RawMatch> DecodedScan::Level::matches_that_count(
    const DecodedText& decoded, const std::vector<RawMatch>& all,
    WrittenMatches& matches) const {
  std::vector<RawMatch> kept;
  std::optional<bool> plain;
  for (const RawMatch& match : all) {
    const ByteRange seen = widened(match.whole, decoded.text().size());
    if (!decoded.holds_decoded(seen)) continue;
    if (matches.overlaps(match.rule, decoded.original(match.secret))) {
      tell(scan_.scratch_.listener, match, ruling_on_written_match);
      continue;
    }
    if (scan_.rules_.rules()[match.rule].generic) {
      if (!plain) plain = is_plain_text(decoded.decoded().of(decoded.text()));
      if (!*plain) {
        tell(scan_.scratch_.listener, match, ruling_on_decoded_bytes);
        continue;
      }
    }
    kept.push_back(match);
  }
  return kept;
}

void DecodedScan::Level::judge(const DecodedText& decoded,
                               const std::vector<RawMatch>& found,
                               const std::vector<Coding>& via,
                               std::optional<ByteRange> hidden) {
  if (found.empty()) return;
  // Lines of decoded text are none of the content's.
  const std::size_t refusing = scan_.scratch_.refusing_lines.size();
  LineIndex lines(decoded.text());
  ContentJudge judge(scan_.rules_, decoded.text(), lines, scan_.scratch_);
  Nesting nesting;
  for (const RawMatch& match : found) {
    nesting.enter(match.rule);
    DecodedMatch one;
    one.rule = match.rule;
    one.span = decoded.original(match.secret);
    one.hidden = hidden.value_or(one.span);
    one.value = Secret(match.secret.of(decoded.text()));
    one.via = via;
    one.verdict = judge.judge(match);
    if (one.verdict) {
      if (nesting.hides(match.secret, one.verdict->confidence)) {
        tell(scan_.scratch_.listener, match, ruling_on_nesting);
        continue;
      }
      nesting.add(match.secret, one.verdict->confidence);
    }
    found_.push_back(std::move(one));
  }
  scan_.scratch_.refusing_lines.resize(refusing);
}

// What is encoded in decoded text; not what stands beside it, which is looked
// at where it stands.
void DecodedScan::Level::decode_further(const DecodedText& decoded,
                                        std::span<const EscapeTrigger> triggers,
                                        const std::vector<Coding>& via,
                                        std::optional<ByteRange> hidden,
                                        WrittenMatches& matches) {
  Level inner(scan_, depth_ + 1, budget_, decoded.text());
  for (const DigitRun& run : find_digit_runs(decoded.text())) {
    if (decoded.holds_decoded(run.range())) inner.decode(run, matches);
  }
  std::vector<EscapeTrigger> inside;
  for (const EscapeTrigger& trigger : triggers) {
    const std::size_t size = escape_triggers()[trigger.index].size();
    if (decoded.holds_decoded({trigger.begin, trigger.begin + size})) {
      inside.push_back(trigger);
    }
  }
  for (const EscapedPart& part : escaped_parts(decoded.text(), inside)) {
    inner.decode(part, matches);
  }
  for (DecodedMatch& one : inner.take()) {
    one.span = decoded.original(one.span);
    one.hidden = hidden.value_or(decoded.original(one.hidden));
    one.via.insert(one.via.begin(), via.begin(), via.end());
    found_.push_back(std::move(one));
  }
}

namespace {

std::size_t budget_of(ByteRange place) {
  return kLeastBudget + kBudgetPerByte * place.size();
}

}  // namespace

std::vector<DecodedMatch> DecodedScan::scan(
    ByteView text, std::span<const EscapeTrigger> triggers,
    WrittenMatches& matches) {
  if (depth_ == 0) return {};
  std::size_t budget = 0;
  Level level(*this, 0, budget, text);
  for (const DigitRun& run : find_digit_runs(text)) {
    budget = budget_of(run.range());
    level.decode(run, matches);
  }
  for (const EscapedPart& part : escaped_parts(text, triggers)) {
    budget = budget_of(part.range);
    level.decode(part, matches);
  }
  return level.take();
}

std::vector<DecodedMatch> DecodedScan::scan_near(
    ByteView text, std::span<const ByteRange> windows) {
  if (depth_ == 0) return {};
  WrittenMatches written;
  std::size_t budget = 0;
  Level level(*this, 0, budget, text);
  for (const DigitRun& run : find_digit_runs_near(text, windows)) {
    budget = budget_of(run.range());
    level.decode(run, written);
  }
  for (const EscapedPart& part : escaped_parts_near(text, windows)) {
    budget = budget_of(part.range);
    level.decode(part, written);
  }
  return level.take();
}

std::vector<DecodedMatch> DecodedScan::scan_secret(ByteView text,
                                                   ByteRange secret,
                                                   WrittenMatches& matches) {
  if (depth_ == 0 || !is_base64(secret.of(text))) return {};
  while (text[secret.end - 1] == '=') --secret.end;
  std::size_t budget = budget_of(secret);
  Level level(*this, 0, budget, text);
  const DigitRun run{Coding::kBase64, {secret}};
  const DecodedText decoded = decode_digits(text, run);
  if (!is_plain_text(decoded.decoded().of(decoded.text()))) return {};
  level.decode(run, matches);
  return level.take();
}

}  // namespace gitward

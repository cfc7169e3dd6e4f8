#include "scan/masking.h"

#include <algorithm>

#include "base/text.h"
#include "model/secret.h"
#include "scan/identity.h"

namespace gitward {
namespace {

constexpr std::size_t kColumnsBefore = 64;
constexpr std::size_t kColumnsAfter = 80;
constexpr std::string_view kCut = "…";

bool continues_character(char c) {
  return (byte_of(c) & 0xc0U) == 0x80U;
}

// The last or first `columns` characters of valid UTF-8.
std::string_view last_columns(std::string_view text, std::size_t columns) {
  std::size_t at = text.size();
  while (at > 0 && columns > 0) {
    --at;
    if (!continues_character(text[at])) --columns;
  }
  return text.substr(at);
}

std::string_view first_columns(std::string_view text, std::size_t columns) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!continues_character(text[at]) && columns-- == 0) break;
    ++at;
  }
  return text.substr(0, at);
}

ByteView without_half_characters(ByteView bytes) {
  for (int i = 0; i < 3 && !bytes.empty(); ++i) {
    if (continues_character(bytes.front())) bytes.remove_prefix(1);
  }
  return bytes;
}

std::string_view trim_begin(std::string_view text) {
  const std::string_view trimmed = trim_ascii(text);
  return trimmed.empty() ? trimmed
                         : text.substr(static_cast<std::size_t>(trimmed.data() -
                                                                text.data()));
}

std::string_view trim_end(std::string_view text) {
  const std::string_view trimmed = trim_ascii(text);
  return trimmed.empty()
             ? trimmed
             : text.substr(
                   0, static_cast<std::size_t>(trimmed.data() - text.data()) +
                          trimmed.size());
}

}  // namespace

Masking::Masking(const RuleSet& rules, ByteView text,
                 const std::vector<RawMatch>& matches,
                 std::span<const ByteRange> encoded)
    : text_(text) {
  marks_.reserve(matches.size() + encoded.size());
  for (const ByteRange& run : encoded) marks_.push_back({run, run, 0});
  for (const RawMatch& match : matches) {
    marks_.push_back(
        {match.secret, match.secret, rules.rules()[match.rule].public_prefix});
  }
  // Of those that begin at one place the one with the longest public prefix
  // comes first: it is the one that is shown.
  std::sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) {
    if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
    if (a.public_prefix != b.public_prefix) {
      return a.public_prefix > b.public_prefix;
    }
    return a.span.end > b.span.end;
  });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < marks_.size(); ++i) {
    if (marks_[i].span.begin < marks_[kept].span.end) {
      marks_[kept].span.end =
          std::max(marks_[kept].span.end, marks_[i].span.end);
    } else {
      marks_[++kept] = marks_[i];
    }
  }
  if (!marks_.empty()) marks_.resize(kept + 1);
}

std::size_t Masking::mark_of(ByteRange secret) const {
  const auto behind = std::upper_bound(
      marks_.begin(), marks_.end(), secret.begin,
      [](std::size_t at, const Mark& mark) { return at < mark.span.begin; });
  return static_cast<std::size_t>(behind - marks_.begin()) - 1;
}

// The text from `begin` to the mark, built from the mark backwards until
// there is `limit` of it; `plain` gets no more than `limit` bytes at a time.
template <class Plain, class Hidden>
std::string Masking::before(std::size_t mark, std::size_t begin,
                            std::size_t limit, Plain plain,
                            Hidden hidden) const {
  std::string text;
  std::size_t at = marks_[mark].span.begin;
  while (at > begin && text.size() < limit) {
    const std::size_t stop =
        mark == 0 ? begin : std::max(begin, marks_[mark - 1].span.end);
    const std::size_t size = std::min(at - stop, limit);
    text.insert(0, plain(text_.substr(at - size, size)));
    const bool first = mark == 0 || marks_[mark - 1].span.end <= begin;
    if (first || size < at - stop || text.size() >= limit) break;
    --mark;
    text.insert(0, hidden(marks_[mark]));
    at = marks_[mark].span.begin;
  }
  return text;
}

template <class Plain, class Hidden>
std::string Masking::after(std::size_t mark, std::size_t end, std::size_t limit,
                           Plain plain, Hidden hidden) const {
  std::string text;
  std::size_t at = marks_[mark].span.end;
  while (at < end && text.size() < limit) {
    const bool last =
        mark + 1 == marks_.size() || marks_[mark + 1].span.begin >= end;
    const std::size_t stop = last ? end : marks_[mark + 1].span.begin;
    const std::size_t size = std::min(stop - at, limit);
    text += plain(text_.substr(at, size));
    if (last || size < stop - at || text.size() >= limit) break;
    ++mark;
    text += hidden(marks_[mark]);
    at = marks_[mark].span.end;
  }
  return text;
}

std::string Masking::masked_line(ByteRange secret, ByteRange lines) const {
  const auto plain = [](ByteView bytes) { return bytes; };
  const auto hidden = [](const Mark&) { return kMask; };
  const std::size_t mark = mark_of(secret);
  std::string_view left;
  std::string_view right;
  const std::string before_it =
      before(mark, lines.begin, kMaskedContext, plain, hidden);
  const std::string after_it =
      after(mark, lines.end, kMaskedContext, plain, hidden);
  left = before_it;
  if (left.size() > kMaskedContext) {
    left = left.substr(left.size() - kMaskedContext);
  }
  right = std::string_view(after_it).substr(0, kMaskedContext);
  std::string line(trim_begin(left));
  line += kMask;
  line += trim_end(right);
  return line;
}

std::string Masking::excerpt(ByteRange secret, ByteRange lines) const {
  const auto plain = [](ByteView bytes) {
    std::string text(without_half_characters(bytes));
    std::replace(text.begin(), text.end(), '\t', ' ');
    return visible(text);
  };
  const auto hidden = [this](const Mark& mark) {
    return redact(mark.first.of(text_), mark.public_prefix);
  };
  const std::size_t mark = mark_of(secret);
  // More than is shown, to know whether something is cut.
  const std::string before_it =
      before(mark, lines.begin, 4 * kColumnsBefore, plain, hidden);
  const std::string after_it =
      after(mark, lines.end, 4 * kColumnsAfter, plain, hidden);
  const std::string_view left = last_columns(before_it, kColumnsBefore);
  const std::string_view right = first_columns(after_it, kColumnsAfter);
  std::string line;
  if (left.size() < before_it.size()) line += kCut;
  line += left.size() < before_it.size() ? left : trim_begin(left);
  line += hidden(marks_[mark]);
  line += right;
  if (right.size() < after_it.size()) line += kCut;
  return line;
}

}  // namespace gitward

#include "scan/inline_allow.h"

#include <algorithm>
#include <array>

#include "base/characters.h"
#include "base/text.h"

namespace gitward {
namespace {

constexpr std::string_view kMarker = "gitward:allow";
constexpr std::string_view kNextLine = "-next-line";
constexpr std::string_view kForeignMarker = "gitleaks:allow";

bool is_word(char c) {
  return is_alnum(c) || c == '_' || byte_of(c) >= 0x80;
}

// Whether a line's beginning holds nothing but what opens a comment.
bool opens_comment(ByteView before) {
  const std::string word = to_lower_ascii(trim_ascii(before));
  return word == "rem" || word == "dnl" ||
         std::none_of(before.begin(), before.end(), is_word);
}

// "[a, b]" at the beginning of `rest`, which then begins behind it. Empty if
// there is no such list: a marker must name its rules.
std::vector<std::string_view> take_rules(ByteView& rest) {
  std::vector<std::string_view> rules;
  const std::size_t close = rest.find(']');
  if (!rest.starts_with('[') || close == ByteView::npos) return rules;
  ByteView list = rest.substr(1, close - 1);
  rest.remove_prefix(close + 1);
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view rule = trim_ascii(list.substr(0, comma));
    if (!rule.empty()) rules.push_back(rule);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return rules;
}

// The reason is for people: what closes the comment is no part of it.
std::string_view reason_in(ByteView rest) {
  const std::size_t next =
      std::min({rest.find(kMarker), rest.find(kForeignMarker), rest.size()});
  std::string_view reason = trim_ascii(rest.substr(0, next));
  constexpr std::array<std::string_view, 6> kEnds = {"*/", "-->", "*)",
                                                     "%}", "#}",  "--%>"};
  for (const std::string_view end : kEnds) {
    if (reason.ends_with(end)) {
      reason = trim_ascii(reason.substr(0, reason.size() - end.size()));
    }
  }
  return reason;
}

bool names(const AllowMarker& marker, std::string_view rule) {
  return marker.any_rule || std::find(marker.rules.begin(), marker.rules.end(),
                                      rule) != marker.rules.end();
}

}  // namespace

std::vector<AllowMarker> parse_allow_markers(ByteView line) {
  std::vector<AllowMarker> markers;
  std::size_t at = 0;
  while ((at = line.find(kMarker, at)) != ByteView::npos) {
    ByteView rest = line.substr(at + kMarker.size());
    AllowMarker marker;
    marker.next_line = rest.starts_with(kNextLine);
    if (marker.next_line) rest.remove_prefix(kNextLine.size());
    marker.rules = take_rules(rest);
    const bool alone = !marker.next_line || opens_comment(line.substr(0, at));
    if (!marker.rules.empty() && alone) {
      marker.reason = reason_in(rest);
      markers.push_back(std::move(marker));
    }
    at += kMarker.size();
  }
  if (line.find(kForeignMarker) != ByteView::npos) {
    AllowMarker marker;
    marker.any_rule = true;
    marker.reason = kForeignMarker;
    markers.push_back(std::move(marker));
  }
  return markers;
}

const std::vector<AllowMarker>& InlineAllows::markers_on(std::size_t line) {
  const auto [entry, fresh] = known_.try_emplace(line);
  if (fresh) entry->second = parse_allow_markers(lines_.line(line).of(text_));
  return entry->second;
}

std::optional<std::string> InlineAllows::reason_for(std::string_view rule,
                                                    ByteRange secret) {
  const std::size_t first = lines_.line_of(secret.begin);
  const std::size_t last = lines_.line_of(secret.end - 1);
  for (const std::size_t line : {first, last}) {
    for (const AllowMarker& marker : markers_on(line)) {
      if (!marker.next_line && names(marker, rule)) {
        return std::string(marker.reason);
      }
    }
  }
  if (first == 0) return std::nullopt;
  for (const AllowMarker& marker : markers_on(first - 1)) {
    if (marker.next_line && names(marker, rule)) {
      return std::string(marker.reason);
    }
  }
  return std::nullopt;
}

}  // namespace gitward

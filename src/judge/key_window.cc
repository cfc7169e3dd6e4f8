#include "judge/key_window.h"

#include <algorithm>
#include <array>

#include "judge/characters.h"

namespace gitward {
namespace {

constexpr std::array<std::string_view, 8> kEntities = {
    "&quot;", "&#34;",  "&#39;",  "&apos;",
    "&#x27;", "&#x22;", "&#039;", "\\u0022"};

// Tags that highlight and mean nothing.
constexpr std::array<std::string_view, 10> kMarkup = {
    "span", "code", "em", "strong", "b", "i", "font", "tt", "kbd", "samp"};

constexpr std::size_t kMostBlanks = 48;
constexpr std::size_t kMostWordBytes = 48;
constexpr std::size_t kLongestTag = 80;  // Its attributes.
constexpr std::size_t kMostBackslashes = 4;

std::size_t farthest_before(ByteRange keyword) {
  return keyword.begin > kKeyValueBefore ? keyword.begin - kKeyValueBefore : 0;
}

}  // namespace

KeyWindow::KeyWindow(ByteView text, ByteRange keyword, ByteRange visible)
    : text_(text),
      begin_(std::max(visible.begin, farthest_before(keyword))),
      end_(std::min({text.size(), visible.end, keyword.end + kKeyValueAfter})),
      hides_before_(begin_ > farthest_before(keyword)) {}

bool KeyWindow::starts(std::size_t i, std::string_view what) {
  for (std::size_t k = 0; k < what.size(); ++k) {
    if (to_lower(at(i + k)) != what[k]) return false;
  }
  return true;
}

bool KeyWindow::ends_line(std::size_t i) {
  return i >= text_.size() || is_line_end(at(i));
}

bool KeyWindow::may_go_on(std::size_t end) {
  if (end < end_ || end_ == text_.size()) return false;
  cut_ = true;
  return true;
}

std::size_t KeyWindow::skip_blanks(std::size_t i) {
  for (std::size_t n = 0; n < kMostBlanks && is_blank(at(i)); ++n) ++i;
  return i;
}

std::size_t KeyWindow::skip_space(std::size_t i, bool& next_line) {
  i = skip_blanks(i);
  if (at(i) == '\\' && (at(i + 1) == '\n' || at(i + 1) == '\r')) ++i;
  if (at(i) == '\r') ++i;
  if (at(i) != '\n') return i;
  next_line = true;
  return skip_blanks(i + 1);
}

std::size_t KeyWindow::skip_markup(std::size_t i) {
  for (int n = 0; n < 4 && at(i) == '<'; ++n) {
    std::size_t name = i + 1;
    if (at(name) == '/') ++name;
    const bool known =
        std::any_of(kMarkup.begin(), kMarkup.end(), [&](std::string_view tag) {
          return starts(name, tag) && !is_alnum(at(name + tag.size()));
        });
    if (!known) return i;
    std::size_t close = name;
    while (close < name + kLongestTag && at(close) != '>' &&
           !is_line_end(at(close)) && at(close) != '\0') {
      ++close;
    }
    if (at(close) != '>') return i;
    i = close + 1;
  }
  return i;
}

std::size_t KeyWindow::skip_word(std::size_t i) {
  for (std::size_t n = 0; n < kMostWordBytes && is_name(at(i)); ++n) ++i;
  return i;
}

std::size_t KeyWindow::skip_escaped_quote(std::size_t i) {
  if (at(i) != '\\' && at(i) != '&') return i;
  for (const std::string_view entity : kEntities) {
    if (starts(i, entity)) return i + entity.size();
  }
  std::size_t end = i;
  while (end < i + kMostBackslashes && at(end) == '\\') ++end;
  return end > i && is_quote(at(end)) ? end + 1 : i;
}

std::size_t KeyWindow::skip_quote(std::size_t i, OpenQuote& quote) {
  const char c = at(i);
  if (!is_quote(c)) {
    const std::size_t end = skip_escaped_quote(i);
    quote = {text_.substr(i, end - i), ValueQuote::kEscaped};
    return end;
  }
  const bool triple = at(i + 1) == c && at(i + 2) == c;
  const std::size_t size = triple ? 3 : (c == '`' && at(i + 1) == '`' ? 2 : 1);
  if (size == 1 && at(i + 1) == c) return i;  // Empty.
  quote = {text_.substr(i, size), c == '"'    ? ValueQuote::kDouble
                                  : c == '\'' ? ValueQuote::kSingle
                                              : ValueQuote::kBacktick};
  return i + size;
}

}  // namespace gitward

#include "judge/key_place.h"

#include <algorithm>
#include <string_view>

#include "judge/characters.h"
#include "judge/key_name.h"

namespace gitward {
namespace {

constexpr std::size_t kLongestName = kLongestKey / 2 - 8;  // Beside the word.
constexpr std::size_t kLongestIndex = 32;
constexpr int kMostClosers = 6;

std::optional<ByteRange> name_around(KeyWindow& window, ByteRange keyword) {
  const ByteView text = window.text();
  std::size_t begin = keyword.begin;
  while (is_name_or_dot(window.before(begin))) {
    if (keyword.begin - begin >= kLongestName) return std::nullopt;
    --begin;
  }
  std::size_t end = keyword.end;
  while (is_name(window.at(end)) ||
         (window.at(end) == '.' && is_alnum(window.at(end + 1)))) {
    if (end - keyword.end >= kLongestName) return std::nullopt;
    ++end;
  }
  while (begin < keyword.begin && !is_alnum(text[begin])) ++begin;
  while (end > keyword.end && text[end - 1] == '-') --end;
  return ByteRange{begin, end};
}

// Of a longer name that colons join: a type, an ARN.
bool is_joined(KeyWindow& window, ByteRange name) {
  return window.before(name.begin) == ':' &&
         (window.at(name.end) == ':' || window.before(name.begin - 1) == ':');
}

bool says_secret(ByteView text, ByteRange name, ByteRange word) {
  if (!is_key_word(word.of(text))) return false;
  std::size_t last = word.begin;
  while (last > name.begin && !is_alnum(text[last - 1])) --last;
  if (last == name.begin) return true;
  const ByteRange previous = word_around(text, name, {last - 1, last});
  return !is_ticket(previous.of(text), word.of(text));
}

void skip_closers(KeyWindow& window, KeyPlace& place) {
  std::size_t& i = place.behind;
  for (int n = 0; n < kMostClosers; ++n) {
    const std::size_t markup = window.skip_markup(i);
    if (markup != i) {
      i = markup;
      continue;
    }
    const char c = window.at(i);
    const std::size_t escaped = window.skip_escaped_quote(i);
    if (escaped != i) {
      place.quoted = true;
      i = escaped;
    } else if (is_quote(c)) {
      place.quoted = true;
      ++i;
    } else if (c == ']' || c == '*' || (c == ')' && n > 0)) {
      ++i;
    } else if (c == '[' && n == 0) {  // char password[64]
      std::size_t close = i + 1;
      while (close < i + kLongestIndex && is_name(window.at(close))) ++close;
      if (window.at(close) != ']') return;
      i = close + 1;
    } else {
      return;
    }
  }
}

}  // namespace

std::size_t line_begin_of(KeyWindow& window, const KeyPlace& place) {
  std::size_t begin = place.key.begin;
  while (!window.stops_at(begin) && !is_line_end(window.before(begin))) {
    --begin;
  }
  return begin;
}

bool begins_line(KeyWindow& window, const KeyPlace& place) {
  const std::size_t begin = line_begin_of(window, place);
  if (begin > 0 && window.stops_at(begin)) return false;
  ByteView lead = ByteRange{begin, place.key.begin}.of(window.text());
  const auto drop = [&](std::string_view chars) {
    lead.remove_prefix(std::min(lead.find_first_not_of(chars), lead.size()));
  };
  drop(" \t#/;*-+$\"'`!%>");
  for (const std::string_view command : {"export ", "ENV ", "ARG ", "set ",
                                         "SET ", "setx ", "env ", "define "}) {
    if (lead.starts_with(command)) {
      lead.remove_prefix(command.size());
      // Its options: set -gx NAME.
      while (lead.size() > 1 && lead.front() == '-') {
        lead.remove_prefix(std::min(lead.find(' '), lead.size() - 1) + 1);
      }
      drop(" \t\"'");
    }
  }
  return lead.empty();
}

std::optional<KeyPlace> find_key(KeyWindow& window, ByteRange keyword) {
  const std::optional<ByteRange> name = name_around(window, keyword);
  if (!name || is_joined(window, *name)) return std::nullopt;
  const ByteRange word = word_around(window.text(), *name, keyword);
  if (!says_secret(window.text(), *name, word)) return std::nullopt;
  KeyPlace place;
  place.key = *name;
  place.word = word;
  place.behind = name->end;
  skip_closers(window, place);
  return place;
}

}  // namespace gitward

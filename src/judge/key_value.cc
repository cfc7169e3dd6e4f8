#include "judge/key_value.h"

#include <algorithm>
#include <array>
#include <optional>

#include "judge/characters.h"
#include "judge/key_place.h"
#include "judge/key_table.h"
#include "judge/key_value_reader.h"
#include "judge/key_window.h"

namespace gitward {
namespace {

constexpr std::size_t kLongestType = 48;
constexpr std::size_t kLongestVariable = 48;
constexpr std::size_t kLongestAttributes = 120;
constexpr std::size_t kMostBetweenPair = 24;
constexpr std::size_t kShortestRandom = 16;

// Tries one form after another behind a name, the surest first.
class Finder {
 public:
  Finder(KeyWindow& window, const KeyPlace& key, std::vector<KeyValue>& found)
      : window_(window),
        text_(window.text()),
        key_(key),
        reader_(window, key, found),
        found_(found) {}

  void run();

 private:
  char at(std::size_t i) { return window_.at(i); }
  // False if there is no separator; if there is one, nothing else is looked
  // for.
  bool separated(std::size_t i);
  bool equals(std::size_t i);
  bool colon(std::size_t i);
  bool operated(std::size_t i);
  bool url_encoded(std::size_t i);
  bool typed(std::size_t i);
  std::optional<std::size_t> skip_type(std::size_t i);

  void pair(std::size_t i);
  std::size_t skip_between_pair(std::size_t i);
  void element(std::size_t i);
  void call(std::size_t i);
  void beside(std::size_t i);
  bool expansion(std::size_t i);
  bool fallback(std::size_t i);
  void prose(std::size_t i);

  KeyWindow& window_;
  const ByteView text_;
  const KeyPlace& key_;
  KeyValueReader reader_;
  std::vector<KeyValue>& found_;
};

void Finder::run() {
  const std::size_t i = key_.behind;
  if (expansion(i) || fallback(i)) return;
  if (at(i) == '(') return call(i + 1);
  const std::size_t next = window_.skip_markup(window_.skip_blanks(i));
  if (separated(next)) return;
  const std::size_t found = found_.size();
  const char before = window_.before(key_.key.begin);
  if (key_.quoted || before == '>' || before == ' ' || before == '=') {
    pair(next);
    if (found_.size() > found) return;
  }
  element(i);
  if (found_.size() > found) return;
  if (next > i) {
    prose(next);
    if (found_.size() > found) return;
    beside(next);
    if (found_.size() > found) return;
  }
  read_tables(window_, key_, next, reader_);
}

bool Finder::separated(std::size_t i) {
  switch (at(i)) {
    case '=':
      return equals(i);
    case ':':
      return colon(i);
    case '?':
    case '+':
    case '.':
    case '|':
    case '&':
    case '!':
      return operated(i);
    case '-':
      if (at(i + 1) != '>') return false;
      reader_.read_literal(i + 2, KeyForm::kArrow);
      return true;
    case '<':
      if (at(i + 1) != '-') return false;
      reader_.read_literal(i + 2, KeyForm::kArrow);
      return true;
    case '%':
      return url_encoded(i);
    case ',':
      return key_.quoted && reader_.read_literal(i + 1, KeyForm::kArgument);
    default:
      // name Type = value
      return !key_.quoted && i > key_.key.end && is_blank(window_.before(i)) &&
             typed(i);
  }
}

bool Finder::equals(std::size_t i) {
  switch (at(i + 1)) {
    case '=':
      reader_.read_literal(i + (at(i + 2) == '=' ? 3 : 2), KeyForm::kCompare);
      break;
    case '>':
      reader_.read(i + 2, KeyForm::kArrow);
      break;
    case '~':
      break;
    default:
      reader_.read(i + 1, KeyForm::kAssign);
  }
  return true;
}

// name: value, name := value, name: Type = value
bool Finder::colon(std::size_t i) {
  if (at(i + 1) == ':') return true;
  if (at(i + 1) == '=') {
    reader_.read(i + 2, KeyForm::kAssign);
  } else if (!typed(window_.skip_blanks(i + 1))) {
    reader_.read(i + 1, KeyForm::kColon);
  }
  return true;
}

// Two characters or three: += != ?: || ??=
bool Finder::operated(std::size_t i) {
  const char c = at(i);
  const char d = at(i + 1);
  const std::size_t behind = i + (at(i + 2) == '=' ? 3 : 2);
  if (c == '!') {
    if (d != '=') return false;
    reader_.read_literal(behind, KeyForm::kCompare);
  } else if (d == '=') {
    reader_.read(i + 2, KeyForm::kAssign);
  } else if (c == '?' && d == ':') {
    const auto value = skip_type(window_.skip_blanks(i + 2));
    if (value) {
      reader_.read(*value, KeyForm::kAssign);
    } else {
      reader_.read_literal(i + 2, KeyForm::kFallback);
    }
  } else if ((c == '|' || c == '?') && d == c) {
    reader_.read_literal(behind, KeyForm::kFallback);
  } else {
    return false;
  }
  return true;
}

// An '=' or ':' that a URL encodes.
bool Finder::url_encoded(std::size_t i) {
  if (!window_.starts(i, "%3d") && !window_.starts(i, "%3a")) return false;
  reader_.read(i + 3, KeyForm::kAssign);
  return true;
}

// Type = value
bool Finder::typed(std::size_t i) {
  const auto value = skip_type(i);
  return value && reader_.read(*value, KeyForm::kAssign);
}

std::optional<std::size_t> Finder::skip_type(std::size_t i) {
  const auto is_first = [](char c) {
    return is_alpha(c) || c == '_' || c == '*' || c == '[' || c == '&';
  };
  const auto is_type = [](char c) {
    return is_name_or_dot(c) || c == '<' || c == '>' || c == '[' || c == ']' ||
           c == '?' || c == '*' || c == '&';
  };
  if (!is_first(at(i))) return std::nullopt;
  std::size_t end = i;
  while (end < i + kLongestType && is_type(at(end))) ++end;
  end = window_.skip_blanks(end);
  if (at(end) != '=' || at(end + 1) == '=' || at(end + 1) == '>') {
    return std::nullopt;
  }
  return end + 1;
}

std::size_t Finder::skip_between_pair(std::size_t i) {
  for (std::size_t n = 0; n < kMostBetweenPair; ++n) {
    const char c = at(i);
    if (is_blank(c) || is_line_end(c) || is_quote(c) ||
        (std::string_view(",;{}\\<>-:").find(c) != std::string_view::npos)) {
      ++i;
    } else if (c == '/' && window_.before(i) == '<') {
      i = window_.skip_word(i + 1);
    } else {
      break;
    }
  }
  return i;
}

// The name is itself a value: of an attribute, an element or a key `name`,
// and what it names is in the next one.
void Finder::pair(std::size_t i) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "value", "val", "default", "content", "string", "data", "text", "secret"};
  const std::size_t next = skip_between_pair(i);
  if (next == key_.behind) return;
  std::size_t end = window_.skip_word(next);
  const bool known =
      std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
        return window_.starts(next, name) && end - next <= name.size() + 8;
      });
  if (!known) return;
  const bool in_tag = window_.before(next) == '<';
  while (is_quote(at(end)) || at(end) == '\\') ++end;
  end = window_.skip_blanks(end);
  if (in_tag && at(end) == '>') {
    const std::size_t begin = end + 1;
    std::size_t close = begin;
    while (close < begin + kLongestValue && at(close) != '<' &&
           at(close) != '\0' && !is_line_end(at(close))) {
      ++close;
    }
    if (at(close) == '<') {
      reader_.add({begin, close}, KeyForm::kPair, ValueQuote::kNone, false,
                  true);
    }
  } else if (at(end) == ':' || at(end) == '=') {
    reader_.read(end + (at(end + 1) == '>' ? 2 : 1), KeyForm::kPair);
  }
}

// <name>value</name>, <name attribute="…">value</name>, name="name">value<.
void Finder::element(std::size_t i) {
  std::size_t open = key_.key.begin;
  while (is_name(window_.before(open)) || window_.before(open) == ':') --open;
  const bool in_tag = window_.before(open) == '<';
  if (!in_tag && !(key_.quoted && at(i) == '>')) return;
  std::size_t close = i;
  while (close < i + kLongestAttributes && at(close) != '>' &&
         at(close) != '<' && at(close) != '\0' && !is_line_end(at(close))) {
    ++close;
  }
  if (at(close) != '>' || window_.before(close) == '/') return;
  bool next_line = false;
  std::size_t begin = window_.skip_space(close + 1, next_line);
  constexpr std::string_view kVerbatim = "<![cdata[";
  if (window_.starts(begin, kVerbatim)) begin += kVerbatim.size();
  std::size_t end = begin;
  while (end < begin + kLongestValue && at(end) != '<' && at(end) != ']' &&
         at(end) != '\0' && !is_line_end(at(end))) {
    ++end;
  }
  if (at(end) == '\0') return;
  reader_.add({begin, end}, KeyForm::kElement, ValueQuote::kNone, false,
              next_line);
}

// set_name("value"), login("bob", "value").
void Finder::call(std::size_t i) {
  bool next_line = false;
  const std::size_t first = window_.skip_space(i, next_line);
  std::size_t next = first;
  // An argument's name, a conversion.
  if (is_alpha(at(next)) || at(next) == '_' || at(next) == '[') {
    next = reader_.skip_opener(next);
  }
  std::size_t end =
      reader_.read_quoted(next, KeyForm::kCall, next != first, next_line);
  if (end == next) {  // A variable comes first.
    end = first;
    while (end < first + kLongestVariable &&
           (is_name_or_dot(at(end)) || at(end) == '$')) {
      ++end;
    }
    if (end == first) return;
  }
  end = window_.skip_blanks(end);
  if (at(end) != ',') return;
  next_line = false;
  next = reader_.skip_opener(window_.skip_space(end + 1, next_line));
  reader_.read_quoted(next, KeyForm::kSecondArgument, false, next_line);
}

// --name value, name 'value', name value at the end of a line; and SQL's
// IDENTIFIED BY value.
void Finder::beside(std::size_t i) {
  OpenQuote quote;
  if (window_.skip_quote(i, quote) != i) {
    reader_.read_quoted(i, KeyForm::kBeside, false, false);
    return;
  }
  const std::size_t dash = key_.key.begin - 1;
  const bool is_flag =
      window_.before(key_.key.begin) == '-' &&
      (window_.before(dash) == '-' || is_blank(window_.before(dash)));
  std::size_t end = i;
  bool has_digit = false;
  bool has_alpha = false;
  while (end < i + kLongestValue && is_bare_tight(at(end))) {
    has_digit |= is_digit(at(end));
    has_alpha |= is_alpha(at(end));
    ++end;
  }
  const bool is_random = end - i >= kShortestRandom && has_digit && has_alpha &&
                         !is_name_or_dot(at(end));
  const bool is_sql = is_blank(text_[key_.word.end - 3]);
  if (is_flag || is_random || is_sql ||
      (window_.ends_line(window_.skip_blanks(end)) &&
       begins_line(window_, key_))) {
    reader_.add({i, end}, KeyForm::kBeside);
  }
}

// ${name:-value}
bool Finder::expansion(std::size_t i) {
  const std::size_t name = key_.key.begin;
  if (window_.before(name) != '{' || window_.before(name - 1) != '$' ||
      (at(i) != ':' && at(i) != '-')) {
    return false;
  }
  std::size_t begin = i + 1;
  if (at(i) == ':' && (at(begin) == '-' || at(begin) == '=')) ++begin;
  std::size_t end = begin;
  while (end < begin + kLongestValue && at(end) != '}' && at(end) != '\0' &&
         !is_line_end(at(end))) {
    ++end;
  }
  if (at(end) != '}') return true;
  if (end - begin > 2 && is_quote(at(begin)) && at(begin) == at(end - 1)) {
    ++begin;
    --end;
  }
  reader_.add({begin, end}, KeyForm::kFallback);
  return true;
}

// name || "value", get(name) or "value"
bool Finder::fallback(std::size_t i) {
  std::size_t next = i;
  while (next < i + 3 && at(next) == ')') ++next;
  next = window_.skip_blanks(next);
  if (next == i) return false;
  for (const std::string_view otherwise : {"|| ", "?? ", "or ", "?: "}) {
    if (window_.starts(next, otherwise)) {
      return reader_.read_literal(next + 2, KeyForm::kFallback);
    }
  }
  return false;
}

// the name is value, change the name to "value", WITH name BY 'value'
void Finder::prose(std::size_t i) {
  for (const std::string_view verb :
       {"is set to ", "is: ", "is ", "was ", "to ", "of ", "as ", "with ",
        "are ", "by "}) {
    if (!window_.starts(i, verb)) continue;
    const std::size_t next =
        window_.skip_markup(window_.skip_blanks(i + verb.size()));
    if (reader_.read_quoted(next, KeyForm::kProse, false, false) != next) {
      return;
    }
    // Behind the others it is seldom the value.
    if (verb[0] != 'i' && verb[0] != 'w') return;
    std::size_t begin = next;
    while (begin < next + 3 && at(begin) == '*') ++begin;
    std::size_t end = begin;
    while (end < begin + kLongestValue && is_bare_tight(at(end))) ++end;
    if (window_.may_go_on(end)) return;
    while (end > begin &&
           std::string_view(".*!?").find(text_[end - 1]) != ByteView::npos) {
      --end;
    }
    // "its password is checked" goes on like that: a word is none.
    const bool is_word =
        std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                    text_.begin() + static_cast<std::ptrdiff_t>(end),
                    [](char c) { return is_lower(c); });
    if (!is_word) reader_.add({begin, end}, KeyForm::kProse);
    return;
  }
}

// Whether what was asked for is known: all of it lay within the window.
bool find_in(KeyWindow& window, ByteRange keyword,
             std::vector<KeyValue>& found) {
  if (const auto key = find_key(window, keyword)) {
    Finder(window, *key, found).run();
  }
  return !window.cut();
}

}  // namespace

void find_key_values(ByteView text, ByteRange keyword,
                     std::vector<KeyValue>& found) {
  KeyWindow window(text, keyword, {0, text.size()});
  find_in(window, keyword, found);
}

bool has_no_key_value(ByteView text, ByteRange keyword, ByteRange visible) {
  std::vector<KeyValue> found;
  KeyWindow window(text, keyword, visible);
  return find_in(window, keyword, found) && found.empty();
}

}  // namespace gitward

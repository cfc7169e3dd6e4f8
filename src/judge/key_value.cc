#include "judge/key_value.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "judge/characters.h"
#include "judge/key_name.h"

namespace gitward {
namespace {

constexpr std::size_t kLongestName = 72;
constexpr std::size_t kLongestValue = 512;
constexpr std::size_t kMostElements = 16;  // Of a list.

constexpr std::array<std::string_view, 8> kEntities = {
    "&quot;", "&#34;",  "&#39;",  "&apos;",
    "&#x27;", "&#x22;", "&#039;", "\\u0022"};

// Tags that highlight and mean nothing.
constexpr std::array<std::string_view, 10> kMarkup = {
    "span", "code", "em", "strong", "b", "i", "font", "tt", "kbd", "samp"};

constexpr std::array<std::string_view, 6> kSchemes = {
    "bearer ", "basic ", "token ", "apikey ", "oauth ", "ntlm "};

struct Quoted {
  std::string_view end;  // What ends it: the same as began it.
  ValueQuote kind = ValueQuote::kDouble;
};

class Finder {
 public:
  Finder(ByteView text, ByteRange keyword, std::size_t end,
         std::vector<KeyValue>& found)
      : text_(text),
        keyword_(keyword),
        begin_(keyword.begin > kKeyValueBefore ? keyword.begin - kKeyValueBefore
                                               : 0),
        end_(std::min({text.size(), end, keyword.end + kKeyValueAfter})),
        found_(found) {}

  void run();
  // Some byte behind the end was asked for.
  bool cut() const { return cut_; }

 private:
  char at(std::size_t i) {
    if (i < end_) return text_[i];
    if (end_ < text_.size()) cut_ = true;
    return '\0';
  }
  char before(std::size_t i) const { return i > begin_ ? text_[i - 1] : '\0'; }
  bool starts(std::size_t i, std::string_view what);
  std::size_t skip_blanks(std::size_t i);
  std::size_t skip_space(std::size_t i, bool& next_line);
  std::size_t skip_markup(std::size_t i);
  std::size_t skip_word(std::size_t i);
  std::size_t skip_closers(std::size_t i);
  std::size_t quote_at(std::size_t i, Quoted& quote);
  bool ends_line(std::size_t i);

  bool find_name();
  void look_where_line_begins();
  bool typed(std::size_t i, std::size_t& value);

  void behind_name(std::size_t i);
  bool separated(std::size_t i);
  void pair(std::size_t i);
  void element(std::size_t i);
  void call(std::size_t i);
  void beside(std::size_t i);
  bool fallback(std::size_t i);
  void prose(std::size_t i);
  void columns(std::size_t i);
  void insert_row(std::size_t open, std::size_t column, std::size_t i);
  void table(char separator, std::size_t i);
  void cell(std::size_t begin, std::size_t end);

  bool value(std::size_t i, KeyForm form, bool quoted_only);
  std::size_t quoted(std::size_t i, KeyForm form, bool wrapped, bool next_line);
  std::size_t skip_opener(std::size_t i);
  bool list(std::size_t i, KeyForm form, bool next_line);
  bool numbers(std::size_t i, KeyForm form, bool next_line);
  bool block(std::size_t i);
  bool bare(std::size_t i, KeyForm form);
  bool add(ByteRange value, KeyForm form, ValueQuote quote, bool wrapped,
           bool next_line);

  const ByteView text_;
  const ByteRange keyword_;
  const std::size_t begin_;
  const std::size_t end_;
  std::vector<KeyValue>& found_;
  bool cut_ = false;

  ByteRange key_;
  ByteRange word_;
  bool key_quoted_ = false;
  // The name is the first word of its line, but for what comments it out or
  // exports it.
  bool begins_line_ = false;
  std::size_t line_begin_ = 0;  // Or begin_, where the line is longer.
};

bool Finder::starts(std::size_t i, std::string_view what) {
  if (i + what.size() > end_) {
    // What is there may still differ.
    for (std::size_t k = 0; k < what.size(); ++k) {
      if (to_lower(at(i + k)) != what[k]) return false;
    }
    return true;
  }
  for (std::size_t k = 0; k < what.size(); ++k) {
    if (to_lower(text_[i + k]) != what[k]) return false;
  }
  return true;
}

std::size_t Finder::skip_blanks(std::size_t i) {
  for (std::size_t n = 0; n < 48 && is_blank(at(i)); ++n) ++i;
  return i;
}

// Blanks, and one end of a line.
std::size_t Finder::skip_space(std::size_t i, bool& next_line) {
  i = skip_blanks(i);
  if (at(i) == '\\' && (at(i + 1) == '\n' || at(i + 1) == '\r')) ++i;
  if (at(i) == '\r') ++i;
  if (at(i) != '\n') return i;
  next_line = true;
  return skip_blanks(i + 1);
}

// Behind tags that only highlight.
std::size_t Finder::skip_markup(std::size_t i) {
  for (int n = 0; n < 4 && at(i) == '<'; ++n) {
    std::size_t name = i + 1;
    if (at(name) == '/') ++name;
    const bool known =
        std::any_of(kMarkup.begin(), kMarkup.end(), [&](std::string_view tag) {
          return starts(name, tag) && !is_alnum(at(name + tag.size()));
        });
    if (!known) return i;
    std::size_t close = name;
    while (close < name + 80 && at(close) != '>' && !is_line_end(at(close)) &&
           at(close) != '\0') {
      ++close;
    }
    if (at(close) != '>') return i;
    i = close + 1;
  }
  return i;
}

std::size_t Finder::skip_word(std::size_t i) {
  for (std::size_t n = 0; n < 48 && is_name(at(i)); ++n) ++i;
  return i;
}

// The quotes, brackets and emphasis that end a name.
std::size_t Finder::skip_closers(std::size_t i) {
  for (int n = 0; n < 6; ++n) {
    const std::size_t markup = skip_markup(i);
    if (markup != i) {
      i = markup;
      continue;
    }
    const char c = at(i);
    if (c == '&' || c == '\\') {
      const auto entity =
          std::find_if(kEntities.begin(), kEntities.end(),
                       [&](std::string_view one) { return starts(i, one); });
      if (entity != kEntities.end()) {
        i += entity->size();
        key_quoted_ = true;
        continue;
      }
      std::size_t quote = i;
      while (quote < i + 4 && at(quote) == '\\') ++quote;
      if (quote == i || !is_quote(at(quote))) return i;
      i = quote + 1;
      key_quoted_ = true;
    } else if (is_quote(c)) {
      key_quoted_ = true;
      ++i;
    } else if (c == ']' || c == '*' || (c == ')' && n > 0)) {
      ++i;
    } else if (c == '[' && n == 0) {  // char password[64]
      std::size_t close = i + 1;
      while (close < i + 32 && is_name(at(close))) ++close;
      if (at(close) != ']') return i;
      i = close + 1;
    } else {
      return i;
    }
  }
  return i;
}

// Whether a quoted value begins here, and where its bytes do.
std::size_t Finder::quote_at(std::size_t i, Quoted& quote) {
  const char c = at(i);
  if (is_quote(c)) {
    const bool triple = at(i + 1) == c && at(i + 2) == c;
    const std::size_t size =
        triple ? 3 : (c == '`' && at(i + 1) == '`' ? 2 : 1);
    if (size == 1 && at(i + 1) == c) return i;  // Empty.
    quote.end = text_.substr(i, size);
    quote.kind = c == '"'    ? ValueQuote::kDouble
                 : c == '\'' ? ValueQuote::kSingle
                             : ValueQuote::kBacktick;
    return i + size;
  }
  quote.kind = ValueQuote::kEscaped;
  if (c == '\\' || c == '&') {
    for (const std::string_view entity : kEntities) {
      if (!starts(i, entity)) continue;
      quote.end = text_.substr(i, entity.size());
      return i + entity.size();
    }
    std::size_t end = i;
    while (end < i + 4 && at(end) == '\\') ++end;
    if (end > i && is_quote(at(end))) {
      quote.end = text_.substr(i, end + 1 - i);
      return end + 1;
    }
  }
  return i;
}

bool Finder::ends_line(std::size_t i) {
  return i >= text_.size() || is_line_end(at(i));
}

bool Finder::find_name() {
  std::size_t begin = keyword_.begin;
  while (begin > begin_ && is_name_or_dot(text_[begin - 1])) {
    if (keyword_.begin - begin >= kLongestName) return false;
    --begin;
  }
  std::size_t end = keyword_.end;
  while (is_name(at(end)) || (at(end) == '.' && is_alnum(at(end + 1)))) {
    if (end - keyword_.end >= kLongestName) return false;
    ++end;
  }
  while (begin < keyword_.begin && !is_alnum(text_[begin])) ++begin;
  while (end > keyword_.end && text_[end - 1] == '-') --end;
  // A part of a name that is longer: a type, an ARN.
  if (begin > begin_ && text_[begin - 1] == ':' &&
      (at(end) == ':' || (begin > begin_ + 1 && text_[begin - 2] == ':'))) {
    return false;
  }
  key_ = {begin, end};
  word_ = word_around(text_, key_, keyword_);
  if (!is_key_word(word_.of(text_))) return false;
  std::size_t last = word_.begin;
  while (last > key_.begin && !is_alnum(text_[last - 1])) --last;
  if (last == key_.begin) return true;
  const ByteRange previous = word_around(text_, key_, {last - 1, last});
  return !is_ticket(previous.of(text_), word_.of(text_));
}

void Finder::look_where_line_begins() {
  line_begin_ = key_.begin;
  while (line_begin_ > begin_ && !is_line_end(text_[line_begin_ - 1])) {
    --line_begin_;
  }
  const bool whole = line_begin_ > begin_ || begin_ == 0;
  std::string_view lead = text_.substr(line_begin_, key_.begin - line_begin_);
  const auto drop = [&](std::string_view chars) {
    while (!lead.empty() && chars.find(lead.front()) != std::string::npos) {
      lead.remove_prefix(1);
    }
  };
  drop(" \t#/;*-+$\"'`!%>");
  for (const std::string_view command : {"export ", "ENV ", "ARG ", "set ",
                                         "SET ", "setx ", "env ", "define "}) {
    if (lead.substr(0, command.size()) == command) {
      lead.remove_prefix(command.size());
      // Its options: set -gx NAME.
      while (lead.size() > 1 && lead.front() == '-') {
        const std::size_t blank = lead.find(' ');
        lead.remove_prefix(blank == std::string_view::npos ? lead.size()
                                                           : blank + 1);
      }
      drop(" \t\"'");
    }
  }
  begins_line_ = whole && lead.empty();
}

void Finder::run() {
  if (!find_name()) return;
  const std::size_t behind = skip_closers(key_.end);
  look_where_line_begins();
  behind_name(behind);
}

void Finder::behind_name(std::size_t i) {
  if (fallback(i)) return;
  if (at(i) == '(') return call(i + 1);
  const std::size_t next = skip_markup(skip_blanks(i));
  if (separated(next)) return;
  const std::size_t found = found_.size();
  if (key_quoted_ || before(key_.begin) == '>' || before(key_.begin) == ' ' ||
      before(key_.begin) == '=') {
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
  columns(next);
}

// name: Type = value, name Type = value.
bool Finder::typed(std::size_t i, std::size_t& value) {
  std::size_t end = i;
  while (end < i + 48 && (is_name_or_dot(at(end)) || at(end) == '<' ||
                          at(end) == '>' || at(end) == '[' || at(end) == ']' ||
                          at(end) == '?' || at(end) == '*' || at(end) == '&')) {
    ++end;
  }
  if (end == i || !(is_alpha(at(i)) || at(i) == '*' || at(i) == '[' ||
                    at(i) == '&' || at(i) == '_')) {
    return false;
  }
  end = skip_blanks(end);
  if (at(end) != '=' || at(end + 1) == '=' || at(end + 1) == '>') return false;
  value = end + 1;
  return true;
}

// True if there is a separator: then nothing else is looked for.
bool Finder::separated(std::size_t i) {
  const char c = at(i);
  const char d = at(i + 1);
  std::size_t after = 0;
  switch (c) {
    case '=':
      if (d == '=') {
        value(i + (at(i + 2) == '=' ? 3 : 2), KeyForm::kCompare, true);
      } else if (d == '>') {
        value(i + 2, KeyForm::kArrow, false);
      } else if (d == '~') {
        return true;
      } else {
        value(i + 1, KeyForm::kAssign, false);
      }
      return true;
    case ':':
      if (d == ':') return true;
      if (d == '=') {
        value(i + 2, KeyForm::kAssign, false);
      } else if (!typed(skip_blanks(i + 1), after) ||
                 !value(after, KeyForm::kAssign, false)) {
        value(i + 1, KeyForm::kColon, false);
      }
      return true;
    case '!':
      if (d != '=') return false;
      value(i + (at(i + 2) == '=' ? 3 : 2), KeyForm::kCompare, true);
      return true;
    case '?':
    case '+':
    case '.':
    case '|':
    case '&':
      if (d == '=') {
        value(i + 2, KeyForm::kAssign, false);
        return true;
      }
      if (c == '?' && d == ':') {
        if (typed(skip_blanks(i + 2), after)) {
          value(after, KeyForm::kAssign, false);
        } else {
          value(i + 2, KeyForm::kFallback, true);
        }
        return true;
      }
      if ((c == '|' && d == '|') || (c == '?' && d == '?')) {
        value(i + (at(i + 2) == '=' ? 3 : 2), KeyForm::kFallback, true);
        return true;
      }
      return false;
    case '-':
      if (d != '>') return false;
      value(i + 2, KeyForm::kArrow, true);
      return true;
    case '<':
      if (d != '-') return false;
      value(i + 2, KeyForm::kArrow, true);
      return true;
    case '%':  // An '=' or ':' that a URL encodes.
      if (d != '3' ||
          (to_lower(at(i + 2)) != 'd' && to_lower(at(i + 2)) != 'a'))
        return false;
      value(i + 3, KeyForm::kAssign, false);
      return true;
    case ',':
      if (!key_quoted_) return false;
      return value(i + 1, KeyForm::kArgument, true);
    default:
      break;
  }
  if (i == key_.end || !is_blank(text_[i - 1])) return false;
  return typed(i, after) && value(after, KeyForm::kAssign, false);
}

// The name is itself a value: of an attribute, an element or a key `name`,
// and what it names is in the next one.
void Finder::pair(std::size_t i) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "value", "val", "default", "content", "string", "data", "text", "secret"};
  std::size_t next = i;
  for (int n = 0; n < 24; ++n) {
    const char c = at(next);
    if (c == ',' || c == ';' || c == '{' || c == '}' || is_blank(c) ||
        is_line_end(c) || is_quote(c) || c == '\\' || c == '<' || c == '>' ||
        c == '-' || c == ':') {
      ++next;
    } else if (c == '/' && before(next) == '<') {
      next = skip_word(next + 1);
    } else {
      break;
    }
  }
  if (next == i) return;
  for (const std::string_view name : kNames) {
    if (!starts(next, name)) continue;
    std::size_t end = skip_word(next);
    if (end - next > name.size() + 8) continue;
    const bool in_tag = before(next) == '<';
    while (is_quote(at(end)) || at(end) == '\\') ++end;
    end = skip_blanks(end);
    if (in_tag && at(end) == '>') {
      const std::size_t begin = end + 1;
      std::size_t close = begin;
      while (close < begin + kLongestValue && at(close) != '<' &&
             at(close) != '\0' && !is_line_end(at(close))) {
        ++close;
      }
      if (at(close) == '<') {
        add({begin, close}, KeyForm::kPair, ValueQuote::kNone, false, true);
      }
      return;
    }
    if (at(end) == ':' || at(end) == '=') {
      value(end + (at(end + 1) == '>' ? 2 : 1), KeyForm::kPair, false);
    }
    return;
  }
}

// <name>value</name>, <name attribute="…">value</name>, name="name">value<.
void Finder::element(std::size_t i) {
  std::size_t open = key_.begin;
  while (open > begin_ &&
         (is_name(text_[open - 1]) || text_[open - 1] == ':')) {
    --open;
  }
  const bool in_tag = before(open) == '<';
  if (!in_tag && !(key_quoted_ && at(i) == '>')) return;
  std::size_t close = i;
  while (close < i + 120 && at(close) != '>' && at(close) != '<' &&
         at(close) != '\0' && !is_line_end(at(close))) {
    ++close;
  }
  if (at(close) != '>' || before(close) == '/') return;
  std::size_t begin = close + 1;
  bool next_line = false;
  begin = skip_space(begin, next_line);
  if (starts(begin, "<![cdata[")) begin += 9;
  std::size_t end = begin;
  while (end < begin + kLongestValue && at(end) != '<' && at(end) != ']' &&
         at(end) != '\0' && !is_line_end(at(end))) {
    ++end;
  }
  if (at(end) == '\0') return;
  while (end > begin && is_blank(text_[end - 1])) --end;
  add({begin, end}, KeyForm::kElement, ValueQuote::kNone, false, next_line);
}

// set_name("value"), login("bob", "value").
void Finder::call(std::size_t i) {
  bool next_line = false;
  std::size_t next = skip_space(i, next_line);
  std::size_t first = next;
  // An argument's name, a conversion.
  if (is_alpha(at(next)) || at(next) == '_' || at(next) == '[') {
    next = skip_opener(next);
  }
  std::size_t end = quoted(next, KeyForm::kCall, next != first, next_line);
  if (end == next) {  // A variable comes first.
    end = first;
    while (end < first + 48 && (is_name_or_dot(at(end)) || at(end) == '$')) {
      ++end;
    }
    if (end == first) return;
  }
  end = skip_blanks(end);
  if (at(end) != ',') return;
  next_line = false;
  next = skip_space(end + 1, next_line);
  next = skip_opener(next);
  quoted(next, KeyForm::kSecondArgument, false, next_line);
}

// --name value, name 'value', name value at the end of a line.
void Finder::beside(std::size_t i) {
  if (quoted(i, KeyForm::kBeside, false, false) != i) return;
  Quoted quote;
  if (quote_at(i, quote) != i) return;
  const bool is_flag =
      before(key_.begin) == '-' && key_.begin >= begin_ + 2 &&
      (text_[key_.begin - 2] == '-' || is_blank(text_[key_.begin - 2]));
  std::size_t end = i;
  bool has_digit = false;
  bool has_alpha = false;
  while (end < i + kLongestValue && is_bare_tight(at(end))) {
    has_digit |= is_digit(at(end));
    has_alpha |= is_alpha(at(end));
    ++end;
  }
  if (end == i) return;
  const bool is_random =
      end - i >= 16 && has_digit && has_alpha && !is_name_or_dot(at(end));
  if (is_flag || is_random || (begins_line_ && ends_line(skip_blanks(end)))) {
    add({i, end}, KeyForm::kBeside, ValueQuote::kNone, false, false);
  }
}

// ${name:-value} and name) || "value".
bool Finder::fallback(std::size_t i) {
  if (before(key_.begin) == '{' && key_.begin >= begin_ + 2 &&
      text_[key_.begin - 2] == '$' && (at(i) == ':' || at(i) == '-')) {
    std::size_t begin = i + 1;
    if (at(i) == ':' && (at(begin) == '-' || at(begin) == '=')) ++begin;
    std::size_t end = begin;
    while (end < begin + kLongestValue && at(end) != '}' && at(end) != '\0' &&
           !is_line_end(at(end))) {
      ++end;
    }
    if (at(end) != '}') return true;
    if (end - begin > 2 && is_quote(at(begin)) && at(begin) == text_[end - 1]) {
      ++begin;
      --end;
    }
    add({begin, end}, KeyForm::kFallback, ValueQuote::kNone, false, false);
    return true;
  }
  std::size_t next = i;
  while (next < i + 3 && at(next) == ')') ++next;
  next = skip_blanks(next);
  if (next == i) return false;
  if (starts(next, "|| ") || starts(next, "?? ") || starts(next, "or ") ||
      starts(next, "?: ")) {
    return value(next + 2, KeyForm::kFallback, true);
  }
  return false;
}

void Finder::prose(std::size_t i) {
  for (const std::string_view verb : {"is set to ", "is: ", "is ", "was ",
                                      "to ", "of ", "as ", "with ", "are "}) {
    if (!starts(i, verb)) continue;
    const std::size_t next = skip_markup(skip_blanks(i + verb.size()));
    if (quoted(next, KeyForm::kProse, false, false) != next) return;
    if (verb[0] != 'i' && verb[0] != 'w') return;
    std::size_t begin = next;
    while (begin < next + 3 && at(begin) == '*') ++begin;
    std::size_t end = begin;
    while (end < begin + kLongestValue && is_bare_tight(at(end))) ++end;
    while (end > begin && (text_[end - 1] == '.' || text_[end - 1] == '*' ||
                           text_[end - 1] == '!' || text_[end - 1] == '?')) {
      --end;
    }
    if (end > begin) {
      add({begin, end}, KeyForm::kProse, ValueQuote::kNone, false, false);
    }
    return;
  }
}

// What stands under the name in a table, or in its place in INSERT's values.
void Finder::columns(std::size_t i) {
  const char c = at(i);
  if (c == '|' && before(key_.begin) == '|') return table('|', i);
  if (c == '|' || c == '\t') {
    // A row of a name and its value.
    std::size_t begin = skip_blanks(i + 1);
    while (at(begin) == '`' || at(begin) == '*') ++begin;
    std::size_t end = begin;
    while (end < begin + 128 && at(end) != '|' && at(end) != '`' &&
           at(end) != '\0' && !is_line_end(at(end))) {
      ++end;
    }
    if (c == '|' && (at(end) == '|' || at(end) == '`')) cell(begin, end);
    return table('|', i);
  }
  if (c != ',' && c != ';' && c != ')' && !is_line_end(c)) return;
  // An open bracket before it, and a closed one behind?
  std::size_t column = 0;
  for (std::size_t at_left = key_.begin; at_left > begin_; --at_left) {
    const char left = text_[at_left - 1];
    if (left == ',') ++column;
    if (left == '(') return insert_row(at_left, column, i);
    if (left == ')' || left == ';' || left == '{' || left == '}') break;
  }
  if (c == ',' || c == ';') return table(c, i);
  if (is_line_end(c) && line_begin_ > begin_) {
    const ByteView line = text_.substr(line_begin_, key_.begin - line_begin_);
    for (const char separator : {',', ';', '\t'}) {
      if (line.find(separator) != ByteView::npos) return table(separator, i);
    }
  }
}

void Finder::insert_row(std::size_t /*open*/, std::size_t column,
                        std::size_t i) {
  std::size_t next = i;
  while (next < i + 400 && at(next) != ')' && at(next) != '(' &&
         at(next) != '\0' && at(next) != ';') {
    ++next;
  }
  if (at(next) != ')') return;
  bool next_line = false;
  next = skip_space(next + 1, next_line);
  if (!starts(next, "values")) return;
  next = skip_space(next + 6, next_line);
  if (at(next) != '(') return;
  ++next;
  for (std::size_t n = 0;; ++n) {
    next = skip_space(next, next_line);
    Quoted quote;
    const std::size_t begin = quote_at(next, quote);
    std::size_t end = begin;
    if (begin != next) {
      while (end < begin + kLongestValue && at(end) != '\0' &&
             !starts(end, quote.end)) {
        ++end;
      }
      if (at(end) == '\0') return;
      if (n == column) {
        add({begin, end}, KeyForm::kColumn, quote.kind, false, true);
        return;
      }
      end += quote.end.size();
    }
    while (end < next + kLongestValue && at(end) != ',' && at(end) != ')' &&
           at(end) != '\0') {
      ++end;
    }
    if (at(end) != ',' || n == column) return;
    next = end + 1;
  }
}

// The rows under a head that has the name between these separators.
void Finder::table(char separator, std::size_t i) {
  std::size_t column = 0;
  std::size_t begin = key_.begin;
  for (; begin > begin_ && !is_line_end(text_[begin - 1]); --begin) {
    const char c = text_[begin - 1];
    if (c == separator) ++column;
    if (c != separator && !is_name_or_dot(c) && !is_blank(c) && !is_quote(c)) {
      return;
    }
  }
  if (begin == begin_ && begin_ > 0) return;
  std::size_t columns = column;
  std::size_t end = i;
  for (; !ends_line(end) && at(end) != '\0'; ++end) {
    const char c = at(end);
    if (c == separator) ++columns;
    if (c != separator && !is_name_or_dot(c) && !is_blank(c) && !is_quote(c)) {
      return;
    }
  }
  if (columns == 0) return;
  for (int row = 0; row < 4; ++row) {
    if (at(end) == '\r') ++end;
    if (at(end) != '\n') return;
    std::size_t from = ++end;
    std::size_t at_column = 0;
    ByteRange here{end, end};
    for (; !ends_line(end) && at(end) != '\0'; ++end) {
      if (at(end) != separator) continue;
      if (at_column == column) here = {from, end};
      from = end + 1;
      ++at_column;
    }
    if (at_column == column) here = {from, end};
    if (at_column != columns) return;
    cell(here.begin, here.end);
  }
}

void Finder::cell(std::size_t begin, std::size_t end) {
  while (begin < end && (is_blank(text_[begin]) || is_quote(text_[begin]) ||
                         text_[begin] == '*')) {
    ++begin;
  }
  while (end > begin && (is_blank(text_[end - 1]) || is_quote(text_[end - 1]) ||
                         text_[end - 1] == '*')) {
    --end;
  }
  if (begin == end || text_[begin] == '-' || text_[begin] == ':') return;
  add({begin, end}, KeyForm::kColumn, ValueQuote::kNone, false,
      begin > key_.end + 64);
}

// Conversions and constructors before a quoted value: Some(, new Key(, b.
std::size_t Finder::skip_opener(std::size_t i) {
  std::size_t end = i;
  for (int n = 0; n < 3; ++n) {
    const std::size_t from = end;
    if (starts(end, "new ")) end += 4;
    while (at(end) == '[' && at(end + 1) == ']') end += 2;
    while (at(end) == '&' || at(end) == '*' || at(end) == '@' ||
           at(end) == '$') {
      if (at(end) == '&' && at(end + 1) == 'q') break;  // &quot;
      if (at(end) == '&' && at(end + 1) == '#') break;
      ++end;
    }
    std::size_t word = end;
    while (word < end + 48 && (is_name_or_dot(at(word)) || at(word) == ':')) {
      ++word;
    }
    if (word > end && is_alpha(at(end))) {
      if (at(word) == '(' || at(word) == '{' || at(word) == '[') {
        end = word + 1;
      } else if (word - end <= 2 && is_quote(at(word))) {
        return word;
      } else if (at(word) == '=') {  // An argument's name.
        end = word + 1;
      } else if (is_blank(at(word)) && at(word + 1) == '=' &&
                 is_blank(at(word + 2))) {
        end = word + 3;
      }
    } else if (at(end) == '(' || at(end) == '[' || at(end) == '{') {
      ++end;
    }
    bool next_line = false;
    if (end != from) end = skip_space(end, next_line);
    if (end == from) break;
  }
  return end;
}

// The end of the quoted value that begins here, or i if none does.
std::size_t Finder::quoted(std::size_t i, KeyForm form, bool wrapped,
                           bool next_line) {
  Quoted quote;
  const std::size_t begin = quote_at(i, quote);
  if (begin == i) return i;
  const bool may_wrap =
      quote.end.size() == 3 && quote.kind != ValueQuote::kEscaped;
  std::size_t end = begin;
  while (!starts(end, quote.end)) {
    const char c = at(end);
    if (c == '\0' || end - begin > kLongestValue) return i;
    if (is_line_end(c) && !may_wrap) return i;
    // What a backslash escapes does not end it.
    const bool escapes = c == '\\' && quote.kind != ValueQuote::kEscaped &&
                         !is_line_end(at(end + 1));
    end += escapes ? 2U : 1U;
  }
  ByteRange inner{begin, end};
  for (const std::string_view scheme : kSchemes) {
    if (!starts(inner.begin, scheme)) continue;
    inner.begin = std::min(skip_blanks(inner.begin + scheme.size()), inner.end);
  }
  while (inner.begin < inner.end &&
         (is_blank(text_[inner.begin]) || is_line_end(text_[inner.begin]))) {
    ++inner.begin;
  }
  if (!inner.empty()) add(inner, form, quote.kind, wrapped, next_line);
  return end + quote.end.size();
}

bool Finder::list(std::size_t i, KeyForm form, bool next_line) {
  const std::size_t found = found_.size();
  for (std::size_t n = 0; n < kMostElements; ++n) {
    const std::size_t end = quoted(i, form, true, next_line);
    if (end == i) break;
    i = skip_blanks(end);
    if (at(i) != ',') break;
    i = skip_space(i + 1, next_line);
  }
  return found_.size() > found;
}

// Eight numbers or more of a byte each.
bool Finder::numbers(std::size_t i, KeyForm form, bool next_line) {
  std::size_t end = i;
  std::size_t last = i;
  int count = 0;
  while (end < i + kLongestValue) {
    const std::size_t from = end;
    while (is_hex(at(end)) || to_lower(at(end)) == 'x') ++end;
    if (end == from || end - from > 4 || !is_digit(at(from))) break;
    ++count;
    last = end;
    while (at(end) == ',' || is_blank(at(end)) || is_line_end(at(end))) ++end;
  }
  return count >= 8 && (at(end) == '}' || at(end) == ']' || at(end) == ')') &&
         add({i, last}, form, ValueQuote::kNumbers, true, next_line);
}

// YAML's text behind '|' or '>', on the next line.
bool Finder::block(std::size_t i) {
  if (at(i) != '|' && at(i) != '>') return false;
  ++i;
  while (at(i) == '-' || at(i) == '+' || is_digit(at(i))) ++i;
  bool next_line = false;
  std::size_t begin = skip_space(i, next_line);
  if (!next_line) return false;
  std::size_t end = begin;
  while (end < begin + kLongestValue && !ends_line(end) && at(end) != '\0') {
    ++end;
  }
  while (end > begin && is_blank(text_[end - 1])) --end;
  return end > begin &&
         add({begin, end}, KeyForm::kColon, ValueQuote::kBlock, false, true);
}

bool Finder::bare(std::size_t i, KeyForm form) {
  // Where the line is the name's, all up to a blank belongs to the value.
  const bool loose = begins_line_ && !key_quoted_;
  std::size_t end = i;
  while (end < i + kLongestValue &&
         (loose ? is_bare_loose(at(end)) : is_bare_tight(at(end)))) {
    ++end;
  }
  if (loose) {
    while (end > i && (text_[end - 1] == ',' || text_[end - 1] == ';')) --end;
  }
  return end > i && add({i, end}, form, ValueQuote::kNone, false, false);
}

// False if there is no value.
bool Finder::value(std::size_t i, KeyForm form, bool quoted_only) {
  const std::size_t found = found_.size();
  bool next_line = false;
  std::size_t begin = skip_blanks(i);
  if (form == KeyForm::kColon && block(begin)) return true;
  begin = skip_markup(skip_space(begin, next_line));
  if (quoted(begin, form, false, next_line) != begin) {
    return found_.size() > found;
  }
  const std::size_t opened = skip_opener(begin);
  if (opened != begin) {
    if (list(opened, form, next_line)) return true;
    if (numbers(opened, form, next_line)) return true;
  }
  if (quoted_only || next_line) return false;
  return bare(begin, form);
}

bool Finder::add(ByteRange value, KeyForm form, ValueQuote quote, bool wrapped,
                 bool next_line) {
  while (!value.empty() && is_blank(text_[value.end - 1])) --value.end;
  if (value.size() < 3 || value.size() > kLongestValue) return false;
  // It may go on behind what was looked at.
  if (value.end >= end_ && end_ < text_.size()) {
    cut_ = true;
    return false;
  }
  found_.push_back({key_, word_, value, form, quote, wrapped, next_line});
  return true;
}

}  // namespace

void find_key_values(ByteView text, ByteRange keyword,
                     std::vector<KeyValue>& found) {
  Finder(text, keyword, text.size(), found).run();
}

bool has_no_key_value(ByteView text, ByteRange keyword, std::size_t end) {
  std::vector<KeyValue> found;
  Finder finder(text, keyword, end, found);
  finder.run();
  return found.empty() && !finder.cut();
}

}  // namespace gitward

#include "judge/key_value_reader.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "judge/characters.h"

namespace gitward {
namespace {

constexpr std::size_t kMostElements = 16;  // Of a list.
constexpr int kMostOpeners = 3;
constexpr std::size_t kLongestOpener = 48;
constexpr int kFewestNumbers = 8;

constexpr std::array<std::string_view, 5> kSchemes = {
    "bearer ", "token ", "apikey ", "oauth ", "ntlm "};
// Encodes name and password, so that looks say nothing of them: a rule of its
// own decodes it.
constexpr std::string_view kBasic = "basic ";

bool is_reference(char c) {
  return c == '&' || c == '*' || c == '@' || c == '$';
}
bool is_opening(char c) {
  return c == '(' || c == '[' || c == '{';
}
bool is_closing(char c) {
  return c == ')' || c == ']' || c == '}';
}

}  // namespace

bool KeyValueReader::read(std::size_t i, KeyForm form) {
  return read_value(i, form, true);
}

bool KeyValueReader::read_literal(std::size_t i, KeyForm form) {
  return read_value(i, form, false);
}

bool KeyValueReader::read_value(std::size_t i, KeyForm form, bool may_be_bare) {
  const std::size_t found = found_.size();
  bool next_line = false;
  std::size_t begin = window_.skip_blanks(i);
  if (form == KeyForm::kColon && read_block(begin)) return true;
  begin = window_.skip_markup(window_.skip_space(begin, next_line));
  if (read_quoted(begin, form, false, next_line) != begin) {
    return found_.size() > found;
  }
  const std::size_t opened = skip_opener(begin);
  if (opened != begin) {
    if (read_list(opened, form, next_line)) return true;
    if (read_numbers(opened, form, next_line)) return true;
  }
  return may_be_bare && !next_line && read_bare(begin, form);
}

std::size_t KeyValueReader::read_quoted(std::size_t i, KeyForm form,
                                        bool wrapped, bool next_line) {
  OpenQuote quote;
  const std::size_t begin = window_.skip_quote(i, quote);
  if (begin == i) return i;
  const bool may_wrap =
      quote.end.size() == 3 && quote.kind != ValueQuote::kEscaped;
  std::size_t end = begin;
  while (!window_.starts(end, quote.end)) {
    const char c = window_.at(end);
    if (c == '\0' || end - begin > kLongestValue) return i;
    if (is_line_end(c) && !may_wrap) return i;
    // What a backslash escapes does not end it.
    const bool escapes = c == '\\' && quote.kind != ValueQuote::kEscaped &&
                         !is_line_end(window_.at(end + 1));
    end += escapes ? 2U : 1U;
  }
  if (window_.starts(begin, kBasic)) return end + quote.end.size();
  ByteRange inner{begin, end};
  inner.begin = std::min(skip_schemes(inner.begin), inner.end);
  while (!inner.empty() &&
         (is_blank(text_[inner.begin]) || is_line_end(text_[inner.begin]))) {
    ++inner.begin;
  }
  add(inner, form, quote.kind, wrapped, next_line);
  return end + quote.end.size();
}

// Of HTTP's Authorization: what stands before the value itself.
std::size_t KeyValueReader::skip_schemes(std::size_t i) {
  for (const std::string_view scheme : kSchemes) {
    if (window_.starts(i, scheme)) i = window_.skip_blanks(i + scheme.size());
  }
  return i;
}

std::size_t KeyValueReader::skip_opener(std::size_t i) {
  std::size_t end = i;
  for (int n = 0; n < kMostOpeners; ++n) {
    const std::size_t from = end;
    if (window_.starts(end, "new ")) end += 4;
    while (window_.at(end) == '[' && window_.at(end + 1) == ']') end += 2;
    while (is_reference(window_.at(end)) && !window_.starts(end, "&q") &&
           !window_.starts(end, "&#")) {  // &quot;
      ++end;
    }
    std::size_t word = end;
    while (word < end + kLongestOpener &&
           (is_name_or_dot(window_.at(word)) || window_.at(word) == ':')) {
      ++word;
    }
    const char c = window_.at(word);
    if (word > end && is_alpha(window_.at(end))) {
      if (is_opening(c) || c == '=') {  // A call, an argument's name.
        end = word + 1;
      } else if (word - end <= 2 && is_quote(c)) {
        return word;
      } else if (is_blank(c) && window_.at(word + 1) == '=' &&
                 is_blank(window_.at(word + 2))) {
        end = word + 3;
      }
    } else if (is_opening(window_.at(end))) {
      ++end;
    }
    if (end == from) break;
    bool next_line = false;
    end = window_.skip_space(end, next_line);
  }
  return end;
}

bool KeyValueReader::read_list(std::size_t i, KeyForm form, bool next_line) {
  const std::size_t found = found_.size();
  for (std::size_t n = 0; n < kMostElements; ++n) {
    const std::size_t end = read_quoted(i, form, true, next_line);
    if (end == i) break;
    i = window_.skip_blanks(end);
    if (window_.at(i) != ',') break;
    i = window_.skip_space(i + 1, next_line);
  }
  return found_.size() > found;
}

// Numbers of a byte each.
bool KeyValueReader::read_numbers(std::size_t i, KeyForm form, bool next_line) {
  std::size_t end = i;
  std::size_t last = i;
  int count = 0;
  while (end < i + kLongestValue) {
    const std::size_t from = end;
    while (is_hex(window_.at(end)) || to_lower(window_.at(end)) == 'x') ++end;
    if (end == from || end - from > 4 || !is_digit(window_.at(from))) break;
    ++count;
    last = end;
    while (window_.at(end) == ',' || is_blank(window_.at(end)) ||
           is_line_end(window_.at(end))) {
      ++end;
    }
  }
  return count >= kFewestNumbers && is_closing(window_.at(end)) &&
         add({i, last}, form, ValueQuote::kNumbers, true, next_line);
}

// The first line of YAML's text behind '|' or '>', on the next line.
bool KeyValueReader::read_block(std::size_t i) {
  if (window_.at(i) != '|' && window_.at(i) != '>') return false;
  ++i;
  while (window_.at(i) == '-' || window_.at(i) == '+' ||
         is_digit(window_.at(i))) {
    ++i;
  }
  bool next_line = false;
  const std::size_t begin = window_.skip_space(i, next_line);
  if (!next_line) return false;
  std::size_t end = begin;
  while (end < begin + kLongestValue && !window_.ends_line(end) &&
         window_.at(end) != '\0') {
    ++end;
  }
  return !window_.may_go_on(end) &&
         add({begin, end}, KeyForm::kColon, ValueQuote::kBlock, false, true);
}

bool KeyValueReader::read_bare(std::size_t i, KeyForm form) {
  if (window_.starts(i, kBasic)) return false;
  i = skip_schemes(i);
  if (!is_bare_loose(window_.at(i))) return false;
  // Where the line is the name's, all up to a blank belongs to the value.
  const bool loose = !key_.quoted && begins_line(window_, key_);
  std::size_t end = i;
  while (end < i + kLongestValue && (loose ? is_bare_loose(window_.at(end))
                                           : is_bare_tight(window_.at(end)))) {
    ++end;
  }
  if (window_.may_go_on(end)) return false;
  if (loose) {
    while (end > i && (text_[end - 1] == ',' || text_[end - 1] == ';')) --end;
  }
  return add({i, end}, form);
}

bool KeyValueReader::add(ByteRange value, KeyForm form, ValueQuote quote,
                         bool wrapped, bool next_line) {
  while (!value.empty() && is_blank(text_[value.end - 1])) --value.end;
  if (value.size() < kShortestValue || value.size() > kLongestValue ||
      window_.may_go_on(value.end)) {
    return false;
  }
  found_.push_back(
      {key_.key, key_.word, value, form, quote, wrapped, next_line});
  return true;
}

}  // namespace gitward

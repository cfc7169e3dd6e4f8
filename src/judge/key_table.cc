#include "judge/key_table.h"

#include <algorithm>

#include "judge/characters.h"
#include "judge/key_value.h"

namespace gitward {
namespace {

constexpr int kMostRows = 4;
constexpr std::size_t kLongestCell = 128;     // Beside its name.
constexpr std::size_t kLongestColumns = 400;  // Of INSERT, behind the name.
constexpr std::size_t kSameLine = 64;

class TableReader {
 public:
  TableReader(KeyWindow& window, const KeyPlace& key, KeyValueReader& reader)
      : window_(window), text_(window.text()), key_(key), reader_(reader) {}

  void read(std::size_t i);

 private:
  void read_beside(std::size_t i);
  void read_rows(char separator, std::size_t i);
  void read_cell(ByteRange cell);
  void read_inserted(std::size_t column, std::size_t i);
  std::size_t read_inserted_row(std::size_t column, std::size_t next);
  std::size_t end_of_text(std::size_t i, std::string_view quote);
  std::size_t first_inserted(std::size_t i);
  // Of a head: names between separators.
  static bool is_of_head(char c, char separator) {
    return c == separator || is_name_or_dot(c) || is_blank(c) || is_quote(c);
  }

  KeyWindow& window_;
  const ByteView text_;
  const KeyPlace& key_;
  KeyValueReader& reader_;
};

void TableReader::read(std::size_t i) {
  const char c = window_.at(i);
  if (c == '|') {
    if (window_.before(key_.key.begin) != '|') read_beside(i);
    return read_rows('|', i);
  }
  // Blanks were skipped to get here.
  const ByteView blanks = ByteRange{key_.behind, i}.of(text_);
  if (blanks.find('\t') != ByteView::npos) {
    return read_rows('\t', key_.behind);
  }
  if (c != ',' && c != ';' && c != ')' && !is_line_end(c)) return;
  // An open bracket before it?
  std::size_t column = 0;
  for (std::size_t at = key_.key.begin; !window_.stops_at(at); --at) {
    const char left = window_.before(at);
    if (left == ',') ++column;
    if (left == '(') return read_inserted(column, i);
    if (left == ')' || left == ';' || left == '{' || left == '}') break;
  }
  if (c == ',' || c == ';') return read_rows(c, i);
  if (is_line_end(c)) {
    const ByteView line =
        ByteRange{line_begin_of(window_, key_), key_.key.begin}.of(text_);
    for (const char separator : {',', ';', '\t'}) {
      if (line.find(separator) != ByteView::npos) {
        return read_rows(separator, i);
      }
    }
  }
}

// | name | value |
void TableReader::read_beside(std::size_t i) {
  std::size_t begin = window_.skip_blanks(i + 1);
  while (window_.at(begin) == '`' || window_.at(begin) == '*') ++begin;
  std::size_t end = begin;
  while (end < begin + kLongestCell && window_.at(end) != '|' &&
         window_.at(end) != '`' && window_.at(end) != '\0' &&
         !is_line_end(window_.at(end))) {
    ++end;
  }
  if (window_.at(end) == '|' || window_.at(end) == '`') read_cell({begin, end});
}

// The rows under a head that has the name between these separators.
void TableReader::read_rows(char separator, std::size_t i) {
  std::size_t column = 0;
  std::size_t begin = key_.key.begin;
  for (; !window_.stops_at(begin) && !is_line_end(window_.before(begin));
       --begin) {
    const char c = window_.before(begin);
    if (!is_of_head(c, separator)) return;
    if (c == separator) ++column;
  }
  if (begin > 0 && window_.stops_at(begin)) return;
  std::size_t columns = column;
  std::size_t end = i;
  for (; !window_.ends_line(end) && window_.at(end) != '\0'; ++end) {
    const char c = window_.at(end);
    if (!is_of_head(c, separator)) return;
    if (c == separator) ++columns;
  }
  if (columns == 0) return;
  for (int row = 0; row < kMostRows; ++row) {
    if (window_.at(end) == '\r') ++end;
    if (window_.at(end) != '\n') return;
    std::size_t from = ++end;
    std::size_t at_column = 0;
    ByteRange cell{end, end};
    for (; !window_.ends_line(end) && window_.at(end) != '\0'; ++end) {
      if (window_.at(end) != separator) continue;
      if (at_column == column) cell = {from, end};
      from = end + 1;
      ++at_column;
    }
    if (at_column != columns) return;
    if (column == columns) {
      if (window_.may_go_on(end)) return;
      cell = {from, end};
    }
    read_cell(cell);
  }
}

void TableReader::read_cell(ByteRange cell) {
  const auto is_around = [](char c) {
    return is_blank(c) || is_quote(c) || c == '*';
  };
  while (!cell.empty() && is_around(text_[cell.begin])) ++cell.begin;
  while (!cell.empty() && is_around(text_[cell.end - 1])) --cell.end;
  // A line between head and rows, in Markdown.
  if (cell.empty() || text_[cell.begin] == '-' || text_[cell.begin] == ':') {
    return;
  }
  reader_.add(cell, KeyForm::kColumn, ValueQuote::kNone, false,
              cell.begin > key_.key.end + kSameLine);
}

// Where the values of INSERT begin behind its columns, or 0.
std::size_t TableReader::first_inserted(std::size_t i) {
  std::size_t next = i;
  while (next < i + kLongestColumns && window_.at(next) != ')' &&
         window_.at(next) != '(' && window_.at(next) != '\0' &&
         window_.at(next) != ';') {
    ++next;
  }
  if (window_.at(next) != ')') return 0;
  bool next_line = false;
  next = window_.skip_space(next + 1, next_line);
  constexpr std::string_view kValues = "values";
  if (!window_.starts(next, kValues)) return 0;
  next = window_.skip_space(next + kValues.size(), next_line);
  return window_.at(next) == '(' ? next + 1 : 0;
}

// INSERT INTO users (name, password) VALUES ('bob', 'value'), ('eve', 'other')
void TableReader::read_inserted(std::size_t column, std::size_t i) {
  std::size_t next = first_inserted(i);
  for (int row = 0; row < kMostRows && next != 0; ++row) {
    next = read_inserted_row(column, next);
  }
}

// Returns where the next row's values begin, or 0.
std::size_t TableReader::read_inserted_row(std::size_t column,
                                           std::size_t next) {
  bool next_line = false;
  for (std::size_t n = 0;; ++n) {
    next = window_.skip_space(next, next_line);
    OpenQuote quote;
    const std::size_t begin = window_.skip_quote(next, quote);
    std::size_t end = begin;
    if (begin != next) {
      end = end_of_text(begin, quote.end);
      if (n == column) {
        reader_.add({begin, end}, KeyForm::kColumn, quote.kind, false, true);
      }
      end += quote.end.size();
    }
    while (window_.at(end) != ',' && window_.at(end) != ')') {
      if (window_.at(end) == '\0') return 0;
      ++end;
    }
    next = end + 1;
    if (window_.at(end) == ')') break;
  }
  next = window_.skip_blanks(next);
  if (window_.at(next) != ',') return 0;
  next = window_.skip_space(next + 1, next_line);
  return window_.at(next) == '(' ? next + 1 : 0;
}

// Of SQL's text: what a backslash escapes, or is written twice, goes on.
std::size_t TableReader::end_of_text(std::size_t i, std::string_view quote) {
  while (window_.at(i) != '\0') {
    if (window_.at(i) == '\\' && quote.front() != '\\') {
      i += 2;
    } else if (!window_.starts(i, quote)) {
      ++i;
    } else if (window_.starts(i + quote.size(), quote)) {
      i += 2 * quote.size();
    } else {
      break;
    }
  }
  return i;
}

}  // namespace

void read_tables(KeyWindow& window, const KeyPlace& key, std::size_t i,
                 KeyValueReader& reader) {
  TableReader(window, key, reader).read(i);
}

}  // namespace gitward

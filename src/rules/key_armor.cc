#include "rules/key_armor.h"

#include <algorithm>
#include <cstddef>

#include "base/characters.h"

namespace gitward {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kCheckSize = 5;  // With its '='.

bool is_base64(char c) {
  return is_alnum(c) || c == '+' || c == '/' || c == '=';
}

// What quoting and concatenation leave around a line of base64. A '+' there is
// an operator: one of the data has data beside it.
ByteView without_decoration(ByteView line) {
  const auto decoration = [](char c) { return !is_base64(c) && c != '-'; };
  for (bool changed = true; changed;) {
    const std::size_t before = line.size();
    while (!line.empty() && decoration(line.front())) line.remove_prefix(1);
    while (!line.empty() && decoration(line.back())) line.remove_suffix(1);
    if (line.size() > 1 && line.back() == '+' &&
        decoration(line[line.size() - 2])) {
      line.remove_suffix(1);
    }
    if (line.size() > 1 && line.front() == '+' && decoration(line[1])) {
      line.remove_prefix(1);
    }
    changed = line.size() != before;
  }
  return line == "+" ? ByteView() : line;
}

bool is_header(ByteView line) {
  std::size_t at = 0;
  while (at < line.size() && (is_alpha(line[at]) || line[at] == '-')) ++at;
  return at > 0 && line.substr(at).starts_with(": ");
}

}  // namespace

std::vector<std::string> unescaped_lines(ByteView text) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\';
    while (i < text.size() && text[i] == '\\') ++i;
    if (i == text.size()) break;
    const char c = text[i];
    if (c == '\n' || c == '\r' || (escape && (c == 'n' || c == 'r'))) {
      if (!lines.back().empty()) lines.emplace_back();
    } else if (escape && c == 't') {
      lines.back() += ' ';
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

KeyArmor read_armor(ByteView text) {
  KeyArmor armor;
  const std::size_t begin = text.find(kBegin);
  if (begin != ByteView::npos) {
    text.remove_prefix(begin + kBegin.size());
    const std::size_t end = text.find(kDashes);
    if (end == ByteView::npos) return armor;
    armor.label = text.substr(0, end);
    text.remove_prefix(end + kDashes.size());
  }
  const std::size_t end = text.find(kEnd);
  if (end != ByteView::npos) {
    const ByteView last = text.substr(end + kEnd.size());
    armor.closed_right = last.substr(0, last.find(kDashes)) == armor.label;
    text = text.substr(0, end);
  }
  for (const std::string& whole : unescaped_lines(text)) {
    const ByteView line = without_decoration(whole);
    if (is_header(line)) {
      armor.headers.emplace_back(line);
    } else if (line.size() == kCheckSize && line.front() == '=' &&
               !armor.body.empty()) {
      armor.check = line.substr(1);
    } else {
      std::copy_if(line.begin(), line.end(), std::back_inserter(armor.body),
                   is_base64);
    }
  }
  return armor;
}

}  // namespace gitward

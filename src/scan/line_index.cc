#include "scan/line_index.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace gitward {
namespace {

bool is_line_start(ByteView text, std::size_t at) {
  if (at == 0) return true;
  if (text[at - 1] == '\n') return true;
  return text[at - 1] == '\r' && (at == text.size() || text[at] != '\n');
}

// One comparison for nearly all bytes: line ends are among the smallest.
bool may_end_line(char byte) {
  return byte_of(byte) <= byte_of('\r');
}

// The same for eight bytes at once: whether one of them may.
bool may_end_line_in(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return ((word - kOnes * ('\r' + 1)) & ~word & kOnes * 0x80) != 0;
}
constexpr std::size_t kWord = sizeof(std::uint64_t);

std::size_t start_near(ByteView text, std::size_t at, std::size_t lines,
                       std::size_t before) {
  const std::size_t floor = at > before ? at - before : 0;
  while (at > floor) {
    if (at - floor >= kWord && !may_end_line_in(text.data() + at - kWord)) {
      at -= kWord;
      continue;
    }
    for (const std::size_t end = at - std::min(at - floor, kWord); at > end;
         --at) {
      if (!may_end_line(text[at - 1])) continue;
      if (is_line_start(text, at) && lines-- == 0) return at;
    }
  }
  return floor;
}

std::size_t end_near(ByteView text, std::size_t last, std::size_t lines,
                     std::size_t after) {
  const std::size_t room = text.size() - last - 1;
  const std::size_t ceiling = last + 1 + std::min(after, room);
  for (std::size_t at = last; at < text.size(); ++at) {
    while (at + kWord <= ceiling && !may_end_line_in(text.data() + at)) {
      at += kWord;
    }
    if (at == text.size()) break;
    if (!may_end_line(text[at]) || !is_line_start(text, at + 1)) {
      // One more: the CR may belong to a line end.
      if (at > ceiling) break;
      continue;
    }
    if (lines-- > 0) continue;
    const bool two_bytes = text[at] == '\n' && at > 0 && text[at - 1] == '\r';
    return std::min(two_bytes ? at - 1 : at, ceiling);
  }
  return ceiling;
}

// The text's size where there is none.
std::size_t find_from(ByteView text, char wanted, std::size_t from) {
  return std::min(text.find(wanted, from), text.size());
}

}  // namespace

LineIndex::LineIndex(ByteView text) : text_(text) {}

void LineIndex::begin() {
  begun_ = true;
  next_lf_ = find_from(text_, '\n', 0);
  next_cr_ = find_from(text_, '\r', 0);
}

// Appends the start of the line after the last known one. Most texts have no
// CR: then its one search goes to the end and each line costs one memchr.
bool LineIndex::read_line() {
  if (complete_) return false;
  if (!begun_) begin();
  const std::size_t end = std::min(next_lf_, next_cr_);
  if (end == text_.size()) {
    complete_ = true;
    return false;
  }
  const bool two_bytes = text_.substr(end, 2) == "\r\n";
  const std::size_t start = end + (two_bytes ? 2 : 1);
  starts_.push_back(start);
  if (next_lf_ < start) next_lf_ = find_from(text_, '\n', start);
  if (next_cr_ < start) next_cr_ = find_from(text_, '\r', start);
  return true;
}

std::size_t LineIndex::line_of(std::size_t offset) {
  while (starts_.back() <= offset && read_line()) {
  }
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

bool LineIndex::has_line(std::size_t number) {
  while (starts_.size() <= number && read_line()) {
  }
  return number < starts_.size();
}

ByteRange LineIndex::line(std::size_t number) {
  if (!has_line(number + 1)) return {starts_[number], text_.size()};
  std::size_t end = starts_[number + 1];
  const bool ends_in_lf = text_[end - 1] == '\n';
  --end;
  if (ends_in_lf && end > starts_[number] && text_[end - 1] == '\r') --end;
  return {starts_[number], end};
}

ByteRange LineIndex::lines_around(ByteRange range) {
  const std::size_t begin = line(line_of(range.begin)).begin;
  const std::size_t end = line(line_of(range.end - 1)).end;
  // A range can end in what ends its last line.
  return {begin, std::max(end, range.end)};
}

ByteRange lines_near(ByteView text, ByteRange range, std::size_t lines,
                     std::size_t before, std::size_t after) {
  return {start_near(text, range.begin, lines, before),
          end_near(text, range.end - 1, lines, after)};
}

}  // namespace gitward

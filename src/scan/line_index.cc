#include "scan/line_index.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#  include <emmintrin.h>
#endif

#include "decode/line_ends.h"

namespace gitward {
namespace {

bool is_line_start(ByteView text, std::size_t at) {
  if (at == 0) return true;
  if (text[at - 1] == '\n') return true;
  return text[at - 1] == '\r' && (at == text.size() || text[at] != '\n');
}

std::size_t start_near(ByteView text, std::size_t at, std::size_t lines,
                       std::size_t before) {
  const std::size_t floor = at > before ? at - before : 0;
  while ((at = behind_last_line_end(text, at, floor)) > floor) {
    if (is_line_start(text, at) && lines-- == 0) return at;
    --at;
  }
  return floor;
}

std::size_t end_near(ByteView text, std::size_t last, std::size_t lines,
                     std::size_t after) {
  const std::size_t room = text.size() - last - 1;
  const std::size_t ceiling = last + 1 + std::min(after, room);
  // One more: the CR may belong to a line end.
  const std::size_t most = std::min(ceiling + 1, text.size());
  std::size_t at = next_line_end(text, last, most);
  for (; at < most; at = next_line_end(text, at + 1, most)) {
    if (!is_line_start(text, at + 1) || lines-- > 0) continue;
    const bool two_bytes = text[at] == '\n' && at > 0 && text[at - 1] == '\r';
    return two_bytes ? at - 1 : at;
  }
  return ceiling;
}

constexpr std::size_t kBlock = 64;

// A bit for each LF and CR of a block.
std::uint64_t line_ends_in(ByteView block) {
  std::uint64_t ends = 0;
#ifdef __SSE2__
  if (block.size() == kBlock) {
    for (std::size_t at = 0; at < kBlock; at += sizeof(__m128i)) {
      __m128i bytes;
      std::memcpy(&bytes, block.data() + at, sizeof(bytes));
      const __m128i found =
          _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
      ends |=
          std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))}
          << at;
    }
    return ends;
  }
#endif
  for (std::size_t at = 0; at < block.size(); ++at) {
    if (block[at] == '\n' || block[at] == '\r') ends |= std::uint64_t{1} << at;
  }
  return ends;
}

}  // namespace

LineIndex::LineIndex(ByteView text) : text_(text) {}

// Appends the starts of the lines that end in the next bytes. False at the end.
bool LineIndex::read_more() {
  if (read_ == text_.size()) return false;
  const std::size_t size = std::min(kBlock, text_.size() - read_);
  for (std::uint64_t ends = line_ends_in(text_.substr(read_, size)); ends != 0;
       ends &= ends - 1) {
    const std::size_t at =
        read_ + static_cast<std::size_t>(std::countr_zero(ends));
    // The LF behind it ends the line.
    if (text_[at] == '\r' && text_.substr(at, 2) == "\r\n") continue;
    starts_.push_back(at + 1);
  }
  read_ += size;
  return true;
}

std::size_t LineIndex::line_of(std::size_t offset) {
  while (starts_.back() <= offset && read_more()) {
  }
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

bool LineIndex::has_line(std::size_t number) {
  while (starts_.size() <= number && read_more()) {
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

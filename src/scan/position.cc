#include "scan/position.h"

namespace gitward {
namespace {

// In the content. A byte order mark is part of the first line.
std::size_t line_start(const Reading& reading, LineIndex& lines,
                       std::size_t line) {
  if (line == 0) return 0;
  const std::size_t begin = lines.line(line).begin;
  return reading.original({begin, begin}).begin;
}

}  // namespace

Position position_in(const Reading& reading, LineIndex& lines, ByteRange part) {
  const ByteRange span = reading.original(part);
  const std::size_t first = lines.line_of(part.begin);
  const std::size_t last = lines.line_of(part.end - 1);
  return {first + 1, span.begin - line_start(reading, lines, first) + 1,
          last + 1, span.end - line_start(reading, lines, last) + 1};
}

}  // namespace gitward

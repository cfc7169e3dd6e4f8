// Where the lines of a text begin and end.
#pragma once

#include <cstddef>
#include <vector>

#include "base/bytes.h"

namespace gitward {

// LF, CRLF and a lone CR each end a line; what ends a line belongs to it, and
// a text that ends so has one more line, which is empty. Lines are counted
// from 0. Nothing is read before it is asked for, and no byte twice: any
// number of questions costs one pass over the text.
// Requires: the text outlives the index. Thread safety: none.
class LineIndex {
 public:
  explicit LineIndex(ByteView text);

  // The line that the byte at `offset` is on; of text.size(): the last line.
  std::size_t line_of(std::size_t offset);
  // The line's bytes without what ends it. Requires: the line exists.
  ByteRange line(std::size_t number);
  // From the beginning of the line of the first byte to the end of the line
  // of the last, without what ends it. Requires: range is not empty.
  ByteRange lines_around(ByteRange range);
  // Whether there is a line `number`.
  bool has_line(std::size_t number);

 private:
  bool read_more();

  ByteView text_;
  std::vector<std::size_t> starts_{0};  // Of the lines known so far.
  std::size_t read_ = 0;                // Bytes.
};

// The lines of the range (not empty) with so many lines before and behind, and
// without what ends the last of them; but not more than `before` bytes before
// the range and `after` bytes behind it. What LineIndex says, at the cost of
// the bytes around.
ByteRange lines_near(ByteView text, ByteRange range, std::size_t lines,
                     std::size_t before, std::size_t after);

}  // namespace gitward

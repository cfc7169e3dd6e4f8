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
  bool read_line();

  ByteView text_;
  std::vector<std::size_t> starts_{0};  // Of the lines known so far.
  std::size_t next_lf_;
  std::size_t next_cr_;
  bool complete_ = false;
};

}  // namespace gitward

// The bytes around a keyword that may be looked at, and what they are made of:
// blanks, quotes, words, tags.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/bytes.h"
#include "judge/key_value.h"

namespace gitward {

// How a quoted value ends: as it began.
struct OpenQuote {
  std::string_view end;
  ValueQuote kind = ValueQuote::kDouble;
};

// Invariant: no byte outside is read; one that is asked for is '\0', which
// nothing that is looked for has. skip_…(i) tell where they stop: at i, if
// there is nothing to skip.
class KeyWindow {
 public:
  // Within `visible`. Requires: the keyword lies within the text, and none of
  // it is before what is visible.
  KeyWindow(ByteView text, ByteRange keyword, ByteRange visible);

  ByteView text() const { return text_; }
  // True if nothing before this place may be looked at; it counts as asked for.
  bool stops_at(std::size_t i) {
    if (i > begin_) return false;
    if (hides_before_) cut_ = true;
    return true;
  }

  char at(std::size_t i) {
    if (i < end_) return text_[i];
    if (end_ < text_.size()) cut_ = true;
    return '\0';
  }
  // The byte before this place.
  char before(std::size_t i) { return stops_at(i) ? '\0' : text_[i - 1]; }
  // `what` in any case; itself it is in lower case.
  bool starts(std::size_t i, std::string_view what);
  bool ends_line(std::size_t i);
  // Whether what ends here may go on behind what may be looked at.
  bool may_go_on(std::size_t end);

  std::size_t skip_blanks(std::size_t i);
  // Blanks, and one end of a line; sets next_line if there was one.
  std::size_t skip_space(std::size_t i, bool& next_line);
  // Tags that only highlight.
  std::size_t skip_markup(std::size_t i);
  std::size_t skip_word(std::size_t i);
  // The quotes that begin a value, or nothing before an empty one.
  std::size_t skip_quote(std::size_t i, OpenQuote& quote);
  // The quotes that are escaped or entities.
  std::size_t skip_escaped_quote(std::size_t i);

  // Some byte was asked for that is not visible, and would have been looked at.
  bool cut() const { return cut_; }

 private:
  const ByteView text_;
  const std::size_t begin_;
  const std::size_t end_;
  const bool hides_before_;
  bool cut_ = false;
};

}  // namespace gitward

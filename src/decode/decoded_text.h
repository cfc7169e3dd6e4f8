// A text that was decoded, and where each of its bytes comes from.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace gitward {

// Built from left to right. Sources are offsets in the text that was decoded.
class DecodedText {
 public:
  // Bytes that mean themselves. Requires: the range is in the source.
  void add_verbatim(ByteView source, ByteRange range);
  // What these bytes of the source stand for, as a whole. It may be nothing.
  void add_whole(ByteRange range, ByteView meaning);
  // What digits of so many bits (4 or 6) mean: `pieces` are where they stand,
  // without what is between them. Digits that make no whole byte mean nothing.
  // Requires: they are digits, and no others were added.
  void add_digits(ByteView source, const std::vector<ByteRange>& pieces,
                  unsigned bits);

  ByteView text() const { return text_; }
  // What was decoded, without what means itself on either side.
  ByteRange decoded() const { return decoded_; }

  // The bytes of the source that hold this part of the text.
  // Requires: the range is not empty and in the text.
  ByteRange original(ByteRange of_text) const;
  // Whether some of it does not mean itself.
  bool holds_decoded(ByteRange of_text) const;

 private:
  enum class Kind { kVerbatim, kWhole, kDigits };
  struct Segment {
    Kind kind = Kind::kVerbatim;
    std::size_t text = 0;  // Where it begins.
    ByteRange source;
  };
  struct Piece {
    std::size_t digit = 0;  // The number of its first.
    std::size_t source = 0;
  };

  void begin_decoded();
  const Segment& segment_at(std::size_t offset) const;
  std::size_t place_of_digit(std::size_t digit) const;

  std::string text_;
  std::vector<Segment> segments_;
  std::vector<Piece> pieces_;
  unsigned bits_ = 0;
  ByteRange decoded_;
  bool has_decoded_ = false;
};

}  // namespace gitward

#include "decode/decoded_text.h"

#include <algorithm>
#include <iterator>

#include "decode/coding.h"

namespace gitward {

void DecodedText::begin_decoded() {
  if (has_decoded_) return;
  has_decoded_ = true;
  decoded_ = {text_.size(), text_.size()};
}

void DecodedText::add_verbatim(ByteView source, ByteRange range) {
  if (range.empty()) return;
  const bool continues = !segments_.empty() &&
                         segments_.back().kind == Kind::kVerbatim &&
                         segments_.back().source.end == range.begin;
  if (continues) {
    segments_.back().source.end = range.end;
  } else {
    segments_.push_back({Kind::kVerbatim, text_.size(), range});
  }
  text_ += range.of(source);
}

void DecodedText::add_whole(ByteRange range, ByteView meaning) {
  begin_decoded();
  segments_.push_back({Kind::kWhole, text_.size(), range});
  text_ += meaning;
  decoded_.end = text_.size();
}

void DecodedText::add_digits(ByteView source,
                             const std::vector<ByteRange>& pieces,
                             unsigned bits) {
  begin_decoded();
  bits_ = bits;
  segments_.push_back(
      {Kind::kDigits, text_.size(), {pieces.front().begin, pieces.back().end}});
  const auto& digits = bits == 6 ? kBase64Digits : kHexDigits;
  std::size_t count = 0;
  for (const ByteRange& piece : pieces) {
    pieces_.push_back({count, piece.begin});
    count += piece.size();
  }
  text_.reserve(text_.size() + count * bits / 8 + 1);
  std::uint32_t gathered = 0;
  unsigned known = 0;
  for (const ByteRange& piece : pieces) {
    for (const char c : piece.of(source)) {
      gathered = gathered << bits |
                 static_cast<std::uint32_t>(digits[byte_of(c)] & 0x3f);
      known += bits;
      if (known < 8) continue;
      known -= 8;
      text_ += static_cast<char>(gathered >> known & 0xffU);
    }
  }
  decoded_.end = text_.size();
}

const DecodedText::Segment& DecodedText::segment_at(std::size_t offset) const {
  const auto after = std::upper_bound(
      segments_.begin(), segments_.end(), offset,
      [](std::size_t at, const auto& s) { return at < s.text; });
  return *std::prev(after);
}

std::size_t DecodedText::place_of_digit(std::size_t digit) const {
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), digit,
      [](std::size_t at, const Piece& piece) { return at < piece.digit; });
  const Piece& piece = *std::prev(after);
  return piece.source + (digit - piece.digit);
}

ByteRange DecodedText::original(ByteRange of_text) const {
  ByteRange range;
  const Segment& first = segment_at(of_text.begin);
  const std::size_t in_first = of_text.begin - first.text;
  switch (first.kind) {
    case Kind::kVerbatim:
      range.begin = first.source.begin + in_first;
      break;
    case Kind::kWhole:
      range.begin = first.source.begin;
      break;
    case Kind::kDigits:
      range.begin = place_of_digit(in_first * 8 / bits_);
      break;
  }
  const Segment& last = segment_at(of_text.end - 1);
  const std::size_t in_last = of_text.end - 1 - last.text;
  switch (last.kind) {
    case Kind::kVerbatim:
      range.end = last.source.begin + in_last + 1;
      break;
    case Kind::kWhole:
      range.end = last.source.end;
      break;
    case Kind::kDigits:
      range.end = place_of_digit((in_last * 8 + 7) / bits_) + 1;
      break;
  }
  return range;
}

bool DecodedText::holds_decoded(ByteRange of_text) const {
  if (of_text.empty()) return false;
  // One that means nothing may stand right before the range.
  const Segment* segment = &segment_at(of_text.begin);
  const Segment* const end = segments_.data() + segments_.size();
  for (; segment != end && segment->text < of_text.end; ++segment) {
    if (segment->kind != Kind::kVerbatim) return true;
  }
  return false;
}

}  // namespace gitward

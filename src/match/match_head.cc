#include "match/match_head.h"

#include <algorithm>
#include <bit>

namespace gitward {

MatchHead::MatchHead(const std::vector<Part>& parts) {
  for (const Part& part : parts) {
    const std::size_t count = std::min(part.count, kMaxSize - size_);
    if (count == 0) break;
    const std::uint64_t ones = ~std::uint64_t{0} >> (kMaxSize - count) << size_;
    for (std::size_t byte = 0; byte < places_.size(); ++byte) {
      if (part.bytes[byte]) places_[byte] |= ones;
    }
    size_ += count;
  }
}

bool MatchHead::fits(ByteView text, std::size_t at) const noexcept {
  return text.size() - at >= size_ && may_fit(text, at);
}

bool MatchHead::may_fit(ByteView text, std::size_t at) const noexcept {
  const std::size_t count = std::min(size_, text.size() - at);
  for (std::size_t i = 0; i < count; ++i) {
    if ((places_[byte_of(text[at + i])] >> i & 1U) == 0) return false;
  }
  return true;
}

// Backwards from the last place, as Boyer and Moore do: a byte that can't
// stand where it is moves the beginning to the next one at which it can.
// Where all places have the same bytes, most of the text is never looked at.
std::size_t MatchHead::find(ByteView text, std::size_t from) const noexcept {
  if (size_ == 0) return from;
  std::size_t at = from;
  while (text.size() - at >= size_) {
    std::size_t place = size_;
    while (place > 0 &&
           (places_[byte_of(text[at + place - 1])] >> (place - 1) & 1U) != 0) {
      --place;
    }
    if (place == 0) return at;
    --place;
    const std::uint64_t before =
        places_[byte_of(text[at + place])] & ((std::uint64_t{1} << place) - 1);
    at += place + 1 - static_cast<std::size_t>(std::bit_width(before));
  }
  return ByteView::npos;
}

}  // namespace gitward

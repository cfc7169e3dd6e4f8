// Views of raw bytes. Scanned content has no known encoding, so a ByteView is
// never assumed to be text, to be valid UTF-8 or to end in a newline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gitward {

using ByteView = std::string_view;

// A half-open range of byte offsets. Invariant: begin <= end.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool contains(ByteRange other) const {
    return begin <= other.begin && other.end <= end;
  }
  bool overlaps(ByteRange other) const {
    return begin < other.end && other.begin < end;
  }
  ByteView of(ByteView text) const { return text.substr(begin, size()); }

  friend bool operator==(const ByteRange&, const ByteRange&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): the check misreads a default <=>.
  friend auto operator<=>(const ByteRange&, const ByteRange&) = default;
};

// The value of a char as 0..255, whatever the signedness of char.
constexpr std::uint8_t byte_of(char c) {
  return static_cast<std::uint8_t>(c);
}

}  // namespace gitward

#include "decode/digit_meaning.h"

#include <algorithm>

#include "base/text.h"
#include "decode/coding.h"

namespace gitward {
namespace {

bool is_text_byte(unsigned byte) {
  return (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);
}

// What a group of four digits can be part of: text of one byte a character,
// or of two (UTF-16), with its zeros at both ends of the group or inside.
enum class Group { kOther, kNarrow, kZeroEnds, kZeroInside };

Group group_at(ByteView text, std::size_t at) {
  const auto digit = [&](std::size_t i) {
    return static_cast<unsigned>(base64_digit(text[at + i]));
  };
  const unsigned first = digit(0) << 2U | digit(1) >> 4U;
  if (first >= 0x7f) return Group::kOther;
  const unsigned second = (digit(1) << 4U | digit(2) >> 2U) & 0xffU;
  const unsigned third = (digit(2) << 6U | digit(3)) & 0xffU;
  if (is_text_byte(second)) {
    if (is_text_byte(first) && is_text_byte(third)) return Group::kNarrow;
    if (first == 0 && third == 0) return Group::kZeroEnds;
  } else if (second == 0 && is_text_byte(first) && is_text_byte(third)) {
    return Group::kZeroInside;
  }
  return Group::kOther;
}

// Whether the second may stand behind the first.
bool go_together(Group first, Group second) {
  switch (first) {
    case Group::kOther:
      return false;
    case Group::kNarrow:
      return second == Group::kNarrow;
    case Group::kZeroEnds:
      return second == Group::kZeroInside;
    case Group::kZeroInside:
      return second == Group::kZeroEnds;
  }
  return false;
}

}  // namespace

// Looks at the last group of a row first: most are none, and then no row holds
// it.
std::optional<std::size_t> base64_text_in(ByteView text, ByteRange stretch) {
  constexpr std::size_t kBack = kTextDigits - 4;
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::size_t first = stretch.begin + shift;
    while (first + kTextDigits <= stretch.end) {
      std::size_t at = first + kBack;
      Group group = group_at(text, at);
      if (group == Group::kOther) {
        first = at + 4;
        continue;
      }
      while (at > first) {
        const Group before = group_at(text, at - 4);
        if (!go_together(before, group)) break;
        group = before;
        at -= 4;
      }
      if (at == first) return first;
      first = at;
    }
  }
  return std::nullopt;
}

bool begins_compressed(ByteView digits) {
  if (digits.starts_with("H4sI")) return true;
  if (digits.size() < 3 || digits[0] != 'e') return false;
  const char a = digits[1];
  const char b = digits[2];
  return (a == 'J' && b >= 'w' && b <= 'z') ||
         (a == 'N' && b >= 'o' && b <= 'r') ||
         (a == 'A' && b >= 'E' && b <= 'H') ||
         (a == 'F' && b >= '4' && b <= '7');
}

std::optional<ByteRange> hex_text_in(ByteView text, ByteRange range) {
  for (std::size_t shift = 0; shift < 2; ++shift) {
    std::size_t in_a_row = 0;
    for (std::size_t i = range.begin + shift; i + 2 <= range.end; i += 2) {
      const unsigned byte = static_cast<unsigned>(hex_digit(text[i])) << 4U |
                            static_cast<unsigned>(hex_digit(text[i + 1]));
      in_a_row = is_text_byte(byte) ? in_a_row + 2 : 0;
      if (in_a_row >= kTextHexDigits) {
        return ByteRange{range.begin + shift, range.end};
      }
    }
  }
  return std::nullopt;
}

bool is_plain_text(ByteView bytes) {
  return std::none_of(bytes.begin(), bytes.end(),
                      [](char c) {
                        const auto byte = byte_of(c);
                        return byte == 0x7f ||
                               (byte < 0x20 && !is_text_byte(byte));
                      }) &&
         is_valid_utf8(bytes);
}

}  // namespace gitward

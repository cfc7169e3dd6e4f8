#include "decode/digit_stretch.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "decode/coding.h"

namespace gitward {
namespace {

// Signs that can stand between two stretches, and letters that can behind a
// backslash.
enum class Sign : std::uint8_t { kNone, kJoint, kLetter, kPlus };
using SignTable = std::array<Sign, 256>;

constexpr SignTable sign_table() {
  SignTable table{};
  for (const char c : std::string_view(" \t\n\r\"',\\.&")) {
    table[byte_of(c)] = Sign::kJoint;
  }
  for (const char c : std::string_view("nrt")) {
    table[byte_of(c)] = Sign::kLetter;
  }
  table[byte_of('+')] = Sign::kPlus;
  return table;
}
constexpr SignTable kSigns = sign_table();

// A plus between two strings is no digit.
bool is_lone_plus(ByteView text, std::size_t at) {
  return text[at] == '+' && (at == 0 || !is_base64_digit(text[at - 1])) &&
         (at + 1 == text.size() || !is_base64_digit(text[at + 1]));
}

// Whether what is between two stretches ends a line, or would if it were
// written.
bool ends_line(ByteView text, ByteRange joint) {
  const ByteView between = joint.of(text);
  if (between.find('\n') != ByteView::npos) return true;
  return between.find("\\n") != ByteView::npos;
}

bool may_continue(ByteView text, ByteRange piece) {
  return piece.size() >= kShortestLine &&
         (piece.end == text.size() || text[piece.end] != '=');
}

}  // namespace

bool is_escaped_letter(ByteView text, std::size_t at) {
  const char c = text[at];
  return at > 0 && text[at - 1] == '\\' && (c == 'n' || c == 'r' || c == 't');
}

ByteRange stretch_at(ByteView text, std::size_t at) {
  ByteRange range{at, at};
  while (range.begin > 0 && is_base64_digit(text[range.begin - 1]))
    --range.begin;
  while (range.end < text.size() && is_base64_digit(text[range.end]))
    ++range.end;
  if (!range.empty() && is_escaped_letter(text, range.begin)) ++range.begin;
  return range;
}

bool is_in_joint(ByteView text, std::size_t at) {
  switch (kSigns[byte_of(text[at])]) {
    case Sign::kNone:
      return false;
    case Sign::kJoint:
      return true;
    case Sign::kLetter:
      return is_escaped_letter(text, at);
    case Sign::kPlus:
      return is_lone_plus(text, at);
  }
  return false;
}

std::optional<ByteRange> piece_behind(ByteView text, ByteRange piece) {
  if (!may_continue(text, piece)) return std::nullopt;
  std::size_t at = piece.end;
  const std::size_t limit = at + std::min(kLongestJoint, text.size() - at);
  while (at < limit && is_in_joint(text, at)) ++at;
  if (at == limit || !is_base64_digit(text[at])) return std::nullopt;
  if (!ends_line(text, {piece.end, at})) return std::nullopt;
  const ByteRange next = stretch_at(text, at);
  if (next.begin != at || next.empty()) return std::nullopt;
  return next;
}

std::optional<ByteRange> piece_before(ByteView text, ByteRange piece) {
  std::size_t at = piece.begin;
  const std::size_t limit = at > kLongestJoint ? at - kLongestJoint : 0;
  while (at > limit && is_in_joint(text, at - 1)) --at;
  if (at == limit || at == piece.begin || !is_base64_digit(text[at - 1])) {
    return std::nullopt;
  }
  const ByteRange before = stretch_at(text, at - 1);
  if (before.empty()) return std::nullopt;
  const auto behind = piece_behind(text, before);
  if (!behind || behind->begin != piece.begin) return std::nullopt;
  return before;
}

}  // namespace gitward

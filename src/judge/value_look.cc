#include "judge/value_look.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "judge/characters.h"

namespace gitward {
namespace {

enum Kinds : unsigned {
  kDigits = 1,
  kLowerHex = 2,
  kUpperHex = 4,
  kOtherLowers = 8,
  kOtherUppers = 16,
  kUnderscores = 32,
  kDashes = 64,
  kDots = 128,
  kOfBase64 = 256,
  kOthers = 512,
  kLowers = kLowerHex | kOtherLowers,
  kUppers = kUpperHex | kOtherUppers,
  kAlnums = kDigits | kLowers | kUppers,
};

constexpr unsigned kind_of(char c) {
  if (is_digit(c)) return kDigits;
  if (is_lower(c)) return is_hex(c) ? kLowerHex : kOtherLowers;
  if (is_upper(c)) return is_hex(c) ? kUpperHex : kOtherUppers;
  switch (c) {
    case '_':
      return kUnderscores;
    case '-':
      return kDashes;
    case '.':
      return kDots;
    case '+':
    case '/':
    case '=':
      return kOfBase64;
    default:
      return kOthers;
  }
}

constexpr auto kKinds = [] {
  std::array<std::uint16_t, 256> kinds{};
  for (std::size_t byte = 0; byte < kinds.size(); ++byte) {
    kinds[byte] = static_cast<std::uint16_t>(kind_of(static_cast<char>(byte)));
  }
  return kinds;
}();

template <typename Is>
bool all_of(ByteView text, Is is) {
  return std::all_of(text.begin(), text.end(), is);
}

}  // namespace

Look look_of(ByteView v, unsigned made_of) {
  const auto pattern = [&](std::string_view shape) {
    if (v.size() < shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const bool fits = shape[i] == 'h'   ? is_hex(v[i])
                        : shape[i] == 'd' ? is_digit(v[i])
                                          : v[i] == shape[i];
      if (!fits) return false;
    }
    return true;
  };
  if (pattern("hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh")) return kUuid;
  if (pattern("dddd-dd-dd")) return kDate;
  if (v.find("://") != ByteView::npos) return kUrl;
  if (v.ends_with("EXAMPLE") || v.ends_with("EXAMPLEKEY") ||
      v.starts_with("EXAMPLE")) {
    return kDocumented;
  }
  if (all_of(v, [](char c) {
        return is_digit(c) || c == '.' || c == ',' || c == '-' || c == ':';
      })) {
    return v.find('.') != ByteView::npos ? kVersion : kNumber;
  }
  const std::size_t point = v.find('@');
  if (point != ByteView::npos && point > 0 &&
      v.find('.', point) != ByteView::npos && v.find(' ') == ByteView::npos) {
    return kEmail;
  }
  if (v.front() == '/' || v.front() == '~' || v.substr(0, 2) == "./" ||
      v.substr(0, 3) == "../" ||
      (v.size() > 2 && v[1] == ':' && v[2] == '\\')) {
    return kPath;
  }
  const bool hex = (made_of & ~(kDigits | kLowerHex | kUpperHex)) == 0;
  if (hex && v.front() != '0' &&
      (v.size() == 32 || v.size() == 40 || v.size() == 64 || v.size() == 128)) {
    return kHash;
  }
  const std::size_t slash = v.find('/');
  const std::size_t dot = v.rfind('.');
  if (dot != ByteView::npos && dot > 0 && v.size() - dot <= 5 &&
      v.size() - dot >= 2 &&
      all_of(v.substr(dot + 1), [](char c) { return is_alpha(c); })) {
    return slash == ByteView::npos ? kFileName : kPath;
  }
  if (v.front() == '#' && v.size() == 7) return kColor;
  return kPlain;
}

unsigned kinds_in(ByteView text) {
  unsigned kinds = 0;
  for (const char c : text) kinds |= kKinds[byte_of(c)];
  return kinds;
}

int alphabet_of(unsigned made_of) {
  const auto only = [&](unsigned kinds) { return (made_of & ~kinds) == 0; };
  if (only(kDigits)) return 1;
  if (only(kDigits | kLowerHex)) return 2;
  if (only(kDigits | kUpperHex)) return 3;
  if (only(kLowers)) return 4;
  if (only(kUppers)) return 5;
  if (only(kLowers | kUppers)) return 6;
  if (only(kAlnums)) return 7;
  if (only(kAlnums | kOfBase64)) return 8;
  if (only(kAlnums | kUnderscores | kDashes)) return 9;
  return only(kAlnums | kUnderscores | kDashes | kDots) ? 11 : 10;
}

int identifier_of(ByteView v, unsigned made_of) {
  if (!is_alpha(v.front()) && v.front() != '_') return 0;
  const auto only = [&](unsigned kinds) { return (made_of & ~kinds) == 0; };
  if (only(kAlnums)) return 1;
  if (only(kAlnums | kUnderscores)) return 2;
  if (only(kAlnums | kUnderscores | kDashes)) return 3;
  if (only(kAlnums | kUnderscores | kDashes | kDots)) return 4;
  if (v.find('(') != ByteView::npos) return 5;
  const bool is_member =
      v.find("->") != ByteView::npos || v.find("::") != ByteView::npos;
  return is_member ? 6 : 0;
}

}  // namespace gitward

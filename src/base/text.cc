#include "base/text.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/hex.h"

namespace gitward {
namespace {

// One decoded character: its code point and its length in bytes. A length of
// 0 says that the bytes are not UTF-8 (RFC 3629: no surrogates, no overlong
// forms, nothing above U+10FFFF).
struct Decoded {
  char32_t code = 0;
  std::size_t length = 0;
};

Decoded decode_utf8(ByteView bytes) {
  const std::uint8_t first = byte_of(bytes[0]);
  if (first < 0x80) return {first, 1};
  std::size_t length = 0;
  char32_t code = 0;
  char32_t smallest = 0;
  if (first >= 0xc2 && first <= 0xdf) {
    length = 2, code = first & 0x1fU, smallest = 0x80;
  } else if (first >= 0xe0 && first <= 0xef) {
    length = 3, code = first & 0x0fU, smallest = 0x800;
  } else if (first >= 0xf0 && first <= 0xf4) {
    length = 4, code = first & 0x07U, smallest = 0x10000;
  } else {
    return {};
  }
  if (bytes.size() < length) return {};
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint8_t next = byte_of(bytes[i]);
    if ((next & 0xc0U) != 0x80U) return {};
    code = code << 6 | (next & 0x3fU);
  }
  if (code < smallest || code > 0x10ffff) return {};
  if (code >= 0xd800 && code <= 0xdfff) return {};
  return {code, length};
}

// Characters that change how their neighbours are shown, or can't be seen.
bool is_deceptive(char32_t code) {
  return (code >= 0x80 && code < 0xa0) || code == 0xad || code == 0x61c ||
         (code >= 0x200b && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
         (code >= 0xe0000 && code <= 0xe007f);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1,
                         diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_valid_utf8(ByteView bytes) {
  while (!bytes.empty()) {
    const std::size_t length = decode_utf8(bytes).length;
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string visible(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const Decoded decoded = decode_utf8(bytes);
    const std::size_t length = std::max<std::size_t>(decoded.length, 1);
    if (bytes[0] == '\n' || bytes[0] == '\r' || bytes[0] == '\t') {
      text += bytes[0] == '\n' ? "\\n" : bytes[0] == '\r' ? "\\r" : "\\t";
    } else if (decoded.length == 0 || decoded.code < 0x20 ||
               decoded.code == 0x7f) {
      text += fmt::format("\\x{:02x}", byte_of(bytes[0]));
    } else if (is_deceptive(decoded.code)) {
      text +=
          fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(decoded.code));
    } else {
      text += bytes.substr(0, length);
    }
    bytes.remove_prefix(length);
  }
  return text;
}

std::string percent_encode(ByteView bytes, std::string_view also) {
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    const std::uint8_t byte = byte_of(c);
    if (byte < 0x20 || byte >= 0x7f || c == '%' ||
        also.find(c) != std::string_view::npos) {
      text += fmt::format("%{:02X}", byte);
    } else {
      text += c;
    }
  }
  return text;
}

std::string percent_decode(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint8_t byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        parse_hex(text.substr(i + 1, 2), {&byte, 1})) {
      bytes += static_cast<char>(byte);
      i += 2;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

std::string shell_quote(std::string_view word) {
  const bool plain =
      !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return is_alnum(c) ||
               std::string_view("_-./=:,@%+").find(c) != std::string_view::npos;
      });
  if (plain) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string to_lower_ascii(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), lower_ascii);
  return lower;
}

std::string_view trim_ascii(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(
             prefix.begin(), prefix.end(), text.begin(),
             [](char a, char b) { return lower_ascii(a) == lower_ascii(b); });
}

std::string_view nearest(std::string_view word,
                         const std::vector<std::string_view>& known) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(word.size() / 3, 2) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance =
        edit_distance(to_lower_ascii(word), to_lower_ascii(candidate));
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string count_of(std::uint64_t count, std::string_view singular,
                     std::string_view plural) {
  if (count == 1) return fmt::format("1 {}", singular);
  if (plural.empty()) return fmt::format("{} {}s", grouped(count), singular);
  return fmt::format("{} {}", grouped(count), plural);
}

}  // namespace gitward

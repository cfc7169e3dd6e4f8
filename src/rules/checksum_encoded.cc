#include "rules/checksum_encoded.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/text.h"
#include "rules/checksum_digest.h"

namespace gitward {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

// The bits of a text in a base that is a power of two, first one first.
class Bits {
 public:
  // False: a character is not of the alphabet.
  bool append(ByteView text, std::string_view alphabet, unsigned width) {
    for (const char c : text) {
      const std::size_t digit = alphabet.find(c);
      if (digit == std::string_view::npos) return false;
      append(digit, width);
    }
    return true;
  }
  void append(std::size_t value, unsigned width) {
    while (width > 0) bits_.push_back((value >> --width & 1U) != 0);
  }
  std::size_t size() const { return bits_.size(); }
  void resize(std::size_t size) { bits_.resize(size, false); }

  // Requires: a whole number of bytes.
  std::string bytes() const {
    std::string text;
    for (std::size_t at = 0; at + 8 <= bits_.size(); at += 8) {
      text += static_cast<char>(static_cast<std::uint8_t>(number(at, 8)));
    }
    return text;
  }
  // The rest from bit `from` on, written in `alphabet`; zero bits fill up.
  std::string text(std::size_t from, std::string_view alphabet,
                   unsigned width) {
    resize(from + (bits_.size() - from + width - 1) / width * width);
    std::string written;
    for (std::size_t at = from; at < bits_.size(); at += width) {
      written += alphabet[number(at, width)];
    }
    return written;
  }

 private:
  std::size_t number(std::size_t at, unsigned width) const {
    std::size_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
      value = value << 1 | (bits_[at + i] ? 1U : 0U);
    }
    return value;
  }

  std::vector<bool> bits_;
};

std::uint32_t bech32_step(std::uint32_t sum, std::uint32_t value) {
  constexpr std::array<std::uint32_t, 5> kGenerator = {
      0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  const std::uint32_t top = sum >> 25;
  sum = (sum & 0x1ffffffU) << 5 ^ value;
  for (std::size_t i = 0; i < kGenerator.size(); ++i) {
    if ((top >> i & 1U) != 0) sum ^= kGenerator[i];
  }
  return sum;
}

// Seeds are eight characters, read as one big-endian number.
std::uint64_t seed_of(std::string_view text) {
  std::uint64_t seed = 0;
  for (const char c : text) seed = seed << 8 | byte_of(c);
  return seed;
}

}  // namespace

std::optional<std::string> bech32_check(ByteView before) {
  const std::string lower = to_lower_ascii(before);
  const std::size_t one = lower.rfind('1');
  if (one == std::string::npos || one == 0) return {};
  std::uint32_t sum = 1;
  const ByteView human = ByteView(lower).substr(0, one);
  for (const char c : human) sum = bech32_step(sum, byte_of(c) >> 5U);
  sum = bech32_step(sum, 0);
  for (const char c : human) sum = bech32_step(sum, byte_of(c) & 0x1fU);
  for (const char c : ByteView(lower).substr(one + 1)) {
    const std::size_t digit = kBech32.find(c);
    if (digit == std::string_view::npos) return {};
    sum = bech32_step(sum, static_cast<std::uint32_t>(digit));
  }
  for (int i = 0; i < 6; ++i) sum = bech32_step(sum, 0);
  sum ^= 1;
  std::string check;
  for (int shift = 25; shift >= 0; shift -= 5) {
    check += kBech32[sum >> shift & 0x1fU];
  }
  if (before != lower) {
    for (char& c : check) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
  }
  return check;
}

std::optional<std::string> crc16_check(ByteView before, Crc16Form form,
                                       std::optional<char> first) {
  Bits bits;
  if (!bits.append(before, kBase32, 5)) return {};
  const std::size_t begin = bits.size();
  const std::size_t data = form.data * 8;
  if (begin >= data || begin + 5 <= data) return {};
  if (first && !bits.append(ByteView(&*first, 1), kBase32, 5)) return {};
  bits.resize(data);
  const std::uint16_t crc = crc16_xmodem(bits.bytes());
  bits.append(crc & 0xffU, 8);
  bits.append(crc >> 8U, 8);
  return bits.text(begin, kBase32, 5);
}

std::optional<std::string> azure_check(ByteView before, std::string_view seed,
                                       bool url) {
  const std::string_view alphabet = url ? kBase64Url : kBase64;
  Bits bits;
  if (!bits.append(before, alphabet, 6)) return {};
  const std::size_t begin = bits.size();
  bits.resize((begin + 7) / 8 * 8);
  const std::uint32_t sum = marvin32(bits.bytes(), seed_of(seed));
  for (unsigned shift = 0; shift < 32; shift += 8) {
    bits.append(sum >> shift & 0xffU, 8);
  }
  return bits.text(begin, alphabet, 6);
}

std::optional<std::string> azure_annotated_check(ByteView before, bool older) {
  constexpr std::size_t kBefore = 80;
  constexpr std::size_t kCheck = 4;
  Bits bits;
  if (before.size() != kBefore || !bits.append(before, kBase64, 6)) return {};
  const std::uint32_t sum = marvin32(bits.bytes(), seed_of("Default0"));
  std::uint32_t value = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    value = value << 8 | (sum >> shift & 0xffU);
  }
  if (older) {
    const std::size_t begin = bits.size();
    bits.append(value >> 8, 24);
    return bits.text(begin, kBase64, 6);
  }
  // Without leading zeros, so the check is of the number's first digits.
  std::string digits;
  for (; value > 0; value /= 62) digits += kBase62[value % 62];
  std::reverse(digits.begin(), digits.end());
  digits.resize(6, '0');
  return digits.substr(0, kCheck);
}

std::optional<std::string> azure_entra_check(ByteView before) {
  constexpr std::size_t kBefore = 37;
  constexpr std::string_view kBase66 =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";
  if (before.size() != kBefore) return {};
  std::uint32_t sum = marvin32(before, seed_of("AadPwd00"));
  std::string digits(6, kBase66[0]);
  for (std::size_t i = digits.size(); i > 0; --i) {
    digits[i - 1] = kBase66[sum % kBase66.size()];
    sum /= static_cast<std::uint32_t>(kBase66.size());
  }
  return digits.substr(0, 3);
}

}  // namespace gitward

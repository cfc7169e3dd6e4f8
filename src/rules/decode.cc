#include "rules/decode.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/hex.h"
#include "decode/coding.h"
#include "decode/escapes.h"

namespace gitward {
namespace {

constexpr DigitTable kBase32Upper =
    digit_table("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
constexpr DigitTable kBase32Lower =
    digit_table("abcdefghijklmnopqrstuvwxyz234567");
constexpr DigitTable kBase58 =
    digit_table("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
constexpr DigitTable kBase62 = digit_table(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

char low_byte(std::uint32_t value) {
  return static_cast<char>(static_cast<std::uint8_t>(value & 0xffU));
}

std::optional<std::uint32_t> value_of(char c, const DigitTable& digits) {
  const std::int8_t digit = digits[byte_of(c)];
  if (digit < 0) return {};
  return static_cast<std::uint8_t>(digit);
}

std::optional<std::string> decode_bits(ByteView text, const DigitTable& digits,
                                       unsigned width) {
  std::string bytes;
  bytes.reserve(text.size() * width / 8);
  std::uint32_t value = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto digit = value_of(c, digits);
    if (!digit) return {};
    value = value << width | *digit;
    bits += width;
    if (bits < 8) continue;
    bits -= 8;
    bytes += low_byte(value >> bits);
    value &= (1U << bits) - 1;
  }
  if (bits >= width || value != 0) return {};
  return bytes;
}

// Digits of some base as a big-endian number, without leading zeros.
std::optional<std::string> decode_number(ByteView text,
                                         const DigitTable& digits,
                                         std::uint32_t base) {
  std::string number;  // The lowest byte first, until the end.
  for (const char c : text) {
    const auto digit = value_of(c, digits);
    if (!digit) return {};
    std::uint32_t carry = *digit;
    for (char& byte : number) {
      carry += base * byte_of(byte);
      byte = low_byte(carry);
      carry >>= 8;
    }
    for (; carry != 0; carry >>= 8) number += low_byte(carry);
  }
  std::reverse(number.begin(), number.end());
  return number;
}

}  // namespace

std::optional<std::string> decode_base64(ByteView text) {
  std::size_t padding = 0;
  while (padding < 2 && !text.empty() && text.back() == '=') {
    text.remove_suffix(1);
    ++padding;
  }
  if (padding != 0 && (text.size() + padding) % 4 != 0) return {};
  return decode_bits(text, kBase64Digits, 6);
}

std::optional<std::string> decode_base32(ByteView text) {
  auto bytes = decode_bits(text, kBase32Upper, 5);
  return bytes ? bytes : decode_bits(text, kBase32Lower, 5);
}

std::optional<std::string> decode_hex(ByteView text) {
  if (text.size() % 2 != 0) return {};
  std::string bytes(text.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::array<std::uint8_t, 1> byte{};
    if (!parse_hex(text.substr(2 * i, 2), byte)) return {};
    bytes[i] = low_byte(byte[0]);
  }
  return bytes;
}

std::optional<std::string> decode_base58(ByteView text) {
  if (text.size() > kMostBase58) return {};
  const std::size_t zeros = std::min(text.find_first_not_of('1'), text.size());
  auto number = decode_number(text.substr(zeros), kBase58, 58);
  if (number) number->insert(0, zeros, '\0');
  return number;
}

std::optional<std::string> decode_base62(ByteView text, std::size_t size) {
  if (text.size() > kMostBase58) return {};
  auto number = decode_number(text, kBase62, 62);
  if (!number || number->size() > size) return {};
  number->insert(0, size - number->size(), '\0');
  return number;
}

std::string decode_percent(ByteView text) {
  return std::string(
      decode_escapes(text, {Coding::kPercent, {0, text.size()}}).text());
}

}  // namespace gitward

#include "decode/coding.h"

namespace gitward {
namespace {

constexpr std::size_t index_of(char c) {
  return static_cast<unsigned char>(c);
}

constexpr std::array<std::int8_t, 256> base64_digits() {
  std::array<std::int8_t, 256> digits{};
  for (std::int8_t& digit : digits) digit = -1;
  for (std::int8_t i = 0; i < 26; ++i) {
    digits[index_of('A') + static_cast<std::size_t>(i)] = i;
    digits[index_of('a') + static_cast<std::size_t>(i)] =
        static_cast<std::int8_t>(26 + i);
  }
  for (std::int8_t i = 0; i < 10; ++i) {
    digits[index_of('0') + static_cast<std::size_t>(i)] =
        static_cast<std::int8_t>(52 + i);
  }
  digits[index_of('+')] = digits[index_of('-')] = 62;
  digits[index_of('/')] = digits[index_of('_')] = 63;
  return digits;
}

constexpr std::array<std::int8_t, 256> hex_digits() {
  std::array<std::int8_t, 256> digits{};
  for (std::int8_t& digit : digits) digit = -1;
  for (std::int8_t i = 0; i < 10; ++i) {
    digits[index_of('0') + static_cast<std::size_t>(i)] = i;
  }
  for (std::int8_t i = 0; i < 6; ++i) {
    const auto digit = static_cast<std::int8_t>(10 + i);
    digits[index_of('a') + static_cast<std::size_t>(i)] = digit;
    digits[index_of('A') + static_cast<std::size_t>(i)] = digit;
  }
  return digits;
}

}  // namespace

const std::array<std::int8_t, 256> kBase64Digits = base64_digits();
const std::array<std::int8_t, 256> kHexDigits = hex_digits();

std::string_view name_of(Coding coding) {
  switch (coding) {
    case Coding::kBase64:
      return "base64";
    case Coding::kHex:
      return "hex";
    case Coding::kPercent:
      return "percent";
    case Coding::kEscape:
      return "escape";
    case Coding::kHtml:
      return "html";
    case Coding::kQuotedPrintable:
      return "quoted-printable";
    case Coding::kGzip:
      return "gzip";
    case Coding::kZlib:
      return "zlib";
    case Coding::kUtf16:
      return "utf-16";
  }
  return "";
}

}  // namespace gitward

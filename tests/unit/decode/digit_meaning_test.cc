#include "decode/digit_meaning.h"

#include "support/catch.h"

using namespace gitward;

TEST_CASE("plain text is UTF-8 without control characters") {
  CHECK(is_plain_text("a\tb\r\n\xc3\xa9"));
  CHECK_FALSE(is_plain_text(std::string_view("a\0b", 3)));
  CHECK_FALSE(is_plain_text("\xff"));
  CHECK_FALSE(is_plain_text("\x1b[1m"));
}

TEST_CASE("digits mean text wherever their groups begin") {
  // "abcdefghijklmnopqr" in base64, behind up to three digits more.
  const std::string digits = "YWJjZGVmZ2hpamtsbW5vcHFy";
  for (std::size_t shift = 0; shift < 4; ++shift) {
    const std::string text = std::string(shift, 'z') + digits;
    CHECK(base64_text_in(text, {0, text.size()}) == shift);
    CHECK_FALSE(base64_text_in(text, {shift + 1, text.size()}));
  }
  const std::string hex = "6162636465666768696a6b6c6d6e6f70";
  CHECK(hex_text_in("f" + hex, {0, 33}) == ByteRange{1, 33});
  CHECK_FALSE(hex_text_in(hex, {0, 30}));
}

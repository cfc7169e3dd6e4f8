// What digits mean: whether it is text that is worth a look.
#pragma once

#include <optional>

#include "base/bytes.h"

namespace gitward {

// So many digits in a row that mean text make a run.
inline constexpr std::size_t kTextDigits = 24;
inline constexpr std::size_t kTextHexDigits = 32;

// The begin of the first base64 digits in a row that mean text, of those that
// stand any number of digits from the stretch's begin: text of one byte a
// character, or of two (UTF-16). Requires: they are all digits.
std::optional<std::size_t> base64_text_in(ByteView text, ByteRange stretch);

// Whether these base64 digits begin as those of a gzip or zlib stream do.
bool begins_compressed(ByteView digits);

// The hexadecimal digits from the first whole byte on, if so many in a row mean
// text. Requires: they are all hexadecimal digits.
std::optional<ByteRange> hex_text_in(ByteView text, ByteRange range);

// Whether it is text for people: UTF-8 without control characters.
bool is_plain_text(ByteView bytes);

}  // namespace gitward

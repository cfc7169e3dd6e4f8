// Text for people and for formats: what is hostile is made visible, what is
// not UTF-8 is encoded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace gitward {

bool is_valid_utf8(ByteView bytes);

// The bytes as text that is safe on a terminal and on one line: control
// characters, bytes that are not UTF-8 and characters that reorder or hide
// text (bidi controls, zero-width, line separators) become \n, \x1b or
// \u{202e}. A backslash stays as it is.
std::string visible(ByteView bytes);

// Percent-encodes '%' and every byte outside printable ASCII, and those of
// `also`. percent_decode() undoes it; nothing is lost.
std::string percent_encode(ByteView bytes, std::string_view also = "");
std::string percent_decode(std::string_view text);

// Quotes for a POSIX shell, only where needed.
std::string shell_quote(std::string_view word);

std::string to_lower_ascii(std::string_view text);
std::string_view trim_ascii(std::string_view text);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

// The known word nearest to `word` by edit distance, or "" if none is near
// enough to be what was meant.
std::string_view nearest(std::string_view word,
                         const std::vector<std::string_view>& known);

// "1 finding", "2 findings"; thousands are grouped: "12,345 blobs".
std::string count_of(std::uint64_t count, std::string_view singular,
                     std::string_view plural = "");
std::string grouped(std::uint64_t number);

}  // namespace gitward

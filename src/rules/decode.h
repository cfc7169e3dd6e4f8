// The text encodings that tokens are written in, read strictly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace gitward {

// Base64 or base64url, with its padding or without. Nothing for a byte that is
// of neither alphabet, for padding elsewhere than at the end, for a length that
// no bytes have, and for bits behind the last byte that are not zero: nothing
// that encodes bytes writes such a text.
std::optional<std::string> decode_base64(ByteView text);

// RFC 4648's, in one case, without padding; as strict.
std::optional<std::string> decode_base32(ByteView text);

// Hexadecimal digits of either case.
std::optional<std::string> decode_hex(ByteView text);

// Bitcoin's: a big-endian number, and a zero byte for each leading '1'.
// Nothing for more than kMostBase58 characters: the work is quadratic.
constexpr std::size_t kMostBase58 = 256;
std::optional<std::string> decode_base58(ByteView text);

// Digits and letters, upper case before lower case, as one number of `size`
// bytes. Nothing if it is larger.
std::optional<std::string> decode_base62(ByteView text, std::size_t size);

// Percent escapes become bytes; a '%' that begins none stays as it is.
std::string decode_percent(ByteView text);

}  // namespace gitward

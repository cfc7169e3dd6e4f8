// Checks that stand inside an encoded number, where a character holds bits of
// the data and bits of the check: what checksum.cc's table asks for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace gitward {

// Each of these works on what stands before the check (`before`) and gives its
// characters. Nothing, if a token of this kind can't begin like that.

// Bech32 (BIP-173): six characters, in the case of what stands before them.
std::optional<std::string> bech32_check(ByteView before);

// Base32 whose last two bytes are the CRC-16 of the others, low byte first.
// `first` is the check's first character, which holds data too; nothing known:
// zero bits.
struct Crc16Form {
  std::size_t data = 0;  // Bytes before the CRC.
};
std::optional<std::string> crc16_check(ByteView before, Crc16Form form,
                                       std::optional<char> first);

// A key of Microsoft's identifiable kind: base64 (or base64url) whose last four
// bytes are Marvin32 of the others, with the service's seed.
std::optional<std::string> azure_check(ByteView before, std::string_view seed,
                                       bool url);
// The long, annotated kind: four characters after the 80 before them, in the
// newer form (base62) or the older one (base64).
std::optional<std::string> azure_annotated_check(ByteView before, bool older);

// Entra ID's client secrets: three characters of base 66 after 37 others.
std::optional<std::string> azure_entra_check(ByteView before);

}  // namespace gitward

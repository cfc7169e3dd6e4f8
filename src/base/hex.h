// Lower-case hexadecimal.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gitward {

std::string to_hex(std::span<const std::uint8_t> bytes);

// Fills `out` from exactly 2 * out.size() digits of either case.
// False, with `out` unspecified, for any other text.
bool parse_hex(std::string_view text, std::span<std::uint8_t> out);

}  // namespace gitward

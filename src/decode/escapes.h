// Escape sequences in text: %3D, \u003d, &#61;, =3D.
//
// A content that holds none of a few dozen sequences (escape_triggers()) is
// not looked at: they are among the prefilter's literals. Where one stands, its
// line (or 512 bytes on either side) is read with all escapes of that kind
// decoded. What is decoded depends on that line only.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "decode/coding.h"
#include "decode/decoded_text.h"

namespace gitward {

// The sequences that are worth a look, in lower case: those of the signs that
// stand in and around credentials, and those of letters where one that needs
// no escape is there to hide it.
std::span<const std::string_view> escape_triggers();
inline constexpr std::size_t kEscapeTriggers = 30;
// Of escape_triggers()[index].
Coding coding_of_trigger(std::size_t index);

struct EscapeTrigger {
  std::size_t index = 0;  // Of escape_triggers().
  std::size_t begin = 0;
};

// Those that begin in the window, in their order.
std::vector<EscapeTrigger> find_escape_triggers(ByteView text,
                                                ByteRange window);

struct EscapedPart {
  Coding coding = Coding::kPercent;
  ByteRange range;
};

// What is to be decoded because of these: for each kind the lines around, as
// far as 512 bytes; those that overlap are one.
std::vector<EscapedPart> escaped_parts(ByteView text,
                                       std::span<const EscapeTrigger> triggers);
// All parts of the text that hold or touch a byte of the windows, and maybe
// others near; each once. Requires: the windows are sorted and disjoint.
std::vector<EscapedPart> escaped_parts_near(ByteView text,
                                            std::span<const ByteRange> windows);

DecodedText decode_escapes(ByteView text, const EscapedPart& part);

}  // namespace gitward

// Where the name is that a keyword belongs to.
#pragma once

#include <cstddef>
#include <optional>

#include "base/bytes.h"
#include "judge/key_window.h"

namespace gitward {

struct KeyPlace {
  ByteRange key;   // All of the name.
  ByteRange word;  // The word of it that the keyword is part of.
  // The first byte behind the quotes, brackets and emphasis that close it.
  std::size_t behind = 0;
  bool quoted = false;
};

// Nothing where the name says no secret: "monkey", "next_token", "a::key".
std::optional<KeyPlace> find_key(KeyWindow& window, ByteRange keyword);

// Where the name's line begins, or the window, if that is later.
std::size_t line_begin_of(KeyWindow& window, const KeyPlace& place);
// Whether the name is the first on its line, but for what comments it out or
// exports it.
bool begins_line(KeyWindow& window, const KeyPlace& place);

}  // namespace gitward

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
  // Where its line begins, or the window, if that is later.
  std::size_t line_begin = 0;
  // It is the first on its line, but for what comments it out or exports it.
  bool begins_line = false;
};

// Nothing where the name says no secret: "monkey", "next_token", "a::key".
std::optional<KeyPlace> find_key(KeyWindow& window, ByteRange keyword);

}  // namespace gitward

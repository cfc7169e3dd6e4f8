// The alphabets that shapes draw from.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace gitward {

using ByteSet = std::bitset<256>;

// One named alphabet. A plain value with static storage.
struct Alphabet {
  // How a piece becomes a regular expression.
  enum class Form {
    kPlain,    // One character class.
    kOneCase,  // Two classes, lower and upper case; never both in one piece.
    kPadded,   // The last two bytes may be '='.
  };

  std::string_view name;
  std::string_view bytes;  // What samples are made of.
  std::string_view regex;  // The inside of a character class.
  // Inside of a character class: what, besides letters and digits, continues
  // a run of this alphabet on its left and on its right.
  std::string_view left;
  std::string_view right;
  Form form = Form::kPlain;
};

// Nothing (null) for an unknown name.
const Alphabet* find_alphabet(std::string_view name);
std::vector<std::string_view> alphabet_names();

ByteSet set_of(std::string_view bytes);

}  // namespace gitward

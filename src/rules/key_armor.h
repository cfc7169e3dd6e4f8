// An armoured key (PEM, OpenPGP) as it stands in files and in source code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace gitward {

struct KeyArmor {
  std::string label;                 // "RSA PRIVATE KEY"; empty: no armour.
  std::vector<std::string> headers;  // "Proc-Type: 4,ENCRYPTED"
  std::string body;                  // Base64 without anything in between.
  std::string check;                 // OpenPGP's, without its '='; or empty.
  // True unless the last line is there and names something else.
  bool closed_right = true;
};

// Line ends may be escaped ("\n" as two characters, or more backslashes), and
// lines quoted, indented or concatenated. Never fails: what is no armour has
// no label.
KeyArmor read_armor(ByteView text);

// The lines of a text with its escapes undone.
std::vector<std::string> unescaped_lines(ByteView text);

}  // namespace gitward

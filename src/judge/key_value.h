// Names that say secret, and the values that people write beside them: the
// candidates of generic rules. Parsed by hand, because no expression could say
// all forms at a price that each "key" in a source can be asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace gitward {

// How a name and its value are joined.
enum class KeyForm : std::uint8_t {
  kAssign,          // name = value, name := value
  kColon,           // name: value
  kArrow,           // name => value, name <- value
  kCompare,         // name == value
  kArgument,        // ("name", "value")
  kCall,            // set_name("value")
  kSecondArgument,  // login("bob", "value")
  kElement,         // <name>value</name>
  kPair,            // name="name" value="value", and on neighbouring lines
  kBeside,          // --name value, name 'value'
  kProse,           // the name is value
  kFallback,        // ${name:-value}, name || "value"
  kColumn,          // a table's row under its head, a row of INSERT
};

// What stands around a value.
enum class ValueQuote : std::uint8_t {
  kNone,
  kDouble,
  kSingle,
  kBacktick,
  kEscaped,  // \" or &quot;
  kBlock,    // A YAML block scalar, a heredoc.
  kNumbers,  // {52, 47, 132, …}: the value is the numbers.
};

struct KeyValue {
  ByteRange key;    // All of the name: "cfg.db_password". Not empty.
  ByteRange word;   // The word of it that says secret: "password".
  ByteRange value;  // Without its quotes. Not empty.
  KeyForm form = KeyForm::kAssign;
  ValueQuote quote = ValueQuote::kNone;
  bool wrapped = false;    // In a call or a list: Some("…"), ["…"].
  bool next_line = false;  // Than the name's.
};

// No byte farther from the keyword is looked at.
inline constexpr std::size_t kKeyValueBefore = 160;
inline constexpr std::size_t kKeyValueAfter = 1200;
// Words that names of secrets hold, in lower case.
inline constexpr std::string_view kKeyWords[] = {
    "pass", "pwd", "secret", "token", "key",       "auth",
    "cred", "psw", "senha",  "login", "signature", "identified by"};

// Appends what stands beside the keyword at this place, which is one of
// kKeyWords in any case. Nothing where the word is part of another one
// ("monkey"), or nothing like a value is beside it.
void find_key_values(ByteView text, ByteRange keyword,
                     std::vector<KeyValue>& found);

// Whether these bytes are enough to know that there is nothing, whatever is
// around them. Requires: they begin where the keyword does, or before.
bool has_no_key_value(ByteView text, ByteRange keyword, ByteRange visible);

}  // namespace gitward

// Reads what stands where a value may begin: quoted, bare, in calls, lists,
// numbers and blocks.
#pragma once

#include <cstddef>
#include <vector>

#include "base/bytes.h"
#include "judge/key_place.h"
#include "judge/key_value.h"
#include "judge/key_window.h"

namespace gitward {

inline constexpr std::size_t kShortestValue = 3;
inline constexpr std::size_t kLongestValue = 512;

// Appends what it reads to `found`, for one name. All that it is made of
// outlives it.
class KeyValueReader {
 public:
  KeyValueReader(KeyWindow& window, const KeyPlace& key,
                 std::vector<KeyValue>& found)
      : window_(window), text_(window.text()), key_(key), found_(found) {}

  // A value in any of the ways to write one. False if there is none.
  bool read(std::size_t i, KeyForm form);
  // Not a bare one: what stands there without quotes is code.
  bool read_literal(std::size_t i, KeyForm form);
  // The end of the quoted value that begins here, empty or not; i if none does.
  std::size_t read_quoted(std::size_t i, KeyForm form, bool wrapped,
                          bool next_line);
  // Behind conversions and constructors: Some(, new Key(, b.
  std::size_t skip_opener(std::size_t i);

  // False if it is too short, too long, or may go on behind the window.
  bool add(ByteRange value, KeyForm form, ValueQuote quote = ValueQuote::kNone,
           bool wrapped = false, bool next_line = false);

 private:
  bool read_value(std::size_t i, KeyForm form, bool may_be_bare);
  bool read_list(std::size_t i, KeyForm form, bool next_line);
  bool read_numbers(std::size_t i, KeyForm form, bool next_line);
  bool read_block(std::size_t i);
  bool read_bare(std::size_t i, KeyForm form);
  std::size_t skip_schemes(std::size_t i);

  KeyWindow& window_;
  const ByteView text_;
  const KeyPlace& key_;
  std::vector<KeyValue>& found_;
};

}  // namespace gitward

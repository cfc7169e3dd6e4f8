// A JSON object's own fields: what a token that holds one is recognised by.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace gitward {

// Immutable. Views into the text that was parsed.
class JsonFields {
 public:
  // Nothing unless the text is one JSON object (RFC 8259) and nothing else,
  // nested no deeper than kMaxDepth.
  static std::optional<JsonFields> parse(ByteView text);
  static constexpr int kMaxDepth = 32;

  bool has(std::string_view name) const { return find(name) != nullptr; }
  // A string's text as it is written, escapes and all, without its quotes.
  // Nothing if there is no such field or it is no string.
  std::optional<ByteView> text(std::string_view name) const;
  // Nothing if it is no number, or not a whole one of up to 18 digits.
  std::optional<std::int64_t> number(std::string_view name) const;

 private:
  struct Field {
    ByteView name;
    ByteView value;
  };
  const Field* find(std::string_view name) const;

  std::vector<Field> fields_;
};

}  // namespace gitward

// What a value looks like. The numbers are features: the forest knows them.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace gitward {

enum Look : std::int16_t {
  kPlain,
  kUuid,
  kDate,
  kNumber,
  kVersion,
  kPath,
  kUrl,
  kEmail,
  kHash,
  kColor,
  kFileName,
  kDocumented,  // Of a provider's documentation: AKIA…EXAMPLE.
};

// The kinds of characters in a text, as the others ask for them.
unsigned kinds_in(ByteView text);

// Requires of all three: the value v is not empty, and made of kinds_in(v).
Look look_of(ByteView v, unsigned made_of);

// The smallest alphabet that has all of it: digits, hexadecimal, letters and
// so on.
int alphabet_of(unsigned made_of);

// In which way it is written as a name in a program; 0: it is not.
int identifier_of(ByteView v, unsigned made_of);

}  // namespace gitward

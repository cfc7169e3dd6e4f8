// What a name says of the value that it stands before.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace gitward {

// Bytes of a name.
inline constexpr std::size_t kLongestKey = 160;

// The word of the name that the keyword is part of: names are words joined by
// '_', '-', '.', digits or capital letters.
ByteRange word_around(ByteView text, ByteRange name, ByteRange keyword);

// Whether a word means a secret: "password", "authtoken" and "apikey" do,
// "passed", "author" and "monkey" do not.
bool is_key_word(ByteView in_any_case);

// Whether the word before it makes it something that opens nothing: a token of
// a page, a lock or a form.
bool is_ticket(ByteView before, ByteView in_any_case);

// What kind of secret a word means.
enum class KeyKind : std::uint8_t {
  kPassword,
  kSecret,
  kToken,
  kKey,
  kAuth,
  kCredential,
  kLogin,
  kSignature,
};

// What the last word of a name makes of it.
enum class KeyEnding : std::uint8_t {
  kKeyword,  // db_password
  kValue,    // password_value, secret_prod: still the secret
  kNumber,   // token2
  kAbout,    // password_file, key_id, token_type: something about it
  kUnknown,
};

struct KeyName {
  KeyKind kind = KeyKind::kKey;
  KeyEnding ending = KeyEnding::kKeyword;
  int words = 0;
  int after = 0;          // Words behind the keyword.
  bool harmless = false;  // public_key, cache_key, primary_key
  bool serious = false;   // api_key, client_secret, db_password
  bool asks = false;      // get_password, isToken, forgotPassword
  bool upper = false;     // DB_PASSWORD
  bool camel = false;     // dbPassword
  bool dotted = false;    // db.password
};

KeyName read_key_name(ByteView text, ByteRange name, ByteRange word);

}  // namespace gitward

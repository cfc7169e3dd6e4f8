// Private keys and key stores: what structure.cc's table asks of them.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace gitward {

// What a text that should be a private key turns out to be.
enum class [[nodiscard]] PrivateKeyForm{
    kNone,       // No key, or a damaged one.
    kPlain,      // Whoever has it can use it.
    kEncrypted,  // Whoever has its passphrase can.
};

// With armour, or base64 alone. Line ends may be escaped, and lines may be
// quoted or joined, as in source code.
PrivateKeyForm key_form(ByteView text);
// A PGP block of secret keys.
PrivateKeyForm pgp_key_form(ByteView text);

// A private key in DER that is not encrypted: all of its bytes. Stricter, as it
// has no armour to say what it is: a key of a curve has its curve with it.
bool is_plain_der_key(ByteView bytes);

// The bytes of a store, or their base64.
bool is_pkcs12(ByteView text);

}  // namespace gitward

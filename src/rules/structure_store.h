// Keys and key stores as bytes, not as text. Each function looks at bytes that
// may go on long behind the store, and says how many of them to take for it:
// none if it is no such store. All of what it has of a private key; of a store
// under a password only the beginning, which no other store has (salts).
#pragma once

#include <cstddef>

#include "base/bytes.h"

namespace gitward {

// No store takes more.
inline constexpr std::size_t kMostOfStore = 512;

// PKCS#1, SEC1, DSA or PKCS#8 in DER, not encrypted.
std::size_t der_private_key_size(ByteView bytes);
// PKCS#8's EncryptedPrivateKeyInfo in DER, under a password as PKCS#5 or
// PKCS#12 describe it: all lengths must agree.
std::size_t der_encrypted_key_size(ByteView bytes);
// PKCS#12 with more in it than certificates: its nested lengths must agree.
std::size_t pkcs12_store_size(ByteView bytes);
// JKS or JCEKS whose first entries lead to a private or secret key.
std::size_t java_keystore_size(ByteView bytes);
// Bouncy Castle's BKS, whose first entry is a key or sealed, and UBER.
std::size_t bks_keystore_size(ByteView bytes);
// KeePass: KDBX 2 to 4, and KDB.
std::size_t keepass_size(ByteView bytes);
// macOS: the older format, of security(1).
std::size_t keychain_size(ByteView bytes);

}  // namespace gitward

// Checks of a token as a whole, where no run of characters is the check: what
// checksum.cc's table asks of them. Each takes any bytes.
#pragma once

#include <string>

#include "base/bytes.h"
#include "rules/checksum.h"

namespace gitward {

// Azure DevOps, older: base32 of 32 bytes with a CRC-32 spread over them.
Proof check_azure_devops(ByteView token);
// Base58Check with the version bytes and sizes of a Bitcoin key (WIF) or of an
// extended private key (BIP-32).
Proof check_base58check(ByteView token);
// A recovery phrase: 12 to 24 words of the list. Failed only if all words are
// on the list.
Proof check_bip39(ByteView phrase);
// An armoured OpenPGP block: its CRC-24, which may be absent.
Proof check_crc24_pgp(ByteView block);
// A PuTTY key that is not encrypted, with its Private-MAC line.
Proof check_putty_mac(ByteView file);

}  // namespace gitward

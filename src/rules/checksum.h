// Offline proofs: what a token's own bytes say about it.
//
//   kind             characters       made from
//   crc32-base62     6 base62         what is between the last '_' before it
//                                     and itself (GitHub, npm, Vercel, Polar)
//   crc32-hex        8 hex-lower      the same (Cloudflare)
//   crc32-hex-part   8 hex-lower      what is between the two '_' before it
//                                     (Zuplo)
//   crc32le-hex      8 hex-lower,     everything before the '_' in front of it
//                    low byte first   (Grafana)
//   crc32-base36     7 base36-lower   everything before it (GitLab)
//   crc32-hex-upper  8 hex-upper      everything before it (Atlassian)
//   crc32le-base64   6 base64, low    the 54 bytes before it (Confluent)
//                    byte first
//   sha256-base32    8 base32-upper,  everything before it (GitHub
//                    8 bytes follow   fine-grained)
//   bech32           6 bech32-lower   everything before it (Nostr)
//   bech32-upper-sum 6 bech32-upper   the same (age)
//   crc16-nkey       4 base32-upper   the 34 bytes before it (NATS)
//   crc16-stellar    4 base32-upper   the 33 bytes before it (Stellar)
//   azure-KEY        6 base64         the bytes before it; KEY is storage,
//                                     batch, cosmos, apim, ml, functions
//                                     (base64url), redis, iot, messaging,
//                                     eventgrid, search, registry
//   azure-annotated  4 base62         the 80 characters before it
//   azure-entra      3 unreserved     the 37 characters before it
//   sha256-supabase  8 base64url      everything before the '_' in front of it,
//                                     for a server of one's own: a hosted one
//                                     is not told apart from a wrong check
//
// Some have no run of characters that is the check; a rule's `checksum` names
// them, a shape can't:
//
//   azure-devops     52 base32-lower, of which four bytes are a CRC-32
//   base58check      Bitcoin keys (WIF) and extended keys (BIP-32)
//   bip39            recovery phrases
//   crc24-pgp        an armoured OpenPGP block
//   putty-mac        a PuTTY key that is not encrypted
//
// "Before it" counts from the token's first byte. CRC-32 is the IEEE one;
// numbers are written most significant digit first, padded with zeros.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "model/proof.h"

namespace gitward {

// The checksum kinds that a rule's `checksum` key can name.
std::vector<std::string_view> checksum_kinds();
bool is_checksum_kind(std::string_view kind);
// Those that a shape piece can name.
std::vector<std::string_view> checksum_piece_kinds();
bool is_checksum_piece(std::string_view kind);

// The number of its characters, of the token's bytes behind them, and the
// shape alphabet that they are of. Requires: is_checksum_piece(kind).
std::size_t checksum_size(std::string_view kind);
std::size_t checksum_tail(std::string_view kind);
std::string_view checksum_alphabet(std::string_view kind);

// Whether anyone can make a token whose checksum holds, as keys and recovery
// phrases are made: no issuer is behind it.
bool is_self_made(std::string_view checksum_kind);

// Checks a whole token. `kind` "" is never applicable.
// Requires: kind.empty() || is_checksum_kind(kind).
Proof check_token(std::string_view kind, ByteView token);

// The checksum characters that make `token_so_far` (everything before the
// checksum piece) a valid token; `size` characters. The generator's side of
// check_token(). Throws Error(kConfig) if a token of this kind can't begin
// like that. Requires: is_checksum_piece(kind), size == checksum_size(kind).
std::string checksum_for(std::string_view kind, ByteView token_so_far,
                         std::size_t size);

}  // namespace gitward

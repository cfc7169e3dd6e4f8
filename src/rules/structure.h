// Offline proofs without a checksum: a token that has to parse as something.
//
//   kind                   what the token has to be
//   ansible-vault +        a vault whose body is three lines of hexadecimal
//   atlassian-data-center  base64 of 12 digits, a colon and 20 bytes
//   aws-key-id *           base32 that holds an account number
//   azure-sas *            32 bytes in base64, percent-encoded
//   basic-auth             base64 of printable text with a colon
//   bedrock-key            base64 of the text that Bedrock's keys begin with
//   bks-keystore +         a store of Bouncy Castle, as bytes
//   clerk-key              base64 of a host name and '$'
//   defined-networking *   16 and 32 bytes in base32
//   der-encrypted-key +    a PKCS#8 key in DER under a password, as bytes
//   der-private-key        a private key in DER, as bytes, not encrypted
//   discord-token          base64 of a snowflake (17 to 20 digits) in front
//   docker-pat *           20 bytes in base64url
//   docker-swarm *         a digest of 256 bits and a secret of 128 in base36,
//                          or 32 bytes in base64
//   encoded-private-key    base64 of an armoured private key
//   encrypted-private-key +a private key under a passphrase: PKCS#8, the older
//                          PEM encryption, OpenSSH
//   fly-token              MessagePack arrays in base64
//   gitlab-routable        a payload with routing text, and its right length
//   grafana-cloud, grafana-key, mapbox-token, onepassword-token, sentry-org
//                          base64 of the JSON object that the issuer writes
//   intercom-token         base64 of tok: and an id
//   java-keystore +        a JKS or JCEKS store with a key, as bytes
//   jfrog-reference        base64 of reftkn:, a version and a time
//   jwt                    header and claims are JSON, the signature has the
//                          algorithm's length
//   kubernetes-jwt         the same, of a service account
//   keepass +              a KeePass database, as bytes
//   keychain +             a macOS keychain, as bytes
//   ksuid *                a time since 2014 in base62
//   pgp-encrypted-key +    secret-key packets under a passphrase
//   pgp-private-key        secret-key packets that are not
//   pkcs12 +               a PKCS#12 store in base64 or as it is
//   pkcs12-store +         a PKCS#12 store with a key, as bytes
//   private-key            a private key that is not encrypted: PKCS#1, SEC1,
//                          DSA, PKCS#8, OpenSSH, with armour or without
//   pypi-token             a macaroon of pypi.org or test.pypi.org
//   sendgrid *             16 and 32 bytes in base64url
//   teamcity               a UUID in base64 behind the second dot
//   uuid4 *                version 4, variant 1
//   vault-token            protobuf in base64url
//   wireguard-key *        a clamped Curve25519 scalar in base64
//   workos-key             base64 of key_, a ULID, a comma and more
//
// What a shape says by itself (a mark at its place, a suffix, an alphabet)
// needs no kind.
//
// * Too many texts have that form for it to prove anything: only not having it
// says something.
// + Under a password: having that form says what it is, and that it opens
// nothing by itself.
//
// What is bytes is found by its beginning, and its end is known only from its
// own lengths: structure_size() says how much of a match it is, if any.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "rules/checksum.h"

namespace gitward {

// The kinds that a rule's `structure` key can name.
std::vector<std::string_view> structure_kinds();
bool is_structure_kind(std::string_view kind);

// Checks a whole token, of any bytes. `kind` "" is never applicable.
// Requires: kind.empty() || is_structure_kind(kind).
Proof check_structure(std::string_view kind, ByteView token);

// Whether what has that structure is under a password. Requires the same.
bool is_sealed(std::string_view kind);

// How many bytes of the match, from its beginning, are what the kind describes.
// All of them for a kind of text; nothing: there is no such structure, and no
// match. Requires: as above.
std::size_t structure_size(std::string_view kind, ByteView match);

// What two checks of one token say together: one that fails outweighs one that
// holds.
Proof both(Proof a, Proof b);

}  // namespace gitward

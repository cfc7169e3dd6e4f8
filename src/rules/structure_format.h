// Formats inside tokens that take more than a line to recognise: what
// structure.cc's table asks of them. Each takes any bytes.
#pragma once

#include "base/bytes.h"

namespace gitward {

// Three parts with dots; JSON, JSON, and a signature that has the length of the
// header's algorithm. What stands before the first "eyJ" is the issuer's.
bool is_jwt(ByteView token);
// Its claims. Requires: is_jwt(token).
ByteView jwt_claims(ByteView token);

// One MessagePack array that fills the bytes.
bool is_message_pack_array(ByteView bytes);

// A macaroon in libmacaroons' version 2, of this location.
bool is_macaroon(ByteView bytes, ByteView location);

// Vault's token: protocol buffer fields to the end, 1 first, then 2.
bool is_vault_message(ByteView bytes);

// GitLab's routable tokens: see their payload's routing text and length.
bool is_gitlab_routable(ByteView token);

}  // namespace gitward

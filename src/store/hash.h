// SHA-1 and SHA-256, which git names and protects its objects with.
#pragma once

#include <string>

#include "base/bytes.h"

namespace gitward {

// The raw SHA-1 (for an id size of 20) or SHA-256 (32) of the bytes.
std::string hash_bytes(ByteView bytes, std::size_t id_size);
// The same for two parts one after the other.
std::string hash_bytes(ByteView first, ByteView second, std::size_t id_size);

}  // namespace gitward

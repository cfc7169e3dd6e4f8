#include "store/hash.h"

#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include "model/object_id.h"

namespace gitward {

std::string hash_bytes(ByteView bytes, std::size_t id_size) {
  std::string digest(id_size, '\0');
  const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  auto* const out = reinterpret_cast<std::uint8_t*>(digest.data());
  if (id_size == ObjectId::kSha1Size) {
    sha1_ctx context;
    sha1_init(&context);
    sha1_update(&context, bytes.size(), data);
    sha1_digest(&context, id_size, out);
  } else {
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.size(), data);
    sha256_digest(&context, id_size, out);
  }
  return digest;
}

}  // namespace gitward

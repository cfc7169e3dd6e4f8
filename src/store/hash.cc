#include "store/hash.h"

#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include "model/object_id.h"

namespace gitward {
namespace {

const std::uint8_t* raw(ByteView bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

}  // namespace

std::string hash_bytes(ByteView bytes, std::size_t id_size) {
  return hash_bytes(bytes, {}, id_size);
}

std::string hash_bytes(ByteView first, ByteView second, std::size_t id_size) {
  std::string digest(id_size, '\0');
  auto* const out = reinterpret_cast<std::uint8_t*>(digest.data());
  if (id_size == ObjectId::kSha1Size) {
    sha1_ctx context;
    sha1_init(&context);
    sha1_update(&context, first.size(), raw(first));
    sha1_update(&context, second.size(), raw(second));
    sha1_digest(&context, id_size, out);
  } else {
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, first.size(), raw(first));
    sha256_update(&context, second.size(), raw(second));
    sha256_digest(&context, id_size, out);
  }
  return digest;
}

}  // namespace gitward

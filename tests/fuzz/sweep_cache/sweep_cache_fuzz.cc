// Any bytes are a cache whose numbers lead somewhere, or none.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/digest.h"
#include "pipeline/sweep_cache.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace gitward;
  // What is behind the key; with a hash that holds, or nothing gets further.
  std::string bytes = encode_sweep(CachedSweep(), "key").substr(0, 19);
  bytes.append(reinterpret_cast<const char*>(data), size);
  const std::uint64_t hash = xxh3_64(bytes);
  bytes.append(reinterpret_cast<const char*>(&hash), sizeof(hash));
  const auto sweep = decode_sweep(bytes, "key");
  if (!sweep) return 0;
  for (const TreeLinks::Tree& tree : sweep->trees) {
    if (tree.object >= sweep->objects.size()) __builtin_trap();
    if (tree.first + tree.count > sweep->links.size()) __builtin_trap();
  }
  for (const TreeLinks::Link& link : sweep->links) {
    if (link.name >= sweep->names.size()) __builtin_trap();
  }
  if (decode_sweep(encode_sweep(*sweep, "key"), "key")->objects !=
      sweep->objects) {
    __builtin_trap();
  }
  return 0;
}

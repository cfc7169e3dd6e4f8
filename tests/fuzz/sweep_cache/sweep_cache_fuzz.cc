// Any bytes are a cache whose numbers lead somewhere, or none.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/digest.h"
#include "pipeline/sweep_cache.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace gitward;
  // What is behind the key and the hash of the links, of which there are none.
  // With a hash that does not hold, nothing gets further.
  std::string head = encode_sweep(CachedSweep(), CachedLinks(), "key");
  head = head.substr(24, 19);
  head.append(reinterpret_cast<const char*>(data), size);
  std::string bytes = encode_sweep(CachedSweep(), CachedLinks(), "key");
  const std::string links = bytes.substr(bytes.size() - 24);
  const auto number = [](std::uint64_t value) {
    return std::string(reinterpret_cast<const char*>(&value), sizeof(value));
  };
  bytes = bytes.substr(0, 8) + number(xxh3_64(head)) + number(head.size()) +
          head + links;
  const auto sweep = decode_sweep(bytes, "key");
  if (!sweep) return 0;
  const std::uint32_t objects = sweep->objects.size();
  for (const CachedSweep::Noted& noted : sweep->notable) {
    if (noted.object >= objects) __builtin_trap();
  }
  for (const std::uint32_t parent : sweep->commits.parents) {
    if (parent >= sweep->commits.objects.size()) __builtin_trap();
  }
  if (sweep->places) {
    for (const CachedPlaces::Tip& tip : sweep->places->tips) {
      for (const std::uint32_t place : tip.seen) {
        if (place >= sweep->places->seen.size()) __builtin_trap();
      }
    }
  }
  const std::string again = encode_sweep(*sweep, CachedLinks(), "key");
  if (!decode_sweep(again, "key")) __builtin_trap();
  // Any bytes as links.
  CachedSweep other;
  other.links = ByteView(reinterpret_cast<const char*>(data), size);
  other.links_hash = xxh3_64(other.links);
  if (const auto read = decode_links(other)) {
    for (const TreeLinks::Link& link : read->links) {
      if (link.name >= read->names.size()) __builtin_trap();
    }
  }
  return 0;
}

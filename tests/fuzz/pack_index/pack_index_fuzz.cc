// Any bytes are a pack index or an Error: every position that it counts can
// be asked for.
#include <cstddef>
#include <cstdint>

#include "base/error.h"
#include "store/pack_index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace gitward;
  try {
    const PackIndex index({reinterpret_cast<const char*>(data), size},
                          ObjectId::kSha1Size);
    for (std::uint32_t i = 0; i < index.count(); ++i) {
      index.crc32(i);
      index.find(index.id(i));
      index.offset(i);
    }
    index.checksum_holds();
  } catch (const Error&) {
  }
  return 0;
}

// Any bytes are a pack entry or an Error; an entry's stream is one or an
// Error.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/error.h"
#include "store/inflate.h"
#include "store/pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace gitward;
  const std::string pack =
      std::string(12, 'p') +
      std::string(reinterpret_cast<const char*>(data), size);
  try {
    const PackEntry entry =
        parse_pack_entry(pack, 12, pack.size(), ObjectId::kSha1Size);
    std::string bytes(entry.size, '\0');
    Inflater().inflate(ByteView(pack).substr(entry.data_begin), bytes.data(),
                       bytes.size());
  } catch (const Error&) {
  }
  return 0;
}

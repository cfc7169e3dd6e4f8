// Any bytes are a delta or an Error: its steps stay within base and result.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/error.h"
#include "store/delta.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace gitward;
  if (size == 0) return 0;
  // The first byte is the base's size, the rest the delta.
  const std::string base(data[0], 'b');
  const ByteView delta(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    const std::size_t result = delta_result_size(delta);
    if (result > (std::size_t{1} << 24U)) return 0;
    std::string out(result, '\0');
    apply_delta(base, delta, out.data());
  } catch (const Error&) {
  }
  return 0;
}

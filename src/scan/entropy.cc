#include "scan/entropy.h"

#include <array>
#include <cmath>

namespace gitward {

double shannon_entropy(ByteView bytes) {
  if (bytes.empty()) return 0;
  std::array<std::size_t, 256> counts{};
  for (const char c : bytes) ++counts[byte_of(c)];
  const auto total = static_cast<double>(bytes.size());
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / total;
    bits -= share * std::log2(share);
  }
  return bits;
}

}  // namespace gitward

// Members of containers that were scanned and hold nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "store/hash.h"

namespace gitward {

class Scanner;

// Each version of an archive holds most members of the one before. Members go
// by their SHA-256: whoever could make two of the same must not be able to hide
// one behind the other. A newer member takes the place of an older one, so that
// the memory is bounded; what is forgotten is scanned again.
// Not thread-safe: each worker has its own.
class CleanMembers {
 public:
  // Whether this scanner found nothing in these very bytes. If not, note() may
  // tell later that it does.
  bool knows(ByteView bytes, const Scanner& scanner) {
    if (scanner_ != &scanner) slots_.clear();
    scanner_ = &scanner;
    const std::string hash = hash_bytes(bytes, kHashSize);
    std::memcpy(latest_.data(), hash.data(), kHashSize);
    return !slots_.empty() && slots_[slot()] == latest_;
  }
  // Nothing was found in what knows() was asked about last.
  void note() {
    if (slots_.empty()) slots_.resize(kSlots);
    slots_[slot()] = latest_;
  }

 private:
  static constexpr std::size_t kHashSize = 32;
  static constexpr std::size_t kSlots = 16384;
  using Hash = std::array<char, kHashSize>;

  std::size_t slot() const {
    return (std::size_t{byte_of(latest_[0])} << 8U | byte_of(latest_[1])) %
           kSlots;
  }

  const Scanner* scanner_ = nullptr;
  Hash latest_{};
  // No hash is all zeros.
  std::vector<Hash> slots_;
};

}  // namespace gitward

// Why something of a container is not read, and the bound that most often is
// the reason.
#pragma once

#include <cstdint>
#include <string>

#include "model/report.h"

namespace gitward {

// Coders may take so much for what they remember of what they have unpacked.
inline constexpr std::uint64_t kMaxDictionary = std::uint64_t{256} << 20U;

struct Refusal {
  GapReason reason = GapReason::kCorrupt;
  std::string cause;  // One line for people.
};

}  // namespace gitward

// The copies of a delta, as the scanner wants them.
#pragma once

#include <vector>

#include "scan/traced_scan.h"
#include "store/pack_sweep.h"

namespace gitward {

// Those of the delta that made this object; it was applied already, so it is
// whole.
inline void copied_ranges(const SweptObject& object,
                          std::vector<CopiedRange>& ranges) {
  ranges.clear();
  Delta steps(object.delta, object.base_size);
  DeltaStep step;
  while (steps.next(step)) {
    if (!step.is_copy || step.size == 0) continue;
    // Long copies come in pieces.
    if (!ranges.empty() && ranges.back().end() == step.result_begin &&
        ranges.back().base_begin + ranges.back().size == step.base_begin) {
      ranges.back().size += step.size;
    } else {
      ranges.push_back({step.result_begin, step.size, step.base_begin});
    }
  }
}

}  // namespace gitward

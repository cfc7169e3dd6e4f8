// Git's delta format: how one object is made from another's bytes.
// Source: git's Documentation/gitformat-pack.txt, "Deltified representation".
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace gitward {

// One instruction: copy a range of the base, or insert new bytes.
struct DeltaStep {
  std::size_t result_begin = 0;  // Where it writes in the result.
  std::size_t size = 0;
  bool is_copy = false;
  std::size_t base_begin = 0;  // Copies only.
  ByteView inserted;           // Inserts only; into the delta.
};

// A cursor over a delta. Every step is checked before it is returned: it lies
// within the base and the result; the last one ends where the result ends.
// All failures throw Error(kInput).
class Delta {
 public:
  // Reads the header. `base_size` is the real base's size.
  Delta(ByteView delta, std::size_t base_size);

  std::size_t result_size() const { return result_size_; }
  // The next step, or false after the last.
  bool next(DeltaStep& step);

 private:
  ByteView rest_;
  std::size_t base_size_ = 0;
  std::size_t result_size_ = 0;
  std::size_t written_ = 0;
};

// Writes the result: `out` has room for Delta::result_size() bytes.
void apply_delta(ByteView base, ByteView delta, char* out);

// The size that the delta's result has. The steps are added up before it is
// believed, so that memory is only taken for what a delta really makes.
// Throws Error(kInput).
std::size_t checked_delta_result_size(ByteView delta);

}  // namespace gitward

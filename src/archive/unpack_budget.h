// How many bytes may still come out of one outermost container and of all that
// lies in it. Whoever unpacks takes from it before the bytes are used, also for
// those that nobody reads: a few bytes could keep a processor busy for hours.
#pragma once

#include <cstdint>

namespace gitward {

// Invariant: left() never grows, and nothing can be taken once spent() holds.
class UnpackBudget {
 public:
  explicit UnpackBudget(std::uint64_t limit) noexcept
      : limit_(limit), left_(limit) {}

  // False if that is more than is left. Then it is spent.
  bool spend(std::uint64_t bytes) noexcept {
    if (spent_ || bytes > left_) {
      spent_ = true;
      left_ = 0;
      return false;
    }
    left_ -= bytes;
    return true;
  }

  std::uint64_t limit() const noexcept { return limit_; }
  std::uint64_t left() const noexcept { return left_; }
  bool spent() const noexcept { return spent_; }

 private:
  std::uint64_t limit_;
  std::uint64_t left_;
  bool spent_ = false;
};

}  // namespace gitward

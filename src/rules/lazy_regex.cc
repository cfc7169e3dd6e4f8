#include "rules/lazy_regex.h"

namespace gitward {

const Regex& LazyRegex::get() const {
  std::call_once(state_->once,
                 [this] { state_->regex.emplace(state_->pattern); });
  return *state_->regex;
}

}  // namespace gitward

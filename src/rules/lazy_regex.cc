#include "rules/lazy_regex.h"

namespace gitward {

const Regex& LazyRegex::get() const {
  std::call_once(state_->once, [this] {
    if (state_->head.empty()) {
      state_->regex.emplace(state_->pattern);
    } else {
      state_->regex.emplace(state_->pattern, MatchHead(state_->head));
    }
  });
  return *state_->regex;
}

}  // namespace gitward

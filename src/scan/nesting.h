// Which matches say nothing new.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "base/bytes.h"
#include "model/finding.h"
#include "rules/rule_list.h"

namespace gitward {

// Tells which matches of a rule lie within another of its matches that is a
// candidate of the same or a higher confidence: they say nothing new, and
// there can be thousands (a prefix repeated inside a long token).
// Requires: matches come by rule, then by the secret's begin, longer first.
class Nesting {
 public:
  void enter(RuleIndex rule) {
    if (rule_ == rule) return;
    rule_ = rule;
    reach_.fill(0);
  }
  bool hides(ByteRange secret, Confidence confidence) const {
    return std::any_of(reach_.begin() + level(confidence), reach_.end(),
                       [&](std::size_t end) { return end >= secret.end; });
  }
  void add(ByteRange secret, Confidence confidence) {
    std::size_t& end = *(reach_.begin() + level(confidence));
    end = std::max(end, secret.end);
  }

 private:
  static std::ptrdiff_t level(Confidence confidence) {
    return static_cast<std::ptrdiff_t>(confidence);
  }

  std::optional<RuleIndex> rule_;
  std::array<std::size_t, 4> reach_{};  // The last end, by confidence.
};

}  // namespace gitward

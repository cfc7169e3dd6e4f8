// The matches of a text, to ask of what is decoded from it whether it says
// anything that is not written there as well.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "scan/matcher.h"

namespace gitward {

// A question costs the logarithm of the number of matches, and the first one a
// look at each of them. Borrows the matches. Thread safety: none.
class WrittenMatches {
 public:
  // Requires: by rule, then by the secret's beginning, as find_matches() has
  // them.
  explicit WrittenMatches(std::span<const RawMatch> matches = {})
      : matches_(matches) {}

  // Whether a secret of a match of the rule overlaps the span.
  bool overlaps(RuleIndex rule, ByteRange span) {
    if (matches_.empty()) return false;
    if (ends_.empty()) learn_ends();
    const auto before = [this](const RawMatch& match, const RawMatch& place) {
      ++looked_at_;
      return match.rule != place.rule ? match.rule < place.rule
                                      : match.secret.begin < place.secret.begin;
    };
    RawMatch place;
    place.rule = rule;
    place.secret = {span.end, span.end};
    // The matches of the rule that begin before the span's end; of those
    // before them, only a smaller rule's.
    const auto behind =
        std::lower_bound(matches_.begin(), matches_.end(), place, before);
    if (behind == matches_.begin() || std::prev(behind)->rule != rule) {
      return false;
    }
    const auto last =
        static_cast<std::size_t>(std::prev(behind) - matches_.begin());
    return ends_[last] > span.begin;
  }

  // How many matches all questions together have looked at.
  std::uint64_t looked_at() const { return looked_at_; }

 private:
  // For each match the last end of those of its rule up to it.
  void learn_ends() {
    ends_.reserve(matches_.size());
    for (const RawMatch& match : matches_) {
      const bool same =
          !ends_.empty() && matches_[ends_.size() - 1].rule == match.rule;
      ends_.push_back(same ? std::max(ends_.back(), match.secret.end)
                           : match.secret.end);
    }
    looked_at_ += matches_.size();
  }

  const std::span<const RawMatch> matches_;
  std::vector<std::size_t> ends_;
  std::uint64_t looked_at_ = 0;
};

}  // namespace gitward

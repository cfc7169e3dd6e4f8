// A regular expression that costs nothing until it is needed: a run meets few
// of the built-in rules.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "match/match_head.h"
#include "match/regex.h"

namespace gitward {

// Immutable but for the compiled form, which one thread makes on first use
// and all share.
// Invariant: in a built RuleSet it compiles: users' expressions have been
// compiled when they were loaded, the built-in ones when gitward was built.
class LazyRegex {
 public:
  explicit LazyRegex(std::string pattern)
      : state_(std::make_unique<State>(std::move(pattern))) {}
  // With what every match begins: see Regex.
  LazyRegex(std::string pattern, std::vector<MatchHead::Part> head)
      : state_(std::make_unique<State>(std::move(pattern), std::move(head))) {}

  // Throws Error(kConfig): see Regex.
  const Regex& get() const;
  const std::string& pattern() const { return state_->pattern; }

  Regex::Outcome search(ByteView text, std::size_t from, MatchScratch& scratch,
                        Regex::Match& match) const {
    return get().search(text, from, scratch, match);
  }

 private:
  struct State {
    explicit State(std::string text, std::vector<MatchHead::Part> parts = {})
        : pattern(std::move(text)), head(std::move(parts)) {}
    std::string pattern;
    std::vector<MatchHead::Part> head;  // Empty: none is known.
    std::once_flag once;
    std::optional<Regex> regex;
  };
  std::unique_ptr<State> state_;
};

}  // namespace gitward

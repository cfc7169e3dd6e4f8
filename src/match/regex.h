// PCRE2 (8-bit, JIT) behind one type.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "match/match_head.h"

namespace gitward {

// The memory a match needs: the match data and the JIT stack. One per thread;
// never shared, reused without allocating.
class MatchScratch {
 public:
  MatchScratch();
  MatchScratch(const MatchScratch&) = delete;
  MatchScratch& operator=(const MatchScratch&) = delete;
  MatchScratch(MatchScratch&&) noexcept;
  MatchScratch& operator=(MatchScratch&&) noexcept;
  ~MatchScratch();

 private:
  friend class Regex;
  struct State;
  std::unique_ptr<State> state_;
};

// A regular expression over bytes (no UTF mode; `.` stops at LF; `$` only at
// the very end), compiled to machine code once it is used often.
// Invariant: it exists, so it compiles. Immutable and safe to share.
class Regex {
 public:
  // What a search found. A limit is never "no match": the caller must report
  // that the text was not scanned.
  enum class [[nodiscard]] Outcome{kMatch, kNoMatch, kLimit};

  // groups[0] is the whole match; a group that took no part is nothing.
  struct Match {
    std::vector<std::optional<ByteRange>> groups;
    ByteRange whole() const { return *groups[0]; }
  };

  // Throws Error(kConfig) with the offset and the cause.
  explicit Regex(std::string pattern);
  // Compiled only where the head fits. Requires: the pattern is known to
  // compile, it has no groups that capture, and every match begins with `head`.
  Regex(std::string pattern, const MatchHead& head);
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;
  ~Regex();

  // Searches `text` from `from` on for the leftmost match; look-behinds see
  // what is before `from`. Requires: from <= text.size().
  Outcome search(ByteView text, std::size_t from, MatchScratch& scratch,
                 Match& match) const noexcept;
  // The same, but the match must begin exactly at `at`.
  Outcome match_at(ByteView text, std::size_t at, MatchScratch& scratch,
                   Match& match) const noexcept;

  // True if no match begins at `at`, whatever bytes follow `text`. False says
  // nothing.
  bool fails_at(ByteView text, std::size_t at,
                MatchScratch& scratch) const noexcept;

  const std::string& pattern() const { return pattern_; }
  // How many bytes before its beginning a match depends on, at most.
  std::size_t max_look_behind() const;
  std::size_t group_count() const;
  // True if it matches the empty string: refused in allowlists.
  bool matches_empty() const;

 private:
  struct Code;
  enum class Start { kAnywhere, kHere };
  Outcome run(ByteView text, std::size_t from, Start start,
              MatchScratch& scratch, Match& match) const noexcept;

  std::string pattern_;
  MatchHead head_;
  std::unique_ptr<Code> code_;
};

}  // namespace gitward

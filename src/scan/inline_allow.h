// The markers by which a line of a content allows a finding on it.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "scan/line_index.h"

namespace gitward {

// One marker:
//   gitward:allow[rule, rule] reason             on a line of the secret
//   gitward:allow-next-line[rule, rule] reason   alone on the line before,
//                                                apart from what opens a
//                                                comment
//   gitleaks:allow                               on a line of the secret; any
//                                                rule
struct AllowMarker {
  std::vector<std::string_view> rules;
  bool any_rule = false;
  bool next_line = false;
  std::string_view reason;  // Up to the next marker; without comment ends.
};

// The markers on one line, in their order. Views into the line.
std::vector<AllowMarker> parse_allow_markers(ByteView line);

// Answers for one text. A line is read once, however many candidates it has.
// Borrows both arguments. Thread safety: none.
class InlineAllows {
 public:
  InlineAllows(ByteView text, LineIndex& lines) : text_(text), lines_(lines) {}

  // The reason why a secret of this rule is allowed here, if it is: decided by
  // its first line, its last line, and the line before.
  std::optional<std::string> reason_for(std::string_view rule,
                                        ByteRange secret);

 private:
  const std::vector<AllowMarker>& markers_on(std::size_t line);

  ByteView text_;
  LineIndex& lines_;
  std::map<std::size_t, std::vector<AllowMarker>> known_;
};

}  // namespace gitward

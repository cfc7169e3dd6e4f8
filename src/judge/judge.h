// The verdict on what stands beside a name.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "judge/key_value.h"
#include "model/finding.h"

namespace gitward {

// All that a verdict depends on lies within so many bytes before the keyword
// and behind it.
inline constexpr std::size_t kJudgeBefore = kKeyValueBefore + 160;
inline constexpr std::size_t kJudgeAfter = kKeyValueAfter + 160;

// How sure it is that the value is a secret, or nothing if it is none. Reads
// content only: what a path says is for others.
std::optional<Confidence> judge_key_value(ByteView text,
                                          const KeyValue& candidate);

// The same with its reasons.
struct JudgeReasons {
  int score = 0;  // The log of the odds, in hundredths.
  // Whether that is the score of a first look, because it is too low for a
  // second one; and from which score on there is one.
  bool at_first_look = false;
  int least_first = 0;
  // From which score on a candidate is of low, medium and high confidence.
  std::array<int, 3> levels{};
  std::optional<Confidence> confidence;
  // Where the score starts before anything is known, in hundredths.
  int start = 0;
  // What moved the score most from there, the strongest first: "value holds no
  // word (+1.2)".
  std::vector<std::string> reasons;
};

JudgeReasons explain_key_value(ByteView text, const KeyValue& candidate);

// Of the tables that verdicts come from: with others they may be others. 32
// hexadecimal digits.
std::string_view judge_hash();

}  // namespace gitward

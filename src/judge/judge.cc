#include "judge/judge.h"

#include <algorithm>

#include <fmt/format.h>

#include "judge/features.h"
#include "judge/forest.h"
#include "judge/tables.h"

namespace gitward {
namespace {

constexpr std::size_t kMostReasons = 6;

std::optional<Confidence> level_of(int score) {
  const auto& levels = judge_tables().levels;
  if (score >= levels[2]) return Confidence::kHigh;
  if (score >= levels[1]) return Confidence::kMedium;
  if (score >= levels[0]) return Confidence::kLow;
  return std::nullopt;
}

int hundredths(int score) {
  return score * 100 / kForestUnit;
}

}  // namespace

std::optional<Confidence> judge_key_value(ByteView text,
                                          const KeyValue& candidate) {
  FeatureMaker features(text, candidate);
  if (first_score(features.first()) < judge_tables().least_first) {
    return std::nullopt;
  }
  const std::optional<int> score =
      forest_score(features.all(), judge_tables().levels[0]);
  return score ? level_of(*score) : std::nullopt;
}

JudgeReasons explain_key_value(ByteView text, const KeyValue& candidate) {
  const Features features = features_of(text, candidate);
  JudgeReasons reasons;
  int score = first_score(features);
  reasons.least_first = hundredths(judge_tables().least_first);
  reasons.at_first_look = score < judge_tables().least_first;
  if (!reasons.at_first_look) {
    score = forest_score(features);
    reasons.confidence = level_of(score);
  }
  reasons.score = hundredths(score);
  for (std::size_t i = 0; i < reasons.levels.size(); ++i) {
    reasons.levels[i] = hundredths(judge_tables().levels[i]);
  }
  const auto weights = reasons.at_first_look ? first_weights(features)
                                             : forest_weights(features);
  int moved = 0;
  for (const FeatureWeight& one : weights) moved += one.weight;
  reasons.start = hundredths(score - moved);
  for (const FeatureWeight& one : weights) {
    if (reasons.reasons.size() == kMostReasons) break;
    reasons.reasons.push_back(
        fmt::format("{}: {} ({:+.2f})", words_of(one.feature),
                    features[static_cast<std::size_t>(one.feature)],
                    static_cast<double>(one.weight) / kForestUnit));
  }
  return reasons;
}

std::string_view judge_hash() {
  return judge_tables().hash;
}

}  // namespace gitward

// The learned judge: small decision trees over numbers, summed up. Integers
// alone, in a fixed order: the same verdict on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/features.h"

namespace gitward {

// A tree's nodes lie in the order of a walk that goes left first: the left
// child of a node is the next one.
struct ForestNode {
  std::int16_t feature = -1;   // Or -1: a leaf.
  std::int16_t threshold = 0;  // Left if the feature is not above it.
  std::uint16_t right = 0;     // So many nodes on.
  std::int16_t value = 0;      // The mean below it, in kForestUnit.
};

// So many make a natural log of odds.
inline constexpr int kForestUnit = 4096;

// The log of the odds that a candidate with these features is a secret, by a
// look at the first of them.
int first_score(const Features& features);

// By all of them.
int forest_score(const Features& features);

// The same, or nothing as soon as it can't be `least` any more.
std::optional<int> forest_score(const Features& features, int least);

// What a feature added to a score, over all trees.
struct FeatureWeight {
  Feature feature{};
  int weight = 0;
};

// The features by how much they moved the score of the first look, or the
// other, the most first; those that moved nothing are left out.
std::vector<FeatureWeight> first_weights(const Features& features);
std::vector<FeatureWeight> forest_weights(const Features& features);

}  // namespace gitward

#include "judge/forest.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

#include "judge/tables.h"

namespace gitward {

namespace {

int leaf_of(const ForestNode* node, const Features& features) {
  while (node->feature >= 0) {
    const bool left =
        features[static_cast<std::size_t>(node->feature)] <= node->threshold;
    node += left ? 1 : node->right;
  }
  return node->value;
}

using Trees = std::span<const std::uint32_t>;

int score_by(Trees trees, const Features& features) {
  const JudgeTables& tables = judge_tables();
  int score = 0;
  for (const std::uint32_t tree : trees) {
    score += leaf_of(&tables.nodes[tree], features);
  }
  return score;
}

std::vector<FeatureWeight> weights_in(Trees trees, const Features& features) {
  const JudgeTables& tables = judge_tables();
  std::array<int, kFeatures> weights{};
  for (const std::uint32_t tree : trees) {
    const ForestNode* node = &tables.nodes[tree];
    while (node->feature >= 0) {
      const auto feature = static_cast<std::size_t>(node->feature);
      const ForestNode* const next =
          node + (features[feature] <= node->threshold ? 1 : node->right);
      weights[feature] += next->value - node->value;
      node = next;
    }
  }
  std::vector<FeatureWeight> sorted;
  for (std::size_t i = 0; i < kFeatures; ++i) {
    if (weights[i] != 0) {
      sorted.push_back({static_cast<Feature>(i), weights[i]});
    }
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const FeatureWeight& a, const FeatureWeight& b) {
                     return std::abs(a.weight) > std::abs(b.weight);
                   });
  return sorted;
}

}  // namespace

int first_score(const Features& features) {
  return score_by(judge_tables().first_trees, features);
}

int forest_score(const Features& features) {
  return score_by(judge_tables().trees, features);
}

std::optional<int> forest_score(const Features& features, int least) {
  const JudgeTables& tables = judge_tables();
  int score = 0;
  for (std::size_t i = 0; i < tables.trees.size(); ++i) {
    score += leaf_of(&tables.nodes[tables.trees[i]], features);
    if (score + tables.most_behind[i] < least) return std::nullopt;
  }
  return score;
}

std::vector<FeatureWeight> first_weights(const Features& features) {
  return weights_in(judge_tables().first_trees, features);
}

std::vector<FeatureWeight> forest_weights(const Features& features) {
  return weights_in(judge_tables().trees, features);
}

}  // namespace gitward

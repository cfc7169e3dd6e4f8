#include "judge/forest.h"

#include <cstdint>
#include <cstdlib>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "base/file.h"
#include "judge/judge.h"
#include "judge/tables.h"
#include "support/catch.h"
#include "support/key_values.h"

using namespace gitward;

namespace {

// forest.txt, walked as it is written.
class SlowForest {
 public:
  SlowForest() {
    std::istringstream file(
        read_file(std::string(GITWARD_SOURCE_DIR) + "/src/judge/forest.txt")
            .value());
    std::string line;
    std::getline(file, line);
    std::getline(file, line);
    std::getline(file, line);
    std::istringstream levels(line);
    for (int level = 0; levels >> level;) levels_.push_back(level);
    first_ = static_cast<std::size_t>(levels_.back());
    while (std::getline(file, line)) trees_.push_back(line);
  }

  // Of the first look, then low, medium, high, then how many trees that has.
  const std::vector<int>& levels() const { return levels_; }

  int first_score(const Features& features) const {
    return score(0, first_, features);
  }
  int score(const Features& features) const {
    return score(first_, trees_.size(), features);
  }

 private:
  int score(std::size_t begin, std::size_t end,
            const Features& features) const {
    int sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      std::istringstream words(trees_[i]);
      sum += value_of(words, features, true);
      std::string rest;
      REQUIRE(!(words >> rest));
    }
    return sum;
  }
  // Reads all of a node, and tells the leaf's value if it was asked for.
  static int value_of(std::istringstream& words, const Features& features,
                      bool wanted) {
    std::string first;
    REQUIRE(words >> first);
    int value = 0;
    if (first == "=") {
      REQUIRE(words >> value);
      return wanted ? value : 0;
    }
    int threshold = 0;
    REQUIRE(words >> threshold >> value);
    const bool left = features[std::stoul(first)] <= threshold;
    const int on_left = value_of(words, features, wanted && left);
    const int on_right = value_of(words, features, wanted && !left);
    return left ? on_left : on_right;
  }

  std::vector<int> levels_;
  std::vector<std::string> trees_;
  std::size_t first_ = 0;  // So many are of the first look.
};

Features random_features(std::mt19937& engine) {
  Features features{};
  const unsigned most = 1U << (1 + engine() % 12);
  for (std::int16_t& number : features) {
    number = static_cast<std::int16_t>(engine() % most) -
             static_cast<std::int16_t>(engine() % 2);
  }
  return features;
}

}  // namespace

TEST_CASE("a score is what a walk over the forest's file says") {
  const SlowForest forest;
  std::mt19937 engine(1);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    const Features features = random_features(engine);
    REQUIRE(first_score(features) == forest.first_score(features));
    REQUIRE(forest_score(features) == forest.score(features));
  }
  const JudgeTables& tables = judge_tables();
  CHECK(std::vector<int>{tables.least_first, tables.levels[0], tables.levels[1],
                         tables.levels[2],
                         static_cast<int>(tables.first_trees.size())} ==
        forest.levels());
}

TEST_CASE("a score is given up only where it can't be reached") {
  std::mt19937 engine(2);
  int given_up = 0;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const Features features = random_features(engine);
    const int score = forest_score(features);
    for (const int least : {score - 1, score, score + 1, score + 20000}) {
      const std::optional<int> early = forest_score(features, least);
      if (early) {
        CHECK(*early == score);
      } else {
        CHECK(score < least);
        ++given_up;
      }
    }
    CHECK(forest_score(features, score) == score);
  }
  CHECK(given_up > 0);
}

TEST_CASE("extreme features have a score") {
  for (const int extreme : {INT16_MIN, -1, 0, INT16_MAX}) {
    Features features{};
    features.fill(static_cast<std::int16_t>(extreme));
    CHECK(forest_score(features) == SlowForest().score(features));
  }
}

TEST_CASE("the weights of features and the forest's mean make the score") {
  std::mt19937 engine(2);
  const auto sum_of = [](std::span<const std::uint32_t> trees,
                         const std::vector<FeatureWeight>& weights) {
    int sum = 0;
    for (const std::uint32_t tree : trees) {
      sum += judge_tables().nodes[tree].value;
    }
    int last = INT32_MAX;
    for (const FeatureWeight& one : weights) {
      sum += one.weight;
      CHECK(one.weight != 0);
      CHECK(std::abs(one.weight) <= last);
      last = std::abs(one.weight);
    }
    return sum;
  };
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    const Features features = random_features(engine);
    CHECK(sum_of(judge_tables().trees, forest_weights(features)) ==
          forest_score(features));
    CHECK(sum_of(judge_tables().first_trees, first_weights(features)) ==
          first_score(features));
  }
}

TEST_CASE("a first look ends it only where its score is too low") {
  int ended = 0;
  int looked_at = 0;
  for (const std::string text :
       {"password = get_password()", "token: string,", "key: value\n",
        "password = \"your-password\"", "api_key = \"q7Zt2vLw9XbR4mNc\""}) {
    CAPTURE(text);
    for (const KeyValue& one : key_values_in(text)) {
      const int first = first_score(features_of(text, one));
      const JudgeReasons reasons = explain_key_value(text, one);
      CHECK(reasons.at_first_look == (first < judge_tables().least_first));
      CHECK(judge_key_value(text, one) == reasons.confidence);
      CHECK(!reasons.reasons.empty());
      if (reasons.at_first_look) {
        CHECK(!reasons.confidence);
        CHECK(reasons.score == first * 100 / kForestUnit);
        CHECK(reasons.score <= reasons.least_first);
        ++ended;
      } else {
        ++looked_at;
      }
    }
  }
  CHECK(ended > 0);
  CHECK(looked_at > 0);
}

TEST_CASE("a verdict is its score's level, with reasons in words") {
  const std::string filling = std::string("Xq7vT2m") + "K9pLw4Zr";
  const std::string text = "db_password = \"" + filling + "\"\n";
  const auto found = key_values_in(text);
  REQUIRE(found.size() == 1);
  const JudgeReasons reasons = explain_key_value(text, found[0]);
  CHECK(reasons.confidence == judge_key_value(text, found[0]));
  REQUIRE(reasons.confidence.has_value());
  CHECK(reasons.score >= reasons.levels[0]);
  CHECK(reasons.levels[0] <= reasons.levels[1]);
  CHECK(reasons.levels[1] <= reasons.levels[2]);
  CHECK(reasons.score ==
        forest_score(features_of(text, found[0])) * 100 / kForestUnit);
  int start = 0;
  for (const std::uint32_t tree : judge_tables().trees) {
    start += judge_tables().nodes[tree].value;
  }
  CHECK(reasons.start == start * 100 / kForestUnit);
  CHECK(!reasons.reasons.empty());
  CHECK(reasons.reasons.size() <= 6);
  for (const std::string& reason : reasons.reasons) {
    CAPTURE(reason);
    // "bytes of the value: 15 (+0.31)", and nothing of the value.
    CHECK(reason.find(": ") != std::string::npos);
    CHECK((reason.find("(+") != std::string::npos ||
           reason.find("(-") != std::string::npos));
    CHECK(reason.find(filling) == std::string::npos);
  }
}

TEST_CASE("what is plainly no secret has no confidence") {
  for (const std::string text :
       {"password = get_password()", "password: String,",
        "token = \"your-token-here\"", "password_field = \"password\"",
        "api_key = os.environ[\"API_KEY\"]", "key: value\n"}) {
    CAPTURE(text);
    for (const KeyValue& one : key_values_in(text)) {
      CHECK(!judge_key_value(text, one));
      CHECK(!explain_key_value(text, one).confidence);
    }
  }
}

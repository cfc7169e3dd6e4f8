#include "scan/written_matches.h"

#include <algorithm>
#include <random>
#include <tuple>

#include "support/catch.h"

using namespace gitward;

namespace {

RawMatch match_of(RuleIndex rule, std::size_t begin, std::size_t end) {
  RawMatch match;
  match.rule = rule;
  match.secret = match.whole = {begin, end};
  return match;
}

void put_in_order(std::vector<RawMatch>& matches) {
  std::sort(matches.begin(), matches.end(),
            [](const RawMatch& a, const RawMatch& b) {
              return std::tuple(a.rule, a.secret.begin, ~a.secret.end) <
                     std::tuple(b.rule, b.secret.begin, ~b.secret.end);
            });
}

}  // namespace

TEST_CASE("a span overlaps what a look at every match says") {
  const unsigned seed = GENERATE(range(0U, 50U));
  CAPTURE(seed);
  std::mt19937_64 engine(seed);
  const auto any = [&](std::size_t below) {
    return static_cast<std::size_t>(engine() % below);
  };
  std::vector<RawMatch> matches;
  const std::size_t count = any(40);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = any(200);
    matches.push_back(match_of(static_cast<RuleIndex>(any(4)), begin,
                               begin + 1 + any(any(10) == 0 ? 150 : 8)));
  }
  put_in_order(matches);
  WrittenMatches written(matches);
  for (int i = 0; i < 200; ++i) {
    const auto rule = static_cast<RuleIndex>(any(5));
    const std::size_t begin = any(220);
    const ByteRange span{begin, begin + 1 + any(30)};
    const bool wanted =
        std::any_of(matches.begin(), matches.end(), [&](const RawMatch& match) {
          return match.rule == rule && match.secret.overlaps(span);
        });
    CHECK(written.overlaps(rule, span) == wanted);
  }
}

TEST_CASE("many questions about many matches look at few of them") {
  constexpr std::size_t kCount = 50'000;
  constexpr std::size_t kMostEach = 40;
  std::vector<RawMatch> matches;
  for (std::size_t i = 0; i < kCount; ++i) {
    matches.push_back(match_of(1, 10 * i, 10 * i + 5));
  }
  WrittenMatches written(matches);
  for (std::size_t i = 0; i < kCount; ++i) {
    REQUIRE_FALSE(written.overlaps(1, {10 * i + 6, 10 * i + 9}));
  }
  CHECK(written.looked_at() <= kCount + kMostEach * kCount);
}

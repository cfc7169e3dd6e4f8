#include "scan/copies.h"

#include <utility>
#include <vector>

#include "support/catch.h"

using namespace gitward;

using Gaps = std::vector<std::pair<std::size_t, std::size_t>>;

namespace {

Gaps gaps_of(const Copies& copies) {
  Gaps gaps;
  copies.for_each_gap([&](std::size_t begin, std::size_t end) {
    gaps.emplace_back(begin, end);
  });
  return gaps;
}

}  // namespace

TEST_CASE("copies that continue each other are one, short ones are none") {
  const std::vector<CopiedRange> ranges = {
      {0, 40, 100}, {40, 40, 140}, {90, 63, 200}, {153, 64, 300}};
  const Copies copies(ranges, 300, 400);
  REQUIRE(copies.all().size() == 2);
  CHECK(copies.all()[0].size == 80);
  CHECK(copies.all()[1].begin == 153);
  CHECK(gaps_of(copies) == Gaps{{0, 0}, {80, 153}, {217, 300}});
}

TEST_CASE("a content without copies is one gap and has no edge of its base") {
  const Copies copies({}, 10, 10);
  CHECK(gaps_of(copies) == Gaps{{0, 10}});
  CHECK_FALSE(copies.is_edge_of_base(0));
  CHECK_FALSE(copies.is_edge_of_base(10));
  CHECK(copies.within(3, 4, {}) == nullptr);
}

TEST_CASE("a range is within a copy with all that it reaches") {
  const std::vector<CopiedRange> ranges = {{100, 100, 500}};
  const Copies copies(ranges, 1000, 1000);
  CHECK(copies.within(110, 120, {10, 80}) == &copies.all()[0]);
  CHECK(copies.within(110, 120, {11, 80}) == nullptr);
  CHECK(copies.within(110, 120, {10, 81}) == nullptr);
  CHECK(copies.within(110, 120, {kUnlimited, 0}) == nullptr);
}

TEST_CASE("what reaches an edge of the content is within only at the base's") {
  const std::vector<CopiedRange> ranges = {{0, 200, 0}};
  CHECK(Copies(ranges, 200, 200).within(5, 195, {10, 10}) != nullptr);
  CHECK(Copies(ranges, 200, 201).within(5, 195, {10, 10}) == nullptr);
  CHECK(Copies(ranges, 201, 200).within(5, 195, {10, 10}) == nullptr);
  const std::vector<CopiedRange> moved = {{0, 200, 1}};
  CHECK(Copies(moved, 200, 201).within(5, 195, {10, 10}) == nullptr);
}

TEST_CASE("an edge of the base nearby must be one of the content") {
  const std::vector<CopiedRange> ranges = {{100, 200, 0}};
  const Copies copies(ranges, 400, 200);
  CHECK(copies.within(150, 160, {49, 139}) != nullptr);
  CHECK(copies.within(150, 160, {50, 10}) == nullptr);
  CHECK(copies.within(150, 160, {10, 140}) == nullptr);
}

TEST_CASE(
    "where a copy begins or ends both contents there is an edge of both") {
  const std::vector<CopiedRange> whole = {{0, 200, 0}};
  CHECK(Copies(whole, 300, 200).is_edge_of_base(0));
  CHECK(Copies(whole, 200, 200).is_edge_of_base(200));
  CHECK_FALSE(Copies(whole, 200, 201).is_edge_of_base(200));
  const std::vector<CopiedRange> moved = {{0, 200, 1}};
  CHECK_FALSE(Copies(moved, 200, 201).is_edge_of_base(0));
  CHECK(Copies(moved, 200, 201).is_edge_of_base(200));
}

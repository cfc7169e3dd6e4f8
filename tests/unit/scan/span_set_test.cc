#include "scan/span_set.h"

#include <bitset>
#include <random>

#include "support/catch.h"

using namespace gitward;

TEST_CASE("a set of spans holds the bytes that were added, and no other") {
  const unsigned seed = GENERATE(range(0U, 100U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  SpanSet set;
  std::bitset<64> bytes;
  for (int i = 0; i < 30; ++i) {
    const std::size_t begin = random() % 60;
    const ByteRange range{begin, begin + random() % 5};
    bool overlaps = false;
    for (std::size_t k = range.begin; k < range.end; ++k) overlaps |= bytes[k];
    CAPTURE(range.begin, range.end);
    CHECK(set.overlaps(range) == overlaps);
    if (random() % 2 == 0) continue;
    set.add(range);
    for (std::size_t k = range.begin; k < range.end; ++k) bytes.set(k);
  }
}

#include "pipeline/workers.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "base/error.h"
#include "support/catch.h"

using namespace gitward;

TEST_CASE("every piece of work is done once, whatever the thread count") {
  for (const unsigned threads : {1U, 2U, 5U, 16U}) {
    Workers workers(nullptr, threads);
    for (const std::size_t count : {0U, 1U, 7U, 8U, 1000U}) {
      std::vector<int> done(count, 0);
      workers.for_each(count, [&](Worker&, std::size_t i) { done[i] += 1; });
      CHECK(std::accumulate(done.begin(), done.end(), 0) ==
            static_cast<int>(count));
      CHECK(std::all_of(done.begin(), done.end(),
                        [](int times) { return times == 1; }));
    }
  }
}

TEST_CASE("each worker has an index of its own") {
  Workers workers(nullptr, 3);
  std::vector<std::atomic<int>> at_once(workers.size());
  std::atomic<bool> shared = false;
  std::atomic<bool> outside = false;
  workers.for_each(500, [&](Worker& worker, std::size_t) {
    // Assertions are for one thread only: what is wrong is kept for later.
    if (worker.index >= at_once.size()) {
      outside = true;
      return;
    }
    if (at_once[worker.index].fetch_add(1) != 0) shared = true;
    at_once[worker.index].fetch_sub(1);
  });
  CHECK_FALSE(shared);
  CHECK_FALSE(outside);
}

TEST_CASE("an exception of any thread comes out, and the pool stays usable") {
  for (const unsigned threads : {1U, 4U}) {
    Workers workers(nullptr, threads);
    CHECK_THROWS_AS(workers.for_each(100,
                                     [](Worker&, std::size_t i) {
                                       if (i == 60) {
                                         throw Error(ErrorKind::kBug,
                                                     "on purpose");
                                       }
                                     }),
                    Error);
    std::atomic<int> done = 0;
    workers.for_each(100, [&](Worker&, std::size_t) { ++done; });
    CHECK(done == 100);
  }
}

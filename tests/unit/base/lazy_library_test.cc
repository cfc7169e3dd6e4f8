#include "base/lazy_library.h"

#include <math.h>
#include <string.h>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "support/catch.h"

namespace gitward {
namespace {

constinit LazyLibrary maths("libm.so.6");
constinit LazyFunction<decltype(::significand)> binary_digits(maths,
                                                              "significand");

constinit LazyLibrary unloaded("libm.so.6");
constinit LazyFunction<decltype(::significand)> late_digits(unloaded,
                                                            "significand");

}  // namespace

TEST_CASE("a function of a lazy library is called like any other") {
  CHECK(binary_digits(24) == 1.5);
  double (*const pointer)(double) = binary_digits;
  CHECK(pointer(-4) == -1);
}

TEST_CASE("several threads may be the first to call a lazy function") {
  std::vector<double> results(8);
  {
    std::vector<std::jthread> threads;
    for (double& result : results) {
      threads.emplace_back([&] { result = late_digits(48); });
    }
  }
  CHECK(results == std::vector<double>(results.size(), 1.5));
}

TEST_CASE("a library that is not there is named, and what to do about it") {
  LazyLibrary library("libgitward-none.so.7");
  LazyFunction<int(int)> function(library, "anything");
  // At every call: one that failed is not remembered as one that worked.
  for (int i = 0; i < 2; ++i) {
    CHECK_THROWS_WITH(function(1), ContainsSubstring("libgitward-none.so.7") &&
                                       ContainsSubstring("install it") &&
                                       ContainsSubstring("LD_LIBRARY_PATH"));
  }
}

TEST_CASE("a function that a library lacks is named") {
  LazyFunction<int(int)> function(maths, "gitward_none");
  CHECK_THROWS_WITH(function(1), ContainsSubstring("libm.so.6") &&
                                     ContainsSubstring("gitward_none"));
}

TEST_CASE("a missing library is not taken for one unreadable thing") {
  LazyLibrary library("libgitward-none.so.7");
  try {
    library.find("anything");
    FAIL("it was found");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBug);
  }
}

}  // namespace gitward

#include "scan/entropy.h"

#include <string>

#include "support/catch.h"

using namespace gitward;

TEST_CASE("entropy counts the bits that a byte of the distribution carries") {
  CHECK(shannon_entropy("") == 0);
  CHECK(shannon_entropy("aaaaaaa") == 0);
  CHECK(shannon_entropy("abab") == 1);
  CHECK(shannon_entropy("abcdefgh") == 3);
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(shannon_entropy(all) == 8);
  CHECK(shannon_entropy("aaab") > 0.81);
  CHECK(shannon_entropy("aaab") < 0.82);
}

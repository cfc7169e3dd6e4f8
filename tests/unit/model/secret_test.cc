#include "model/secret.h"

#include "support/catch.h"

using namespace gitward;

TEST_CASE("redaction shows the public prefix and hides the length") {
  CHECK(redact("abc_0123456789", 3) == "abc…");
  CHECK(redact("abc_01234567890123456789", 3) == "abc…");
  CHECK(redact("hunter2", 0) == "…");
}

TEST_CASE("redaction never shows more than a quarter") {
  CHECK(redact("abcdefgh", 6) == "ab…");
}

TEST_CASE("of a key block the armour line is shown") {
  const std::string dashes(5, '-');
  const std::string armour = dashes + "BEGIN A KEY" + dashes;
  CHECK(redact(armour + "\nMIIB", 0) == armour + "…");
}

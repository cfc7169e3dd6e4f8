#include "base/digest.h"

#include "support/catch.h"

using namespace gitward;

TEST_CASE("digests are XXH3's, in canonical order") {
  // Golden values: a changed hash orphans every baseline and must be a
  // decision. From xxhsum -H2 and -H3 of the same input.
  CHECK(xxh3_128("").hex() == "99aa06d3014798d86001c324468d497f");
  CHECK(xxh3_64("") == 0x2d06800538d394c2U);
}

TEST_CASE("a digest survives its hexadecimal form") {
  const Digest digest = xxh3_128("gitward");
  CHECK(Digest::from_hex(digest.hex()) == digest);
}

TEST_CASE("only 32 hexadecimal digits are a digest") {
  CHECK_FALSE(Digest::from_hex(""));
  CHECK_FALSE(Digest::from_hex("99aa06d3014798d86001c324468d497"));
  CHECK_FALSE(Digest::from_hex("99aa06d3014798d86001c324468d497g"));
}

#include "store/inflate.h"

#include <string>

#include "base/error.h"
#include "support/catch.h"

using namespace gitward;

namespace {

const std::string kText = "abc";

// kText in one block: stored, or with deflate's fixed codes (RFC 1951, 3.2).
std::string stored() {
  return std::string("\x78\x9c\x01\x03\x00\xfc\xff", 7) + kText +
         std::string("\x02\x4d\x01\x27", 4);
}
std::string with_fixed_codes() {
  return std::string("\x78\x9c\x4b\x4c\x4a\x06\x00\x02\x4d\x01\x27", 11);
}

std::string inflated(const std::string& stream, bool verified,
                     std::size_t size = kText.size()) {
  std::string out(size, '\0');
  Inflater inflater;
  if (verified) {
    inflater.inflate_verified(stream, out.data(), out.size());
  } else {
    inflater.inflate(stream, out.data(), out.size());
  }
  return out;
}

}  // namespace

TEST_CASE("a stream is inflated whatever its kind of blocks") {
  for (const bool verified : {false, true}) {
    CHECK(inflated(stored(), verified) == kText);
    CHECK(inflated(with_fixed_codes(), verified) == kText);
    CHECK(inflated(stored() + "more", verified) == kText);
  }
  Inflater inflater;
  CHECK(inflater.inflate_all(stored(), 100) == kText);
  CHECK(inflater.inflate_all(with_fixed_codes(), 100) == kText);
}

TEST_CASE("a stream without a zlib header, cut or of another size is refused") {
  for (const bool verified : {false, true}) {
    for (const std::string& stream : {stored(), with_fixed_codes()}) {
      CHECK_THROWS_AS(inflated(stream.substr(1), verified), Error);
      CHECK_THROWS_AS(inflated(stream.substr(0, 1), verified), Error);
      CHECK_THROWS_AS(inflated("", verified), Error);
      // Cut within the block.
      CHECK_THROWS_AS(inflated(stream.substr(0, stream.size() - 6), verified),
                      Error);
      CHECK_THROWS_AS(inflated(stream, verified, kText.size() - 1), Error);
      CHECK_THROWS_AS(inflated(stream, verified, kText.size() + 1), Error);
      // Another method; a dictionary.
      CHECK_THROWS_AS(inflated("\x77" + stream.substr(1), verified), Error);
      CHECK_THROWS_AS(inflated("\x78\xbb" + stream.substr(2), verified), Error);
    }
  }
}

TEST_CASE("a stream's own checksum counts unless another one was asked") {
  std::string stream = stored();
  stream.back() = '\x26';
  CHECK_THROWS_AS(inflated(stream, false), Error);
  CHECK(inflated(stream, true) == kText);
}

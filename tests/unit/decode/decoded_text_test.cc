#include "decode/decoded_text.h"

#include "support/catch.h"

namespace gitward {
namespace {

TEST_CASE("a byte that means itself comes from where it stands") {
  const ByteView source = "abc%3Ddef";
  DecodedText decoded;
  decoded.add_verbatim(source, {0, 3});
  decoded.add_whole({3, 6}, "=");
  decoded.add_verbatim(source, {6, 9});
  CHECK(decoded.text() == "abc=def");
  CHECK(decoded.original({1, 2}) == ByteRange{1, 2});
  CHECK(decoded.original({3, 4}) == ByteRange{3, 6});
  CHECK(decoded.original({2, 5}) == ByteRange{2, 7});
  CHECK(decoded.original({4, 7}) == ByteRange{6, 9});
  CHECK(decoded.decoded() == ByteRange{3, 4});
  CHECK_FALSE(decoded.holds_decoded({0, 3}));
  CHECK(decoded.holds_decoded({0, 4}));
  CHECK_FALSE(decoded.holds_decoded({4, 7}));
}

TEST_CASE("bytes in base64 come from the digits that hold their bits") {
  const ByteView source = "x YWJj\nZGVm";  // "abc" and "def".
  DecodedText decoded;
  decoded.add_verbatim(source, {0, 2});
  decoded.add_digits(source, {{2, 6}, {7, 11}}, 6);
  CHECK(decoded.text() == "x abcdef");
  CHECK(decoded.original({2, 3}) == ByteRange{2, 4});
  CHECK(decoded.original({3, 4}) == ByteRange{3, 5});
  CHECK(decoded.original({4, 5}) == ByteRange{4, 6});
  CHECK(decoded.original({2, 5}) == ByteRange{2, 6});
  CHECK(decoded.original({5, 8}) == ByteRange{7, 11});
  CHECK(decoded.original({4, 6}) == ByteRange{4, 9});
}

TEST_CASE("digits that make no whole byte mean nothing") {
  DecodedText decoded;
  decoded.add_digits("YWJjZ", {{0, 5}}, 6);
  CHECK(decoded.text() == "abc");
}

TEST_CASE("hexadecimal digits stand for half a byte") {
  DecodedText decoded;
  decoded.add_digits("6a6B", {{0, 4}}, 4);
  CHECK(decoded.text() == "jk");
  CHECK(decoded.original({1, 2}) == ByteRange{2, 4});
}

}  // namespace
}  // namespace gitward

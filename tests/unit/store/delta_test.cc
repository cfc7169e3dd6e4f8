#include "store/delta.h"

#include <string>

#include "base/error.h"
#include "support/catch.h"

using namespace gitward;

namespace {

// A delta from its parts, sizes below 128.
std::string delta_of(std::size_t base, std::size_t result,
                     const std::string& steps) {
  return std::string{static_cast<char>(base), static_cast<char>(result)} +
         steps;
}

std::string insert(const std::string& bytes) {
  return static_cast<char>(bytes.size()) + bytes;
}

// One byte of offset and one of size.
std::string copy(std::size_t offset, std::size_t size) {
  return {static_cast<char>(0x91), static_cast<char>(offset),
          static_cast<char>(size)};
}

std::string applied(const std::string& base, const std::string& delta) {
  std::string out(delta_result_size(delta), '\0');
  apply_delta(base, delta, out.data());
  return out;
}

}  // namespace

TEST_CASE("a delta copies from its base and inserts between") {
  const std::string delta =
      delta_of(6, 7, copy(4, 2) + insert("xyz") + copy(0, 2));
  CHECK(applied("abcdef", delta) == "efxyzab");
}

TEST_CASE("a copy without a size is of 64 KiB") {
  const std::string base(0x10000, 'b');
  // Sizes of 65,536 as varints, then a copy with no offset and no size bytes.
  const std::string delta = "\x80\x80\x04\x80\x80\x04\x80";
  CHECK(applied(base, delta) == base);
}

TEST_CASE("an empty result is no error") {
  CHECK(applied("abcdef", delta_of(6, 0, "")).empty());
}

TEST_CASE("a damaged delta is an error, never a wrong result") {
  const auto refused = [](const std::string& delta) {
    std::string out(256, '\0');
    CHECK_THROWS_AS(apply_delta("abcdef", delta, out.data()), Error);
  };
  refused("");
  refused("\x06");
  refused(delta_of(6, 3, insert("xyz") + insert("z")));  // Too long.
  refused(delta_of(6, 4, insert("xyz")));                // Too short.
  refused(delta_of(6, 3, copy(4, 3)));                   // Beyond the base.
  refused(delta_of(6, 1, copy(200, 1)));
  refused(delta_of(6, 3, insert("xyz").substr(0, 3)));  // Truncated.
  refused(delta_of(6, 3, std::string(1, '\0')));        // Reserved.
  refused(std::string(12, '\xff'));                     // Endless size.
}

TEST_CASE("a large result is believed only if the steps add up to it") {
  const std::string base(0x10000, 'b');
  std::string delta = "\x80\x80\x04\x80\x80\x80\x01";  // 2 MiB.
  for (int i = 1; i < 32; ++i) delta += '\x80';
  CHECK_THROWS_AS(delta_result_size(delta), Error);
  CHECK(delta_result_size(delta + '\x80') == 0x200000);
}

TEST_CASE("the copies of a delta are told, those that go on as one") {
  const std::string delta = delta_of(
      6, 8, insert("x") + copy(0, 2) + copy(2, 2) + insert("y") + copy(1, 2));
  std::string out(8, '\0');
  std::vector<CopiedRange> copies = {{1, 2, 3}};
  apply_delta("abcdef", delta, out.data(), &copies);
  CHECK(out == "xabcdybc");
  REQUIRE(copies.size() == 2);
  CHECK(copies[0].begin == 1);
  CHECK(copies[0].size == 4);
  CHECK(copies[0].base_begin == 0);
  CHECK(copies[1].begin == 6);
  CHECK(copies[1].base_begin == 1);
  CHECK(copies[1].base_end() == 3);
}

TEST_CASE("a delta made for another base is refused") {
  std::string out(3, '\0');
  CHECK_THROWS_AS(
      apply_delta("abcde", delta_of(6, 3, insert("xyz")), out.data()), Error);
}

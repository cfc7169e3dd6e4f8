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

TEST_CASE(
    "a copy says each byte of its offset and its size, or leaves it out") {
  std::string base(0x30000, '\0');
  for (std::size_t i = 0; i < base.size(); ++i) {
    base[i] = static_cast<char>(i * i >> 7U);
  }
  // Offsets and sizes with a byte that is zero anywhere, and said or not.
  for (const std::size_t offset :
       {0U, 0x41U, 0x4200U, 0x4241U, 0x10043U, 0x14200U}) {
    for (const std::size_t size :
         {0x1U, 0x7fU, 0x80U, 0x81U, 0x4400U, 0x10045U}) {
      for (const unsigned said : {0U, 0x7fU}) {
        unsigned code = 0x80U | said;
        std::string fields;
        for (unsigned i = 0; i < 7; ++i) {
          const std::size_t byte =
              (i < 4 ? offset >> (8 * i) : size >> (8 * (i - 4))) & 0xffU;
          if (byte != 0) code |= 1U << i;
          if ((code >> i & 1U) != 0) fields += static_cast<char>(byte);
        }
        const std::string result = base.substr(offset, size) + "end";
        std::string delta = "\x80\x80\x0c";  // The base's size as a varint.
        for (std::size_t rest = result.size(); rest != 0 || delta.size() == 3;
             rest >>= 7U) {
          delta +=
              static_cast<char>((rest & 0x7fU) | (rest > 0x7f ? 0x80U : 0U));
        }
        delta += static_cast<char>(code) + fields;
        CAPTURE(offset, size, said);
        CHECK(applied(base, delta + insert("end")) == result);
        // Cut anywhere in the step, it is refused.
        for (std::size_t cut = 1; cut <= fields.size(); ++cut) {
          const ByteView damaged =
              ByteView(delta).substr(0, delta.size() - cut);
          std::string out(result.size(), '\0');
          CHECK_THROWS_AS(apply_delta(base, damaged, out.data()), Error);
        }
      }
    }
  }
}

TEST_CASE("steps of any size follow each other without a trace") {
  const std::string base =
      "The quick brown fox jumps over the lazy dog, again and again and again, "
      "until nobody cares.";
  std::string steps;
  std::string result;
  for (std::size_t size = 1; size <= base.size(); ++size) {
    const std::string inserted(size, static_cast<char>('A' + size % 26));
    steps += insert(inserted) + copy(base.size() - size, size);
    result += inserted + base.substr(base.size() - size);
  }
  REQUIRE(base.size() < 0x80);
  REQUIRE(result.size() < 0x4000);
  const std::string delta =
      std::string{static_cast<char>(base.size()),
                  static_cast<char>(0x80U | (result.size() & 0x7fU)),
                  static_cast<char>(result.size() >> 7U)} +
      steps;
  CHECK(applied(base, delta) == result);
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

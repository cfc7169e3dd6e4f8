#include "scan/encoding.h"

#include <algorithm>
#include <random>

#include "support.h"
#include "support/catch.h"

using namespace gitward;

namespace {

constexpr std::u32string_view kByteOrderMark = U"\ufeff";

std::string bytes_with_mark(std::u32string_view text, Encoding encoding) {
  return encoded(kByteOrderMark, encoding) + encoded(text, encoding);
}

const std::vector<Encoding>& all_wide() {
  static const std::vector<Encoding> all = {
      Encoding::kUtf16Le, Encoding::kUtf16Be, Encoding::kUtf32Le,
      Encoding::kUtf32Be};
  return all;
}

bool has(const std::vector<Encoding>& encodings, Encoding encoding) {
  return std::find(encodings.begin(), encodings.end(), encoding) !=
         encodings.end();
}

}  // namespace

TEST_CASE("a byte order mark says how a content is read, and is no text") {
  for (const Encoding encoding : all_wide()) {
    const std::string content =
        bytes_with_mark(U"h\u00e9\u20ac\U0001f511", encoding);
    CHECK(has(wide_encodings(content), encoding));
    CHECK(Reading(content, encoding).text() ==
          "h\xc3\xa9\xe2\x82\xac\xf0\x9f\x94\x91");
  }
  const Reading utf8("\xef\xbb\xbfkey", Encoding::kBytes);
  CHECK(utf8.text() == "key");
  CHECK(utf8.original({0, 3}) == ByteRange{3, 6});
}

TEST_CASE("UTF-16 without a mark is known by a run of text") {
  const std::u32string text = U"\u4e2d\u6587\u4e2d key=1234 \u4e2d\u6587";
  for (const Encoding encoding : {Encoding::kUtf16Le, Encoding::kUtf16Be}) {
    const auto encodings = wide_encodings(encoded(text, encoding));
    CHECK(has(encodings, encoding));
  }
}

TEST_CASE("bytes, small numbers and scattered NULs are not taken for UTF-16") {
  CHECK(wide_encodings("").empty());
  CHECK(wide_encodings("plain text, longer than a run").empty());
  CHECK(wide_encodings(std::string(100, '\0')).empty());
  std::string numbers;
  for (char i = 0; i < 20; ++i) numbers += std::string({i, '\0'});
  CHECK(wide_encodings(numbers).empty());
  CHECK(wide_encodings(std::string("one\0two\0three\0four\0five", 23)).empty());
}

TEST_CASE("eight units of text in a row are a run, wherever they stand") {
  std::mt19937 random(16);
  for (unsigned round = 0; round < 2000; ++round) {
    std::u32string text;
    std::size_t run = 0;
    std::size_t longest = 0;
    for (unsigned i = 0; i < round % 40; ++i) {
      const bool ascii = random() % 8 != 0;
      text += ascii ? U'k' : U'\u4e2d';
      run = ascii ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    CAPTURE(round);
    for (const Encoding encoding : {Encoding::kUtf16Le, Encoding::kUtf16Be}) {
      CHECK(has(wide_encodings(encoded(text, encoding)), encoding) ==
            (longest >= 8));
    }
  }
}

TEST_CASE("a lone surrogate and an odd byte at the end spoil nothing else") {
  const std::string content = bytes_with_mark(U"a", Encoding::kUtf16Le) +
                              std::string("\x3d\xd8", 2) +
                              encoded(U"b", Encoding::kUtf16Le) + "c";
  const Reading reading(content, Encoding::kUtf16Le);
  CHECK(reading.text() ==
        "a\xed\xa0\xbd"
        "b");
  CHECK(reading.original({4, 5}) == ByteRange{6, 8});
}

TEST_CASE("every part of a text maps back to the bytes that hold it") {
  const unsigned seed = GENERATE(range(0U, 40U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  const Encoding encoding = all_wide()[random() % 4];
  const bool marked = random() % 2 == 0;
  std::string content = marked ? encoded(kByteOrderMark, encoding) : "";
  // For each byte of the text, the bytes of its character.
  std::vector<ByteRange> origin;
  for (std::size_t i = random() % 2000; i > 0; --i) {
    constexpr std::u32string_view kSome = U"ab\n\u00e9\u20ac\U0001f511";
    const char32_t c = kSome[random() % kSome.size()];
    const std::size_t begin = content.size();
    content += encoded(std::u32string(1, c), encoding);
    const std::size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    origin.insert(origin.end(), size, {begin, content.size()});
  }
  const Reading reading(content, encoding);
  REQUIRE(reading.text().size() == origin.size());
  for (int i = 0; i < 100 && !origin.empty(); ++i) {
    const std::size_t begin = random() % origin.size();
    const std::size_t end = begin + 1 + random() % (origin.size() - begin);
    CAPTURE(begin, end);
    CHECK(reading.original({begin, end}) ==
          ByteRange{origin[begin].begin, origin[end - 1].end});
  }
}

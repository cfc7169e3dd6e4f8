#include "scan/line_index.h"

#include <random>
#include <string>

#include "support/catch.h"

using namespace gitward;

namespace {

// Too simple to be wrong: the lines before `offset`, counted byte by byte.
std::size_t lines_before(ByteView text, std::size_t offset) {
  std::size_t lines = 0;
  for (std::size_t i = 0; i < offset; ++i) {
    const bool crlf = text[i] == '\r' && text.substr(i + 1, 1) == "\n";
    if (text[i] == '\n' || (text[i] == '\r' && !crlf)) ++lines;
  }
  return lines;
}

}  // namespace

TEST_CASE("LF, CRLF and a lone CR each end a line") {
  const ByteView text = "a\nb\r\nc\rd\n\r\r\n";
  LineIndex index(text);
  CHECK(index.line(0).of(text) == "a");
  CHECK(index.line(1).of(text) == "b");
  CHECK(index.line(2).of(text) == "c");
  CHECK(index.line(3).of(text) == "d");
  CHECK(index.line(4).of(text).empty());
  CHECK(index.line(5).of(text).empty());
  CHECK(index.line(6).of(text).empty());
  CHECK_FALSE(index.has_line(7));
  CHECK(index.line_of(text.size()) == 6);
}

TEST_CASE("a text without a line end, and an empty one, have one line") {
  LineIndex one("abc");
  CHECK(one.line_of(2) == 0);
  CHECK(one.line(0) == ByteRange{0, 3});
  CHECK_FALSE(one.has_line(1));
  LineIndex none("");
  CHECK(none.line_of(0) == 0);
  CHECK(none.line(0) == ByteRange{0, 0});
}

TEST_CASE("what ends a line belongs to it") {
  LineIndex index("a\r\nb");
  CHECK(index.line_of(1) == 0);
  CHECK(index.line_of(2) == 0);
  CHECK(index.line_of(3) == 1);
  CHECK(index.lines_around({0, 2}) == ByteRange{0, 2});
  CHECK(index.lines_around({0, 4}) == ByteRange{0, 4});
}

TEST_CASE("questions in any order get the answers of counting") {
  const unsigned seed = GENERATE(range(0U, 200U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::string text;
  for (std::size_t i = random() % 60; i > 0; --i)
    text += "\r\nab"[random() % 4];
  CAPTURE(text);
  LineIndex index(text);
  for (int i = 0; i < 50; ++i) {
    const std::size_t offset = random() % (text.size() + 1);
    CAPTURE(offset);
    const std::size_t line = index.line_of(offset);
    CHECK(line == lines_before(text, offset));
    const ByteRange bytes = index.line(line);
    CHECK(bytes.begin <= offset);
    CHECK(bytes.of(text).find_first_of("\r\n") == ByteView::npos);
    CHECK(lines_before(text, bytes.begin) == line);
    CHECK((bytes.begin == 0 || lines_before(text, bytes.begin - 1) < line));
  }
}

TEST_CASE("the lines around a range are those of the index, within reach") {
  const unsigned seed = GENERATE(range(0U, 400U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::string text;
  for (std::size_t n = 1 + random() % 60; n > 0; --n) {
    static constexpr std::string_view kBytes = "aaaa\n\r\n\r";
    text += kBytes[random() % kBytes.size()];
  }
  LineIndex index(text);
  const std::size_t begin = random() % text.size();
  const std::size_t end = begin + 1 + random() % (text.size() - begin);
  const std::size_t lines = random() % 3;
  const std::size_t before = random() % 20;
  const std::size_t after = random() % 20;
  const std::size_t first = index.line_of(begin);
  std::size_t last = index.line_of(end - 1);
  for (std::size_t i = 0; i < lines && index.has_line(last + 1); ++i) ++last;
  const ByteRange wanted{
      std::max(index.line(first < lines ? 0 : first - lines).begin,
               begin < before ? 0 : begin - before),
      std::min(index.line(last).end, end + after)};
  CAPTURE(text, begin, end, lines, before, after);
  CHECK(lines_near(text, {begin, end}, lines, before, after) == wanted);
}

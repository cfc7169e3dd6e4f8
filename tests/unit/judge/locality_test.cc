// What is far from a keyword changes nothing beside it: contents are scanned
// in parts, and what was read once is not read again.
#include <random>
#include <string>
#include <vector>

#include "judge/judge.h"
#include "judge/key_value.h"
#include "support/catch.h"
#include "support/key_values.h"

using namespace gitward;

namespace {

constexpr unsigned kTexts = 60;

// What names, values and all that joins them are made of.
std::string random_text(std::mt19937& engine, std::size_t size) {
  static const std::vector<std::string> kPieces = {"key",
                                                   "token",
                                                   "Password",
                                                   "auth",
                                                   "login",
                                                   "\"",
                                                   "'",
                                                   "=",
                                                   ":",
                                                   " ",
                                                   "\n",
                                                   "(",
                                                   ")",
                                                   ",",
                                                   "|",
                                                   "<",
                                                   ">",
                                                   "{",
                                                   "}",
                                                   "\\",
                                                   "&quot;",
                                                   "value",
                                                   "-",
                                                   ".",
                                                   "\t",
                                                   "?",
                                                   "\xc3\xa9",
                                                   "[",
                                                   "]",
                                                   "`",
                                                   "is ",
                                                   "name",
                                                   "values",
                                                   "${",
                                                   ":-",
                                                   "%3d",
                                                   ";",
                                                   "/",
                                                   "<b>",
                                                   "\r\n",
                                                   "user",
                                                   "test",
                                                   "secret",
                                                   "new ",
                                                   "0x41,",
                                                   "AbC12",
                                                   "\"\"\"",
                                                   "=>",
                                                   std::string(1, '\0')};
  std::string text;
  while (text.size() < size) {
    text += kPieces[engine() % kPieces.size()];
    // A long run of one thing reaches the window's end.
    if (engine() % 400 == 0) text += std::string(engine() % 900, 'a');
  }
  text.resize(size);
  return text;
}

// What is found, relative to the keyword.
std::string described(ByteView text, ByteRange keyword, bool judged) {
  std::vector<KeyValue> found;
  find_key_values(text, keyword, found);
  std::string result;
  const auto put = [&](std::size_t offset) {
    result += std::to_string(static_cast<long>(offset) -
                             static_cast<long>(keyword.begin)) +
              ' ';
  };
  for (const KeyValue& one : found) {
    for (const ByteRange& range : {one.key, one.word, one.value}) {
      put(range.begin);
      put(range.end);
    }
    result += std::to_string(static_cast<int>(one.form)) + ' ' +
              std::to_string(static_cast<int>(one.quote)) + ' ' +
              (one.wrapped ? "w" : "") + (one.next_line ? "n" : "");
    if (judged) {
      const JudgeReasons reasons = explain_key_value(text, one);
      for (const std::string& reason : reasons.reasons) result += reason;
      result += std::to_string(reasons.score);
    }
    result += '\n';
  }
  return result;
}

// The same keyword and so much around it, in other surroundings.
void check_locality(std::size_t before, std::size_t after, bool judged) {
  const unsigned seed = GENERATE(range(0U, kTexts));
  CAPTURE(seed);
  std::mt19937 engine(seed);
  const std::string text = random_text(engine, 4000);
  std::size_t found = 0;
  for (const ByteRange& keyword : key_words_in(text)) {
    if (keyword.begin <= before || keyword.end + after >= text.size()) continue;
    const std::string window =
        text.substr(keyword.begin - before, before + keyword.size() + after);
    const std::string expected = described(text, keyword, judged);
    found += expected.empty() ? 0U : 1U;
    const std::string lead = random_text(engine, 1 + engine() % 300);
    const std::string other =
        lead + window + random_text(engine, 1 + engine() % 300);
    const std::size_t begin = lead.size() + before;
    REQUIRE(described(other, {begin, begin + keyword.size()}, judged) ==
            expected);
  }
  CHECK(found > 0);
}

}  // namespace

TEST_CASE("what is found lies within its window, whatever is around it") {
  check_locality(kKeyValueBefore, kKeyValueAfter, false);
}

TEST_CASE("a verdict depends on its window alone, whatever is around it") {
  check_locality(kJudgeBefore, kJudgeAfter, true);
}

TEST_CASE("a verdict does not depend on where the text around it ends") {
  std::mt19937 engine(1);
  const std::string text = random_text(engine, 6000);
  for (const ByteRange& keyword : key_words_in(text)) {
    if (keyword.begin < kJudgeBefore ||
        keyword.end + kJudgeAfter > text.size()) {
      continue;
    }
    const std::string window =
        text.substr(keyword.begin - kJudgeBefore,
                    kJudgeBefore + keyword.size() + kJudgeAfter);
    REQUIRE(described(window, {kJudgeBefore, kJudgeBefore + keyword.size()},
                      true) == described(text, keyword, true));
  }
}

TEST_CASE(
    "where there is nothing in what is visible, nothing around it helps") {
  const unsigned seed = GENERATE(range(0U, kTexts));
  CAPTURE(seed);
  std::mt19937 engine(seed);
  const std::string text = random_text(engine, 3000);
  int nothing = 0;
  for (const ByteRange& keyword : key_words_in(text)) {
    const std::size_t before = engine() % (keyword.begin + 1) / 8;
    const std::size_t begin = keyword.begin - before;
    const std::size_t end =
        std::min<std::size_t>(keyword.end + engine() % 200, text.size());
    if (!has_no_key_value(text, keyword, {begin, end})) continue;
    ++nothing;
    const std::string visible = text.substr(begin, end - begin);
    for (int i = 0; i < 4; ++i) {
      // What begins the text is seen to begin it.
      const std::string lead =
          begin == 0 ? "" : random_text(engine, 1 + engine() % 300);
      const std::string behind =
          end == text.size() ? "" : random_text(engine, 1 + engine() % 1500);
      const std::size_t at = lead.size() + keyword.begin - begin;
      std::vector<KeyValue> found;
      find_key_values(lead + visible + behind, {at, at + keyword.size()},
                      found);
      REQUIRE(found.empty());
    }
  }
  CHECK(nothing > 0);
}

TEST_CASE("a keyword that the end cuts may have a value") {
  const std::string text = "password";
  CHECK(!has_no_key_value(text + "=", {0, 4}, {0, 2}));
  CHECK(!has_no_key_value(text + "=", {0, 4}, {0, 8}));
  CHECK(has_no_key_value(text + " \n\n", {0, 4}, {0, 10}));
}

TEST_CASE("a name that begins before what is visible may have a value") {
  const std::string text = "monkey (";
  CHECK(!has_no_key_value(text, {3, 6}, {3, text.size()}));
  CHECK(!has_no_key_value(text, {3, 6}, {1, text.size()}));
  CHECK(has_no_key_value(text, {3, 6}, {0, text.size()}));
}

TEST_CASE("hostile repetition is as much work for each byte as for the first") {
  // The window bounds what one keyword reads; so count what comes out.
  for (const char* const pattern :
       {"key=key=", "password(password(", "\"token\",\"token\",",
        "auth\tauth\t", "key,token\n", "(key,key) values (", "|key|\n",
        "key=['aaa',\"bbb\","}) {
    CAPTURE(pattern);
    const auto made = [&](std::size_t size) {
      std::string text;
      while (text.size() < size) text += pattern;
      std::size_t count = 0;
      std::size_t most = 0;
      std::vector<KeyValue> found;
      for (const ByteRange& keyword : key_words_in(text)) {
        found.clear();
        find_key_values(text, keyword, found);
        count += found.size();
        most = std::max(most, found.size());
        for (const KeyValue& one : found) {
          if (one.key.begin + kKeyValueBefore < keyword.begin ||
              one.value.end > keyword.end + kKeyValueAfter) {
            FAIL("outside of the window");
          }
        }
      }
      CHECK(most <= 16);
      return count;
    };
    const std::size_t once = made(1U << 17);
    const std::size_t eight_times = made(1U << 20);
    CHECK(eight_times <= 9 * once + 16);
  }
}

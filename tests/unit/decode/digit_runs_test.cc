#include "decode/digit_runs.h"

#include <algorithm>
#include <random>
#include <string>

#include "support/catch.h"
#include "support/encode.h"
#include "support/windows.h"

namespace gitward {
namespace {

constexpr std::string_view kText = "the quick brown fox jumps over the dog";

// What all runs of the text mean, without what stands around them.
std::vector<std::string> meanings(ByteView text) {
  std::vector<std::string> all;
  for (const DigitRun& run : find_digit_runs(text)) {
    const DecodedText decoded = decode_digits(text, run);
    all.emplace_back(decoded.decoded().of(decoded.text()));
  }
  return all;
}

using Meanings = std::vector<std::string>;

TEST_CASE("text in base64 is found wherever it begins") {
  for (std::size_t shift = 0; shift < 200; ++shift) {
    CAPTURE(shift);
    const std::string before(shift, shift % 3 == 0 ? '\n' : ' ');
    const std::string text = before + "\"" + base64_of(kText) + "\" and more";
    CHECK(meanings(text) == Meanings{std::string(kText)});
  }
}

TEST_CASE("either alphabet, with and without padding") {
  const std::string text = "key=>?>?>?>?>?>?>?>?>?";
  std::string digits = base64_of(text);
  CHECK(digits.find('+') != std::string::npos);
  CHECK(meanings(digits) == Meanings{text});
  for (char& c : digits) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (digits.back() == '=') digits.pop_back();
  CHECK(meanings("x: " + digits + ";") == Meanings{text});
}

TEST_CASE("lines of base64 are one run, however they are joined") {
  const std::string digits = base64_of(kText);
  for (const std::string_view joint :
       {"\n", "\r\n", "\n        ", "\"\n  \"", "\" +\n    \"", "\\n", "\\r\\n",
        "',\n '", "\" \\\n\""}) {
    CAPTURE(joint);
    const std::string text = "a: \"" + digits.substr(0, 40) +
                             std::string(joint) + digits.substr(40) + "\"";
    CHECK(meanings(text) == Meanings{std::string(kText)});
  }
}

TEST_CASE("words that follow each other are no run") {
  CHECK(meanings("one_rather_long_name_of_something_that\nanother\n").empty());
  CHECK(meanings("src/main/java/org/example/application/Main").empty());
  CHECK(meanings("THIS_IS_A_CONSTANT_IN_UPPER_CASE_LETTERS").empty());
}

TEST_CASE("what stands before the digits does not hide them") {
  const std::string digits = base64_of(kText);
  for (const std::string_view before : {"path/", "x-", "prefix_", "0x", "a"}) {
    CAPTURE(before);
    const Meanings found = meanings(std::string(before) + digits);
    REQUIRE(found.size() == 1);
    CHECK(found[0].find(kText.substr(3)) != std::string::npos);
  }
}

TEST_CASE("text in hex is found, a digest is not") {
  CHECK(meanings("h = '" + hex_of(kText) + "'") ==
        Meanings{std::string(kText)});
  CHECK(meanings("0x" + hex_of(kText)) == Meanings{std::string(kText)});
  std::mt19937 engine(1);
  for (int i = 0; i < 200; ++i) {
    std::string digest;
    for (int k = 0; k < 20; ++k) digest += static_cast<char>(engine() % 256);
    CHECK(meanings(hex_of(digest)).empty());
  }
}

TEST_CASE("random bytes in base64 are mostly left alone") {
  std::mt19937 engine(1);
  int found = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string bytes;
    for (int k = 0; k < 64; ++k) bytes += static_cast<char>(engine() % 256);
    found += meanings("sha512-" + base64_of(bytes)).empty() ? 0 : 1;
  }
  CHECK(found < 10);
}

TEST_CASE("UTF-16 in base64 is found") {
  std::string wide;
  for (const char c : kText) (wide += c) += '\0';
  CHECK(meanings(base64_of(wide)) == Meanings{wide});
  CHECK(meanings(base64_of('\0' + wide)) == Meanings{'\0' + wide});
}

TEST_CASE("runs near a window are those of the whole text") {
  std::mt19937 engine(7);
  for (int i = 0; i < 500; ++i) {
    CAPTURE(i);
    std::string text;
    while (text.size() < 2000) {
      switch (engine() % 5) {
        case 0:
          text += base64_of(kText.substr(engine() % 20));
          break;
        case 1:
          text += base64_of(std::string(kText) + std::string(kText))
                      .insert(40, "\n");
          break;
        case 2:
          text += hex_of(kText);
          break;
        default:
          text += engine() % 2 == 0 ? "\n" : " some_words, ";
      }
    }
    const std::vector<DigitRun> all = find_digit_runs(text);
    const auto windows = some_windows(text.size(), engine);
    const std::vector<DigitRun> near = find_digit_runs_near(text, windows);
    const auto is_known = [&](const DigitRun& run,
                              const std::vector<DigitRun>& runs) {
      return std::any_of(runs.begin(), runs.end(), [&](const DigitRun& one) {
        return one.coding == run.coding && one.pieces == run.pieces;
      });
    };
    for (const DigitRun& run : near) CHECK(is_known(run, all));
    for (const DigitRun& run : all) {
      if (touches_one(run.range(), windows)) CHECK(is_known(run, near));
    }
    CHECK(near.size() <= all.size());
  }
}

TEST_CASE("a run is walked through once, whatever is new in it") {
  // A picture, wrapped: no line of it means text, and all are one run.
  std::string text;
  std::mt19937 engine(5);
  while (text.size() < 200'000) {
    std::string line = "z";  // No byte of the first group is text.
    while (line.size() < 76) line += "zyxwvutsrq"[engine() % 10];
    text += line + "\n";
  }
  text += base64_of(kText);
  std::vector<ByteRange> windows;
  for (std::size_t at = 0; at + 10 < text.size(); at += 200) {
    windows.push_back({at, at + 1});
  }
  CHECK(find_digit_runs(text).size() == 1);
  CHECK(find_digit_runs_near(text, windows).size() == 1);
}

TEST_CASE("what a change makes of runs is near the change") {
  constexpr std::string_view kJoints[] = {"\n",  "\r\n",     "\\n\" +\n  \"",
                                          "\\n", "\",\n\t'", "\n      "};
  constexpr std::string_view kChanges[] = {"",  "\n", " ", "=", "\\",  "+",
                                           "x", "A",  "n", "#", "eJx", "\\n"};
  std::mt19937 engine(11);
  for (int i = 0; i < 5000; ++i) {
    std::string base;
    while (base.size() < 1500) {
      switch (engine() % 6) {
        case 0:
        case 1:
          base += base64_of(kText).substr(engine() % 20);
          break;
        case 2:
          base.append(engine() % 50, 'Q');
          break;
        case 3:
          base += engine() % 3 == 0 ? " # " : "eJx";
          break;
        default:
          base += kJoints[engine() % std::size(kJoints)];
      }
    }
    const std::size_t at = engine() % base.size();
    const std::size_t gone = std::min<std::size_t>(engine() % 40 / 8 * 7,  //
                                                   base.size() - at);
    const std::string_view change = kChanges[engine() % std::size(kChanges)];
    std::string text = base;
    text.replace(at, gone, change);
    // As a scan of a delta widens what is new.
    const ByteRange place{at < 3 ? 0 : at - 3,
                          std::min(at + change.size() + 3, text.size())};
    const auto runs_of = [](ByteView whole, const std::vector<DigitRun>& runs,
                            std::size_t after, std::size_t shift) {
      std::vector<std::pair<std::vector<ByteRange>, std::string>> all;
      for (DigitRun run : runs) {
        const std::string meaning(decode_digits(whole, run).text());
        for (ByteRange& piece : run.pieces) {
          if (piece.begin >= after) piece.begin += shift;
          if (piece.end > after) piece.end += shift;
        }
        all.emplace_back(run.pieces, meaning);
      }
      return all;
    };
    const auto before =
        runs_of(base, find_digit_runs(base), at, change.size() - gone);
    const auto near =
        runs_of(text, find_digit_runs_near(text, {&place, 1}), text.size(), 0);
    for (const auto& run :
         runs_of(text, find_digit_runs(text), text.size(), 0)) {
      const auto is_in = [&](const auto& runs) {
        return std::find(runs.begin(), runs.end(), run) != runs.end();
      };
      if (is_in(before) || is_in(near)) continue;
      CAPTURE(i, base, text, at, run.first.front().begin);
      CHECK(false);
    }
  }
}

TEST_CASE("a short value is base64 if it is nothing else") {
  CHECK(is_base64("aHVudGVyMg=="));
  CHECK(is_base64("aHVu"));
  CHECK_FALSE(is_base64("aHV"));
  CHECK_FALSE(is_base64("aHVud"));
  CHECK_FALSE(is_base64("a b c d "));
  CHECK_FALSE(is_base64("aHVu==="));
  CHECK_FALSE(is_base64(""));
  CHECK_FALSE(is_base64("===="));
}

}  // namespace
}  // namespace gitward

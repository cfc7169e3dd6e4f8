#include "judge/language.h"

#include <string>

#include "support/catch.h"

using namespace gitward;

TEST_CASE("words are covered, and what is none is not") {
  const WordCover words = word_cover("correctInformation-system");
  CHECK(words.words == 3);
  CHECK(words.uncovered == 0);
  CHECK(words.longest_uncovered == 0);
  CHECK(words.longest_word == 11);
  const WordCover mixed = word_cover("systemqzxk");
  CHECK(mixed.words == 1);
  CHECK(mixed.uncovered == 4);
  CHECK(mixed.longest_uncovered == 4);
}

TEST_CASE("a cover leaves as few letters as it can, in as few words") {
  CHECK(word_cover("password").words == 1);
  CHECK(word_cover("password").longest_word == 8);
  CHECK(word_cover("SYSTEM").words == 1);
}

TEST_CASE("what is unlike words costs more") {
  const LetterCosts usual = letter_costs("information");
  const LetterCosts odd = letter_costs("qxjzkvwpgqh");
  CHECK(usual.mean < odd.mean);
  CHECK(usual.worst < odd.best);
  CHECK(usual.best <= usual.worst);
}

TEST_CASE("a run too short for four letters in a row has its mean") {
  const LetterCosts costs = letter_costs("qzx");
  CHECK(costs.mean > 0);
  CHECK(costs.worst == costs.mean);
  CHECK(costs.best == costs.mean);
}

TEST_CASE("case matters only where it begins a word") {
  CHECK(letter_costs("system").mean == letter_costs("SYSTEM").mean);
  // A capital behind a small letter is the first of a word.
  CHECK(letter_costs("systemHouse").mean <= letter_costs("systemhouse").mean);
}

TEST_CASE("a text without letters costs nothing") {
  for (const char* const text : {"", "0123456789", "-_.", "\xc3\xa9\xff"}) {
    const LetterCosts none = letter_costs(text);
    CHECK(none.letters == 0);
    CHECK(none.mean == 0);
    CHECK(none.worst == 0);
    CHECK(none.best == 0);
    CHECK(word_cover(text).words == 0);
  }
}

TEST_CASE("only the first 128 bytes are looked at") {
  const std::string text(128, 'q');
  CHECK(letter_costs(text).letters == 128);
  CHECK(word_cover(text).uncovered == 128);
  CHECK(letter_costs(text + "system").letters == 128);
  CHECK(letter_costs(text + "system").mean == letter_costs(text).mean);
  CHECK(word_cover(text + "system").words == word_cover(text).words);
}

#include "judge/language.h"

#include <string>

#include "support/catch.h"

using namespace gitward;

TEST_CASE("words are covered, and what is none is not") {
  const LetterStatistics words = letter_statistics("correctInformation-system");
  CHECK(words.letters == 24);
  CHECK(words.words == 3);
  CHECK(words.uncovered == 0);
  CHECK(words.longest_uncovered == 0);
  CHECK(words.longest_word == 11);
  const LetterStatistics mixed = letter_statistics("systemqzxk");
  CHECK(mixed.words == 1);
  CHECK(mixed.uncovered == 4);
  CHECK(mixed.longest_uncovered == 4);
}

TEST_CASE("a cover leaves as few letters as it can, in as few words") {
  CHECK(letter_statistics("password").words == 1);
  CHECK(letter_statistics("password").longest_word == 8);
}

TEST_CASE("what is unlike words costs more") {
  const LetterStatistics usual = letter_statistics("information");
  const LetterStatistics odd = letter_statistics("qxjzkvwpgqh");
  CHECK(usual.mean_cost < odd.mean_cost);
  CHECK(usual.worst_cost < odd.best_cost);
  CHECK(usual.best_cost <= usual.worst_cost);
}

TEST_CASE("case matters only where it begins a word") {
  const LetterStatistics lower = letter_statistics("system");
  const LetterStatistics upper = letter_statistics("SYSTEM");
  CHECK(lower.mean_cost == upper.mean_cost);
  CHECK(upper.words == 1);
  // A capital behind a small letter is the first of a word.
  CHECK(letter_statistics("systemHouse").mean_cost <=
        letter_statistics("systemhouse").mean_cost);
}

TEST_CASE("a text without letters costs nothing") {
  for (const char* const text : {"", "0123456789", "-_.", "\xc3\xa9\xff"}) {
    const LetterStatistics none = letter_statistics(text);
    CHECK(none.letters == 0);
    CHECK(none.mean_cost == 0);
    CHECK(none.worst_cost == 0);
    CHECK(none.best_cost == 0);
    CHECK(none.words == 0);
  }
}

TEST_CASE("only the first 128 bytes are looked at") {
  const std::string text(128, 'q');
  const LetterStatistics first = letter_statistics(text);
  const LetterStatistics more = letter_statistics(text + "system");
  CHECK(first.letters == 128);
  CHECK(first.uncovered == 128);
  CHECK(more.letters == first.letters);
  CHECK(more.mean_cost == first.mean_cost);
  CHECK(more.words == first.words);
}

#include "match/literal_set.h"

#include <random>

#include "base/text.h"
#include "support/catch.h"

using namespace gitward;

namespace {

using Hits = std::vector<std::pair<std::size_t, LiteralIndex>>;

std::string random_text(std::mt19937& engine, std::string_view alphabet,
                        std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += alphabet[engine() % alphabet.size()];
  }
  return text;
}

// The oracle: every place, every literal.
Hits naive(const std::vector<std::string>& literals, const std::string& text) {
  const std::string folded = to_lower_ascii(text);
  Hits hits;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    for (LiteralIndex i = 0; i < literals.size(); ++i) {
      if (folded.compare(at, literals[i].size(), to_lower_ascii(literals[i])) ==
          0) {
        hits.emplace_back(at, i);
      }
    }
  }
  return hits;
}

}  // namespace

TEST_CASE("the set finds what a naive search finds, in its order") {
  const unsigned seed = GENERATE(range(0U, 300U));
  CAPTURE(seed);
  std::mt19937 engine(seed);
  // Few letters make hits and near misses the common case.
  const std::vector<std::string> alphabets = {
      "ab",
      "aAbB",
      "abc",
      "ab@`[{",
      std::string("a\0\xff\x80\xc1", 5),
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-=/ "};
  const std::string& alphabet = alphabets[engine() % alphabets.size()];
  std::vector<std::string> literals;
  const std::size_t count = 1 + engine() % 30;
  while (literals.size() < count) {
    literals.push_back(random_text(engine, alphabet, 2 + engine() % 9));
  }
  const LiteralSet set(literals);
  std::vector<LiteralHit> found;
  for (int i = 0; i < 10; ++i) {
    const std::string text =
        random_text(engine, alphabet, engine() % (i < 8 ? 200 : 2000));
    set.scan(text, found);
    Hits hits;
    for (const LiteralHit& hit : found) {
      hits.emplace_back(hit.begin, hit.literal);
    }
    REQUIRE(hits == naive(literals, text));
  }
}

TEST_CASE("hits are found across the pieces of a long text, however many") {
  const unsigned seed = GENERATE(range(0U, 20U));
  CAPTURE(seed);
  std::mt19937 engine(seed);
  const std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz_-0123456789";
  std::vector<std::string> literals;
  for (int i = 0; i < 1000; ++i) {
    literals.push_back(random_text(engine, alphabet, 2 + engine() % 20));
  }
  std::string text = random_text(engine, alphabet, 8000 + engine() % 1000);
  // Occurrences at every distance from where a piece may end.
  for (std::size_t at = 4060; at + 60 < text.size(); at += 1 + engine() % 90) {
    const std::string& literal = literals[engine() % literals.size()];
    text.replace(at, literal.size(), literal);
    if (at > 4130 && at < 8000) at = 8150;
  }
  std::vector<LiteralHit> found;
  LiteralSet(literals).scan(text, found);
  Hits hits;
  for (const LiteralHit& hit : found) hits.emplace_back(hit.begin, hit.literal);
  REQUIRE(hits == naive(literals, text));
}

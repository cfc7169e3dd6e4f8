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
  std::vector<std::string> wanted;
  for (const std::string& literal : literals) {
    wanted.push_back(to_lower_ascii(literal));
  }
  Hits hits;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const std::string_view rest = std::string_view(folded).substr(at);
    for (LiteralIndex i = 0; i < wanted.size(); ++i) {
      if (rest.starts_with(wanted[i])) hits.emplace_back(at, i);
    }
  }
  return hits;
}

// On every machine that this one can be. The text lies in memory of its own
// size, so that a sanitizer sees who reads beyond it.
void require_as_naive(const LiteralSet& set,
                      const std::vector<std::string>& literals,
                      const std::string& text) {
  const std::vector<char> exact(text.begin(), text.end());
  const Hits wanted = naive(literals, text);
  for (const Machine machine : {Machine::kPortable, this_machine()}) {
    std::vector<LiteralHit> found;
    set.scan({exact.data(), exact.size()}, found, machine);
    Hits hits;
    for (const LiteralHit& hit : found) {
      hits.emplace_back(hit.begin, hit.literal);
    }
    REQUIRE(hits == wanted);
  }
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
  for (int i = 0; i < 10; ++i) {
    require_as_naive(
        set, literals,
        random_text(engine, alphabet, engine() % (i < 8 ? 200 : 2000)));
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
  require_as_naive(LiteralSet(literals), literals, text);
}

TEST_CASE("a literal is found at every place of a text of any size") {
  const std::size_t literal_size = GENERATE(range(2U, 14U));
  CAPTURE(literal_size);
  const std::vector<std::string> literals = {
      std::string("k\xc3_y+Z9-\xffqx.A7").substr(0, literal_size)};
  const LiteralSet set(literals);
  for (const std::size_t base : {0U, 60U, 4090U}) {
    for (std::size_t size = base; size < base + 20; ++size) {
      // Filled with what the literal is made of, so that windows which reach
      // beyond it see the worst.
      std::string text(size, literals[0].back());
      for (std::size_t at = base > 40 ? base - 40 : 0;
           at + literal_size <= size; ++at) {
        std::string planted = text;
        planted.replace(at, literal_size, literals[0]);
        CAPTURE(size, at);
        require_as_naive(set, literals, planted);
      }
    }
  }
}

TEST_CASE("tables that were made before find the same, wherever they lie") {
  const std::vector<std::string> literals = {"ab",           "Key", "key",
                                             "secret_token", "+/=", "zz\xfe"};
  const std::string bytes = make_literal_tables(literals);
  std::vector<std::uint64_t> aligned((bytes.size() + 7) / 8);
  bytes.copy(reinterpret_cast<char*>(aligned.data()), bytes.size());
  const LiteralSet set = LiteralSet::of_tables(
      {reinterpret_cast<const char*>(aligned.data()), bytes.size()});
  require_as_naive(set, literals,
                   "abKEY SECRET_TOKEN+/=zz\xfeZZ\xfe secret_toke keyab");
}

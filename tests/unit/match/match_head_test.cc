#include "match/match_head.h"

#include <algorithm>
#include <random>
#include <string>

#include "match/regex.h"
#include "support/catch.h"

using namespace gitward;

namespace {

std::bitset<256> bytes_of(std::string_view text) {
  std::bitset<256> set;
  for (const char c : text) set.set(byte_of(c));
  return set;
}

bool fits_slowly(const std::vector<MatchHead::Part>& parts, ByteView text,
                 std::size_t at) {
  for (const MatchHead::Part& part : parts) {
    for (std::size_t i = 0; i < part.count; ++i, ++at) {
      if (at >= text.size() || !part.bytes[byte_of(text[at])]) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("a head is found at the first place where each byte can stand") {
  const unsigned seed = GENERATE(range(0U, 300U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::vector<MatchHead::Part> parts(1 + random() % 4);
  std::size_t size = 0;
  for (MatchHead::Part& part : parts) {
    for (const char c : std::string_view("abcd")) {
      if (random() % 2 == 0) part.bytes.set(byte_of(c));
    }
    part.bytes.set(byte_of("abcd"[random() % 4]));
    part.count = std::min<std::size_t>(1 + random() % 20, 64 - size);
    size += part.count;
  }
  const MatchHead head(parts);
  std::string text(200, ' ');
  for (char& c : text) c = "aabbccde"[random() % 8];
  // A head of so many places hardly stands there by chance.
  for (std::size_t at = random() % 100; const MatchHead::Part& part : parts) {
    for (std::size_t i = 0; i < part.count && at < text.size(); ++i, ++at) {
      for (const char c : std::string_view("abcd")) {
        if (part.bytes[byte_of(c)]) text[at] = c;
      }
    }
  }
  std::size_t wanted = ByteView::npos;
  for (std::size_t from = text.size() + 1; from-- > 0;) {
    const bool fits = fits_slowly(parts, text, from);
    if (fits) wanted = from;
    CAPTURE(from);
    CHECK(head.fits(text, from) == fits);
    CHECK(head.find(text, from) == wanted);
    CHECK((head.may_fit(text, from) || !fits));
  }
}

TEST_CASE("a head of 64 places is found, and more places say nothing") {
  const MatchHead head({{bytes_of("a"), 60}, {bytes_of("b"), 10}});
  const std::string text = std::string(70, 'a') + std::string(4, 'b');
  CHECK(head.find(text, 0) == 10);
  CHECK(head.find(text, 11) == ByteView::npos);
  CHECK(MatchHead().find("x", 1) == 1);
  CHECK(MatchHead().fits("", 0));
}

TEST_CASE("at a text's end a head may fit, whatever follows") {
  const MatchHead head({{bytes_of("k"), 1}, {bytes_of("0123456789"), 5}});
  CHECK(head.may_fit("ak12", 1));
  CHECK_FALSE(head.fits("ak12", 1));
  CHECK_FALSE(head.may_fit("ak1x", 1));
}

TEST_CASE("an expression with a head finds what it finds without") {
  const std::string pattern = "(?<![a-z])k[0-9]{3,5}(?![0-9])";
  const Regex plain(pattern);
  const Regex headed(
      pattern, MatchHead({{bytes_of("k"), 1}, {bytes_of("0123456789"), 3}}));
  CHECK(headed.group_count() == 0);
  MatchScratch scratch;
  Regex::Match one;
  Regex::Match two;
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text(30, ' ');
    for (char& c : text) c = "kk0123a "[random() % 8];
    for (const std::size_t from : {0U, 7U, 30U}) {
      CAPTURE(text, from);
      const Regex::Outcome outcome = plain.search(text, from, scratch, one);
      REQUIRE(headed.search(text, from, scratch, two) == outcome);
      if (outcome == Regex::Outcome::kMatch) {
        CHECK(one.whole() == two.whole());
      }
      CHECK(headed.match_at(text, from, scratch, two) ==
            plain.match_at(text, from, scratch, one));
      if (headed.fails_at(text, from, scratch)) {
        CHECK(plain.match_at(text, from, scratch, one) ==
              Regex::Outcome::kNoMatch);
      }
    }
  }
}

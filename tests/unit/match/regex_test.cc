#include "match/regex.h"

#include <array>
#include <random>

#include "base/error.h"
#include "support/catch.h"

using namespace gitward;
using Outcome = Regex::Outcome;

namespace {

// The whole match that a search from `from` finds, as text.
std::optional<std::string> found(const Regex& regex, ByteView text,
                                 std::size_t from = 0) {
  MatchScratch scratch;
  Regex::Match match;
  if (regex.search(text, from, scratch, match) != Outcome::kMatch) return {};
  return std::string(match.whole().of(text));
}

std::string error_of(const std::string& pattern) {
  try {
    const Regex regex(pattern);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kConfig);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a search finds the leftmost match at or after its start") {
  const Regex regex("a[0-9]");
  CHECK(found(regex, "xa1a2") == "a1");
  CHECK(found(regex, "xa1a2", 2) == "a2");
  CHECK_FALSE(found(regex, "xa1a2", 4));
  CHECK_FALSE(found(regex, "xa1a2", 5));
}

TEST_CASE("a match at a place begins exactly there") {
  const Regex regex("(?:b|ab)c");
  MatchScratch scratch;
  Regex::Match match;
  CHECK(regex.match_at("xabc", 0, scratch, match) == Outcome::kNoMatch);
  CHECK(regex.match_at("xabc", 1, scratch, match) == Outcome::kMatch);
  CHECK(match.whole() == ByteRange{1, 4});
  CHECK(regex.match_at("xabc", 2, scratch, match) == Outcome::kMatch);
  CHECK(match.whole() == ByteRange{2, 4});
}

TEST_CASE("a look-behind sees the bytes before the start") {
  const Regex regex("(?<![A-Za-z0-9])key");
  CHECK_FALSE(found(regex, "xkey", 1));
  CHECK(found(regex, "-key", 1) == "key");
  MatchScratch scratch;
  Regex::Match match;
  CHECK(regex.match_at("xkey", 1, scratch, match) == Outcome::kNoMatch);
  CHECK(regex.match_at("-key", 1, scratch, match) == Outcome::kMatch);
}

TEST_CASE("groups that took no part are nothing, wherever they stand") {
  const Regex regex("(a)|(b)(c)?");
  REQUIRE(regex.group_count() == 3);
  MatchScratch scratch;
  Regex::Match match;
  REQUIRE(regex.search("xa", 0, scratch, match) == Outcome::kMatch);
  REQUIRE(match.groups.size() == 4);
  CHECK(match.groups[1] == ByteRange{1, 2});
  CHECK_FALSE(match.groups[2]);
  CHECK_FALSE(match.groups[3]);
  REQUIRE(regex.search("xb", 0, scratch, match) == Outcome::kMatch);
  CHECK_FALSE(match.groups[1]);
  CHECK(match.groups[2] == ByteRange{1, 2});
  CHECK_FALSE(match.groups[3]);
}

TEST_CASE("one scratch serves expressions of any number of groups") {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "(a)";
  const Regex many(pattern);
  const Regex one("b");
  MatchScratch scratch;
  Regex::Match match;
  const std::string text = std::string(100, 'a') + "b";
  REQUIRE(many.search(text, 0, scratch, match) == Outcome::kMatch);
  CHECK(match.groups.size() == 101);
  CHECK(match.groups[100] == ByteRange{99, 100});
  REQUIRE(one.search(text, 0, scratch, match) == Outcome::kMatch);
  CHECK(match.groups.size() == 1);
  CHECK(match.whole() == ByteRange{100, 101});
}

TEST_CASE("text is bytes: no UTF-8, NUL is a byte like any other") {
  CHECK(found(Regex("^.{2}$"), "\xc3\xa9") == "\xc3\xa9");
  CHECK(found(Regex("\\xff+"), "a\xff\xff") == "\xff\xff");
  const std::string with_nul("a\0b", 3);
  CHECK(found(Regex("a.b"), with_nul) == with_nul);
  CHECK(found(Regex(std::string("a\0b", 3)), with_nul) == with_nul);
}

TEST_CASE("a dollar means the very end, a dot stops at a line feed only") {
  CHECK_FALSE(found(Regex("a$"), "a\n"));
  CHECK(found(Regex("a.*"), "ab\rc\nd") == "ab\rc");
  CHECK(found(Regex("(?m)a$"), "a\nb") == "a");
}

TEST_CASE("the empty text can be searched") {
  CHECK(found(Regex("x*"), ByteView()) == "");
  CHECK_FALSE(found(Regex("x"), ByteView()));
  CHECK(found(Regex(""), "abc", 3) == "");
}

TEST_CASE("an expression that can match nothing at all says so") {
  CHECK(Regex("a*").matches_empty());
  CHECK(Regex("").matches_empty());
  CHECK(Regex("a|").matches_empty());
  CHECK(Regex("(?=a)").matches_empty());
  CHECK_FALSE(Regex("a+").matches_empty());
}

TEST_CASE("a bad expression is refused with offset and cause") {
  CHECK_THAT(error_of("a(b"), ContainsSubstring("bad regex at offset 3: "));
  CHECK_THAT(error_of("a(b"), ContainsSubstring("parenthesis"));
  CHECK_THAT(error_of("[z-a]"), ContainsSubstring("offset 3"));
  // What could cut a character in two, or change what a byte is.
  CHECK_THAT(error_of("\\C"), ContainsSubstring("\\C"));
  CHECK_THAT(error_of("(*UTF)a"), ContainsSubstring("UTF"));
  CHECK_THAT(error_of("(*UCP)a"), ContainsSubstring("UCP"));
}

TEST_CASE("a search that explodes ends as a limit, never as no match") {
  MatchScratch scratch;
  Regex::Match match;
  const std::string text(60, 'a');
  const Regex regex("(?:a+)+[bc]");
  CHECK(regex.search(text, 0, scratch, match) == Outcome::kLimit);
  CHECK(regex.match_at(text, 0, scratch, match) == Outcome::kLimit);
  // The scratch is as good as new afterwards.
  CHECK(Regex("a").search(text, 0, scratch, match) == Outcome::kMatch);
}

TEST_CASE("endless recursion is a limit, not a crash") {
  MatchScratch scratch;
  Regex::Match match;
  const std::string text(2'000'000, 'a');
  CHECK(Regex("(?<r>a(?&r)?b|a)[cd]").search(text, 0, scratch, match) ==
        Outcome::kLimit);
}

TEST_CASE("what overflows the JIT stack is matched by the interpreter") {
  MatchScratch scratch;
  Regex::Match match;
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += i % 2 == 0 ? "ab" : "c";
  text += "!";
  REQUIRE(Regex("(?:ab|c)*!").match_at(text, 0, scratch, match) ==
          Outcome::kMatch);
  CHECK(match.whole().size() == text.size());
}

TEST_CASE("an expression keeps its pattern and can be moved") {
  Regex first("a+");
  const Regex second = std::move(first);
  CHECK(second.pattern() == "a+");
  CHECK(found(second, "baa") == "aa");
}

TEST_CASE("a text too short to decide is not said to fail") {
  const Regex regex("key *= *(?=[a-z]*[0-9])([a-z0-9]{8})\\b");
  MatchScratch scratch;
  const auto fails = [&](std::string_view text) {
    return regex.fails_at(text, 0, scratch);
  };
  CHECK(fails("keys = "));
  CHECK(fails("key: abc"));
  CHECK(fails("key = abcd efgh"));
  CHECK(fails("key = abcd1234x"));
  CHECK_FALSE(fails("ke"));
  CHECK_FALSE(fails("key ="));
  CHECK_FALSE(fails("key = abcd"));
  CHECK_FALSE(fails("key = abcd1234"));   // A letter may follow.
  CHECK_FALSE(fails("key = abcd1234 "));  // A match.
}

TEST_CASE("what fails on a beginning of a text fails on all of it") {
  const Regex regex("(?<![a-z])to(?:ken|ll)[ =:]{0,3}([a-f0-9]{3,9})(?![a-z])");
  MatchScratch scratch;
  Regex::Match match;
  std::mt19937 random(7);
  std::size_t failed = 0;
  std::size_t matched = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = random() % 2 == 0 ? "token" : "";
    while (text.size() < 14) {
      static constexpr std::array<std::string_view, 8> kPieces = {
          "to", "ken", "ll", "=", " ", "a1", "f", "z"};
      text += kPieces[random() % kPieces.size()];
    }
    const std::size_t at = text.size() > 14 ? 1 : 0;
    const std::size_t seen = at + random() % (text.size() - at);
    const bool fails = regex.fails_at(text.substr(0, seen), at, scratch);
    const bool matches =
        regex.match_at(text, at, scratch, match) == Regex::Outcome::kMatch;
    CAPTURE(text, at, seen);
    REQUIRE_FALSE((fails && matches));
    failed += fails ? 1 : 0;
    matched += matches ? 1 : 0;
  }
  CHECK(failed > 100);
  CHECK(matched > 100);
}

TEST_CASE("a regex tells how far back it looks") {
  CHECK(Regex("abc").max_look_behind() == 0);
  CHECK(Regex("(?<!abcd)e|(?<=f)g").max_look_behind() == 4);
}

TEST_CASE("what is found does not depend on how often was asked before") {
  // Cheap, dear (more steps than the interpreter is trusted with), hopeless.
  const std::string dear = std::string(3000, 'a') + "b";
  const std::string hopeless(40, 'a');
  const Regex lazy("a+?b");
  const Regex twice("(?:a|a)+?b");
  MatchScratch scratch;
  Regex::Match match;
  const Outcome first = twice.search(hopeless, 0, scratch, match);
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    CHECK(found(lazy, "xaab") == "aab");
    CHECK(found(lazy, dear) == dear);
    CHECK(lazy.search("xaac", 0, scratch, match) == Outcome::kNoMatch);
    if (round % 100 == 99) {
      CHECK(twice.search(hopeless, 0, scratch, match) == first);
    }
  }
}

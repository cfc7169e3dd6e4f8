#include "match/literal_set.h"

#include <algorithm>
#include <utility>

#include "support/catch.h"

using namespace gitward;

namespace {

using Hits = std::vector<std::pair<LiteralIndex, std::size_t>>;

Hits hits_of(const std::vector<std::string>& literals, ByteView text) {
  std::vector<LiteralHit> found;
  LiteralSet(literals).scan(text, found);
  Hits hits;
  for (const LiteralHit& hit : found) hits.emplace_back(hit.literal, hit.begin);
  return hits;
}

}  // namespace

TEST_CASE("every occurrence is a hit, overlapping ones too") {
  CHECK(hits_of({"aa"}, "aaaa") == Hits{{0, 0}, {0, 1}, {0, 2}});
  CHECK(hits_of({"abc", "bc", "abcd"}, "xabcd") ==
        Hits{{0, 1}, {2, 1}, {1, 2}});
}

TEST_CASE("ASCII case makes no difference, other bytes do") {
  CHECK(hits_of({"Token"}, "TOKEN token ToKeN") ==
        Hits{{0, 0}, {0, 6}, {0, 12}});
  // Bytes that differ by the case bit alone: @ and `, [ and {.
  CHECK(hits_of({"@["}, "`{ @{ `[ @[") == Hits{{0, 9}});
  CHECK(hits_of({"\xc4\xd6"}, "\xe4\xf6 \xc4\xd6") == Hits{{0, 3}});
}

TEST_CASE("a literal that is there twice hits twice") {
  CHECK(hits_of({"ab", "AB"}, "ab") == Hits{{0, 0}, {1, 0}});
}

TEST_CASE("hits at the very beginning and the very end are found") {
  CHECK(hits_of({"ab", "yz"}, "ab..yz") == Hits{{0, 0}, {1, 4}});
  CHECK(hits_of({"abc"}, "ab").empty());
  CHECK(hits_of({"ab"}, "").empty());
  CHECK(hits_of({"ab"}, "a").empty());
}

TEST_CASE("a set without literals finds nothing") {
  CHECK(hits_of({}, "anything").empty());
}

TEST_CASE("what was in the list of hits before is gone") {
  std::vector<LiteralHit> hits(3);
  const std::vector<std::string> literals = {"ab"};
  LiteralSet(literals).scan("--", hits);
  CHECK(hits.empty());
}

TEST_CASE("a literal may hold any byte") {
  const std::string nul("\0\0", 2);
  CHECK(hits_of({nul, "\xff\xfe"}, nul + "\xff\xfe") == Hits{{0, 0}, {1, 2}});
}

TEST_CASE("an occurrence is found once, at even and at odd places") {
  for (const std::string literal :
       {"ab", "abc", "abcd", "abcde", "abcdef", "abcdefghijklm"}) {
    for (std::size_t at = 0; at < 20; ++at) {
      CAPTURE(literal, at);
      for (const std::size_t behind : {0U, 1U, 2U, 3U, 4U, 20U}) {
        const std::string text =
            std::string(at, '.') + literal + std::string(behind, '.');
        CHECK(hits_of({literal}, text) == Hits{{0, at}});
      }
    }
  }
}

TEST_CASE("an occurrence is found on either side of a piece's end") {
  for (const std::string literal : {"ab", "abc", "abcdefghijkl"}) {
    for (std::size_t at = 4080; at < 4110; ++at) {
      CAPTURE(literal, at);
      const std::string text = std::string(at, '.') + literal;
      CHECK(hits_of({literal}, text) == Hits{{0, at}});
      CHECK(hits_of({literal}, text + "...") == Hits{{0, at}});
    }
  }
}

TEST_CASE("a text made of hits comes out in order") {
  std::vector<std::string> literals;
  for (std::size_t size = 40; size >= 2; --size) {
    literals.emplace_back(size, 'a');
    literals.push_back("b" + std::string(size, 'a'));
  }
  std::string text;
  for (int i = 0; i < 30; ++i) text += "b" + std::string(50, 'a');
  const Hits hits = hits_of(literals, text);
  CHECK(hits.size() > 30'000);
  CHECK(std::is_sorted(
      hits.begin(), hits.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second, a.first) < std::pair(b.second, b.first);
      }));
}

#include "match/match_head.h"
#include "match/regex.h"
#include "rules/rule_set.h"
#include "rules/shape.h"
#include "support/catch.h"

using namespace gitward;

namespace {

MatchHead head_of(const Shape& shape) {
  std::vector<MatchHead::Part> parts;
  for (const ByteSet& bytes : shape.head()) parts.push_back({bytes, 1});
  return MatchHead(parts);
}

}  // namespace

TEST_CASE("every sample of every built-in shape begins with the shape's head") {
  const RuleSet rules = load_rules({});
  for (const Rule& rule : rules.rules()) {
    CAPTURE(rule.id());
    for (const std::string& text : rule.shapes) {
      const Shape shape = Shape::parse(text);
      const MatchHead head = head_of(shape);
      REQUIRE_FALSE(head.empty());
      SampleEngine engine(5);
      for (int i = 0; i < 20; ++i) {
        CHECK(head.fits(shape.sample(engine), 0));
      }
    }
    CHECK((rule.shapes.empty() || rule.regex().group_count() == 0));
  }
}

TEST_CASE("a shape's head has each byte that its expression takes, no other") {
  for (const std::string_view name : alphabet_names()) {
    CAPTURE(name);
    const Shape shape = Shape::parse("{" + std::string(name) + ":3-4}");
    REQUIRE(shape.head().size() == 3);
    const Regex regex(shape.regex());
    MatchScratch scratch;
    Regex::Match match;
    for (unsigned byte = 0; byte < 256; ++byte) {
      const char c = static_cast<char>(static_cast<std::uint8_t>(byte));
      if (c == '=') continue;  // Padding stands at an end alone.
      CAPTURE(byte);
      // The same byte three times: of one case, and as long as a match.
      const bool taken = regex.match_at(std::string(3, c), 0, scratch, match) ==
                         Regex::Outcome::kMatch;
      CHECK(shape.head()[0][byte] == taken);
    }
  }
}

TEST_CASE("a head unites branches, and goes on behind what varies in length") {
  const Shape shape = Shape::parse("(ab|c){digits:1-2}-{hex-lower:2}");
  const auto at = [&](std::size_t place) {
    std::string bytes;
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (shape.head()[place][byte]) {
        bytes += static_cast<char>(static_cast<std::uint8_t>(byte));
      }
    }
    return bytes;
  };
  REQUIRE(shape.head().size() == 5);
  CHECK(at(0) == "ac");
  CHECK(at(1) == "0123456789b");
  CHECK(at(2) == "-0123456789");
  CHECK(at(3) == "-0123456789abcdef");
}

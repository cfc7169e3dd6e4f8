#include "rules/shape.h"

#include <algorithm>

#include "base/text.h"
#include "match/regex.h"
#include "rules/checksum.h"
#include "support/catch.h"

using namespace gitward;
using Outcome = Regex::Outcome;

namespace {

constexpr unsigned kSamples = 200;

// Every alphabet, count, checksum and way to branch.
const std::vector<std::string>& shapes() {
  static const std::vector<std::string> all = {
      "abc_{digits:12}",
      "abc_{alpha:12}",
      "abc_{alpha-lower:12}",
      "abc_{alpha-upper:12}",
      "abc_{alnum-lower:12-20}",
      "abc_{alnum-upper:12-20}",
      "abc_{base36-lower:9}-{base36-upper:9}",
      "abc_{base62:36}",
      "abc_{base64:44}",
      "abc_{base64:20-44}==",
      "abc_{base64url:20+}",
      "abc_{hex:40}",
      "abc_{hex-lower:32}{hex-upper:8}",
      "abc_{base32-lower:16}{base32-upper:16}",
      "abc_{base58:51-52}",
      "abc_{bech32-lower:58}",
      "{bech32-upper:58}-ABC",
      "abc:{word:20-30}:{word:4}",
      "abc {printable:8-64}",
      "{printable:30}",
      "{base62:32}",
      "{base64:40}",
      "{hex:1}",
      "{uuid}",
      "(live|test)_{uuid}",
      "(abc|abd|xyz-prod|)_{base62:20}",
      "a{digits:2}(|.{digits:2}(|.{digits:2}))",
      "(|v{digits:1-3}-)token-{base62:16}",
      "{base62:20}T3Blb{base62:20}",
      "{base62:14}.atlas.{base64url:60-70}",
      "eyX{base64url:20+}.eyX{base64url:20+}.{base64url:20+}",
      "-----BEGIN KEY-----\\n{base64:64}\\n-----END KEY-----",
      "\\{\\(\\|\\)\\}\\\\{digits:3}",
      "https://{alnum-lower:3-8}.example/{base62:5}/",
      "({hex:8}|{digits:3}-xyz){base62:4}",
      "abc_{base62:30}{crc32-base62:6}",
      "(abc|abd)_{base62:10-20}{crc32-base62:6}",
      "abc_{base62:40}{crc32-hex:8}",
      "abc_{alnum-lower:32}_{crc32-hex-part:8}",
      "abc_{base62:32}_{crc32le-hex:8}",
      "abc-{base64url:27-60}.{digits:2}.{alnum-lower:2}{crc32-base36:7}",
      "ABCDE{base64url:20-300}={crc32-hex-upper:8}",
      "abcd{base62:54}{crc32le-base64:6}",
      "abc_pat_{base62:22}_{base62:43}{sha256-base32:8}{base62:8}",
  };
  return all;
}

// Noise that can stand beside a token without being part of it.
std::string noise(SampleEngine& engine) {
  constexpr std::string_view kBytes = " \t\n\"'`,;<>\\";
  std::string text;
  for (std::size_t i = engine() % 8; i > 0; --i) {
    text += kBytes[engine() % kBytes.size()];
  }
  return text;
}

// True if a literal stands where its anchor says that it may.
bool is_anchored(const Shape& shape, const std::string& token) {
  const std::string folded = to_lower_ascii(token);
  return std::any_of(
      shape.anchors().begin(), shape.anchors().end(),
      [&](const Anchor& anchor) {
        const std::string literal = to_lower_ascii(anchor.literal);
        for (auto at = folded.find(literal); at != std::string::npos;
             at = folded.find(literal, at + 1)) {
          if (anchor.lead_min <= at && at <= anchor.lead_max) return true;
        }
        return false;
      });
}

}  // namespace

TEST_CASE("every sample is matched whole, anchored, in bounds and proven") {
  MatchScratch scratch;
  Regex::Match match;
  for (const std::string& text : shapes()) {
    const Shape shape = Shape::parse(text);
    const Regex regex(shape.regex());
    CHECK(regex.group_count() == 0);
    for (unsigned seed = 0; seed < kSamples; ++seed) {
      CAPTURE(text, seed, shape.regex());
      SampleEngine engine(seed);
      const std::string before = noise(engine);
      const std::string token = shape.sample(engine);
      const std::string content = before + token + noise(engine);
      REQUIRE(shape.min_size() <= token.size());
      REQUIRE(token.size() <= shape.max_size());
      REQUIRE(token.size() >= shape.public_prefix());
      REQUIRE((shape.anchors().empty() || is_anchored(shape, token)));
      REQUIRE(regex.match_at(content, before.size(), scratch, match) ==
              Outcome::kMatch);
      REQUIRE(match.whole() ==
              ByteRange{before.size(), before.size() + token.size()});
      if (!shape.checksum().empty()) {
        REQUIRE(check_token(shape.checksum(), token) == Proof::kProven);
      }
    }
  }
}

TEST_CASE("a sample with a letter or digit beside it is another token") {
  MatchScratch scratch;
  Regex::Match match;
  for (const std::string& text : shapes()) {
    const Shape shape = Shape::parse(text);
    const Regex regex(shape.regex());
    for (unsigned seed = 0; seed < kSamples; ++seed) {
      CAPTURE(text, seed);
      SampleEngine engine(seed);
      const std::string token = shape.sample(engine);
      const auto matches_whole = [&](const std::string& content,
                                     std::size_t at) {
        return regex.match_at(content, at, scratch, match) == Outcome::kMatch &&
               match.whole().size() == token.size();
      };
      if (regex.pattern().substr(0, 4) == "(?<!") {
        REQUIRE_FALSE(matches_whole("x" + token, 1));
      }
      REQUIRE_FALSE(matches_whole(token + "x", 0));
    }
  }
}

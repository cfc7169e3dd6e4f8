#include "rules/shape.h"

#include <cmath>
#include <set>

#include "base/error.h"
#include "match/regex.h"
#include "rules/checksum.h"
#include "support/catch.h"

using namespace gitward;
using Outcome = Regex::Outcome;

namespace {

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(Shape::parse(text));
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kConfig);
    return error.what();
  }
  return "";
}

// What the shape finds in a text: the first match.
std::string found(const std::string& shape, const std::string& text) {
  const Regex regex(Shape::parse(shape).regex());
  MatchScratch scratch;
  Regex::Match match;
  if (regex.search(text, 0, scratch, match) != Outcome::kMatch) return "";
  return std::string(match.whole().of(text));
}

// "literal@min-max", in order.
std::vector<std::string> anchors_of(const std::string& shape) {
  std::vector<std::string> texts;
  const Shape parsed = Shape::parse(shape);
  for (const Anchor& anchor : parsed.anchors()) {
    texts.push_back(anchor.literal + "@" + std::to_string(anchor.lead_min) +
                    "-" + std::to_string(anchor.lead_max));
  }
  return texts;
}

std::string expanded(const std::string& text, const Shape* shape = nullptr) {
  SampleEngine engine(7);
  return expand_template(text, shape, engine);
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a shape yields expression, sizes, anchor, entropy and prefix") {
  const Shape shape = Shape::parse("abc_{base62:30}{crc32-base62:6}");
  CHECK(shape.regex() ==
        R"((?:(?<![0-9A-Za-z])|(?<=\\[nrt])|(?<=[%=][234][0-9A-Fa-f])))"
        "abc_[0-9A-Za-z]{30}[0-9A-Za-z]{6}(?![0-9A-Za-z])");
  CHECK(shape.min_size() == 40);
  CHECK(shape.max_size() == 40);
  CHECK(shape.guaranteed_bits() == Approx(30 * std::log2(62)));
  CHECK(shape.public_prefix() == 4);
  CHECK(shape.checksum() == "crc32-base62");
  CHECK(anchors_of("abc_{base62:30}{crc32-base62:6}") == Strings{"abc_@0-0"});
}

TEST_CASE("each alphabet's expression matches its bytes and no other") {
  for (const std::string name :
       {"digits",       "alpha",        "alpha-lower",  "alpha-upper",
        "alnum-lower",  "alnum-upper",  "base32-lower", "base32-upper",
        "base36-lower", "base36-upper", "base58",       "base62",
        "base64",       "base64url",    "bech32-lower", "bech32-upper",
        "hex",          "hex-lower",    "hex-upper",    "printable",
        "word"}) {
    CAPTURE(name);
    const Shape shape = Shape::parse("{" + name + ":1}");
    const Regex regex("^" + shape.regex());
    SampleEngine engine(1);
    std::set<char> sampled;
    for (int i = 0; i < 3000; ++i) sampled.insert(shape.sample(engine).at(0));
    MatchScratch scratch;
    Regex::Match match;
    std::set<char> matched;
    for (int byte = 0; byte < 256; ++byte) {
      const std::string text(1, static_cast<char>(byte));
      if (regex.search(text, 0, scratch, match) == Outcome::kMatch) {
        matched.insert(text[0]);
      }
    }
    if (name == "hex")
      sampled.merge(std::set<char>{'A', 'B', 'C', 'D', 'E', 'F'});
    CHECK(matched == sampled);
  }
}

TEST_CASE("a token is a whole run: nothing continues it on either side") {
  CHECK(found("ab_{base62:4}", "(ab_1234)") == "ab_1234");
  CHECK(found("ab_{base62:4}", "_ab_1234_") == "ab_1234");
  CHECK(found("ab_{base62:4}", "xab_1234").empty());
  CHECK(found("ab_{base62:4}", "ab_12345").empty());
  CHECK(found("ab_{base64url:4}", "ab_1234-").empty());
  CHECK(found("ab_{base64url:4}X", "ab_1234X-") == "ab_1234X");
  CHECK(found("{base64url:4}", "-1234").empty());
  CHECK(found("{base64:4}", "=1234") == "1234");
  CHECK(found("{base64:4}", "/1234").empty());
  CHECK(found("--x{digits:2}", "a--x12") == "--x12");
  CHECK(found("(--|x){digits:2}", "a--12") == "--12");
  CHECK(found("(--|x){digits:2}", "ax12").empty());
}

TEST_CASE("hexadecimal is of one case or the other") {
  CHECK(found("{hex:6}", "12abcd") == "12abcd");
  CHECK(found("{hex:6}", "12ABCD") == "12ABCD");
  CHECK(found("{hex:6}", "12abCD").empty());
  CHECK(found("{hex-lower:6}", "12ABCD").empty());
  CHECK(found("{hex-upper:6}", "12abcd").empty());
}

TEST_CASE("base64 may end in up to two paddings, which count") {
  CHECK(found("{base64:8}", "abcdefgh") == "abcdefgh");
  CHECK(found("{base64:8}", "abcdefg=") == "abcdefg=");
  CHECK(found("{base64:8}", "abcdef==") == "abcdef==");
  CHECK(found("{base64:8}", "abcde===").empty());
  CHECK(found("{base64:8}", "abcdefgh=").empty());
  CHECK(found("{base64:8}", "abc=defg").empty());
  CHECK(found("{base64:4-8}", "abcde==") == "abcde==");
  CHECK(found("{base64:6}==", "abcdef==") == "abcdef==");
  CHECK(found("{base64:6}==", "abcd====").empty());
  CHECK(found("x{base64:4}-{base64:4}", "xab==-abc=") == "xab==-abc=");
}

TEST_CASE("a UUID is of any case and has its dashes") {
  const std::string uuid = "0aB1c2d3-0000-4000-8000-0123456789aF";
  CHECK(found("{uuid}", "id " + uuid + ".") == uuid);
  CHECK(found("{uuid}", "1" + uuid).empty());
  CHECK(found("{uuid}", uuid.substr(1)).empty());
  CHECK(Shape::parse("{uuid}").min_size() == 36);
  CHECK(Shape::parse("{uuid}").guaranteed_bits() == 122);
}

TEST_CASE("branches: the longest that fits is taken, an empty one is fine") {
  CHECK(found("(x|y)z{digits:2}", "yz12") == "yz12");
  CHECK(found("ab{digits:2}(|.{digits:2})", "ab12.34") == "ab12.34");
  CHECK(found("ab{digits:2}(|.{digits:2})", "ab12.3x") == "ab12");
  CHECK(found("(a|b(c|d)){digits:1}", "bd7") == "bd7");
}

TEST_CASE("literals are bytes: nothing in them is an expression") {
  CHECK(found("a.b*{digits:1}", "a.b*1") == "a.b*1");
  CHECK(found("a.b*{digits:1}", "axbb1").empty());
  CHECK(found("\\{\\(\\|\\)\\}\\\\{digits:1}", "{(|)}\\1") == "{(|)}\\1");
  CHECK(found("a\\nb", "a\nb") == "a\nb");
  CHECK(found("\xc3\xa9#{digits:1}", "\xc3\xa9#1") == "\xc3\xa9#1");
}

TEST_CASE("counts: exact, a range, open") {
  CHECK(found("ab{digits:2-3}", "ab1").empty());
  CHECK(found("ab{digits:2-3}", "ab123") == "ab123");
  CHECK(found("ab{digits:2-3}", "ab1234").empty());
  CHECK(found("ab{digits:2+}", "ab" + std::string(4096, '1')).size() == 4098);
  CHECK(found("ab{digits:2+}", "ab" + std::string(4097, '1')).empty());
  CHECK(Shape::parse("ab{digits:2+}").min_size() == 4);
  CHECK(Shape::parse("ab{digits:2+}").max_size() == 2 + Shape::kUnbounded);
}

TEST_CASE("the anchor is the best literal of each branch") {
  CHECK(anchors_of("(ghx|ghy)_{base62:36}") == Strings{"ghx_@0-0", "ghy_@0-0"});
  CHECK(anchors_of("sk-{base62:20}LITERAL{base62:20}") ==
        Strings{"LITERAL@23-23"});
  // Near the beginning beats long, if the long one may be anywhere.
  CHECK(anchors_of("abc{base62:10-400}.longer.{base62:4}") ==
        Strings{"abc@0-0"});
  CHECK(anchors_of("{base62:10-12}.longer{base62:4}") ==
        Strings{".longer@10-12"});
  CHECK(anchors_of("(x|yy)same{digits:4}") ==
        Strings{"xsame@0-0", "yysame@0-0"});
  CHECK(anchors_of("({digits:1}|{digits:4})same{digits:4}") ==
        Strings{"same@1-4"});
  CHECK(anchors_of("{uuid}:abcd:{digits:4}") == Strings{":abcd:@36-36"});
}

TEST_CASE("an anchor that another one covers is dropped") {
  CHECK(anchors_of("(tok-|tok-live-){digits:9}") == Strings{"tok-@0-0"});
  // At another place it covers nothing.
  CHECK(anchors_of("(tok-|live-tok-){digits:9}") ==
        Strings{"tok-@0-0", "live-tok-@0-0"});
}

TEST_CASE("a shape without a good literal in every branch has no anchor") {
  CHECK(anchors_of("{base62:32}").empty());
  CHECK(anchors_of("SK{hex:32}").empty());
  CHECK(anchors_of("(abcd|ef){hex:32}").empty());
  CHECK(anchors_of("{base62:1+}.literal").empty());
}

TEST_CASE("the public prefix is what every match begins with") {
  CHECK(Shape::parse("(ab-|cde-f){hex:32}").public_prefix() == 3);
  CHECK(Shape::parse("{hex:32}-abc").public_prefix() == 0);
}

TEST_CASE("entropy counts the random bytes of the poorest branch only") {
  CHECK(Shape::parse("ab{hex:8}").guaranteed_bits() == 32);
  CHECK(Shape::parse("ab({hex:8}|{hex:4})").guaranteed_bits() == 16);
  CHECK(Shape::parse("ab{hex:8+}").guaranteed_bits() == 32);
  CHECK(Shape::parse("ab_{hex:8}{crc32-hex:8}").guaranteed_bits() == 32);
  // Two bytes may be padding.
  CHECK(Shape::parse("ab{base64:8}").guaranteed_bits() == 36);
}

TEST_CASE("mistakes are refused with their column and what would be right") {
  CHECK_THAT(error_of("ab{bas62:3}"),
             ContainsSubstring("column 4: unknown alphabet 'bas62', meaning "
                               "'base62'?; known: digits "));
  CHECK_THAT(error_of("{x:3}"), ContainsSubstring("crc32-base62"));
  CHECK_THAT(error_of("{x:3}"), ContainsSubstring("uuid"));
  CHECK(error_of("") == "the shape can be empty");
  CHECK(error_of("(a|)") == "the shape can be empty");
  CHECK(error_of("{digits:0-3}") == "the shape can be empty");
  CHECK(error_of("ab{digits:3") ==
        "column 3: '{' without '}'; a plain one is written '\\{'");
  CHECK(error_of("ab}") ==
        "column 3: '}' without '{'; a plain one is written "
        "'\\}'");
  CHECK(error_of("(ab") == "column 1: '(' without ')'");
  CHECK(error_of("ab)") == "column 3: stray ')'");
  CHECK(error_of("a|b") == "column 2: stray '|'");
  CHECK(error_of("a\\d") ==
        "column 2: '\\' stands only before { } ( ) | \\ and n; a plain one is "
        "written '\\\\'");
  CHECK(error_of("a{digits}") ==
        "column 2: {digits} lacks a count, as in {digits:32}");
  CHECK(error_of("a{uuid:36}") == "column 2: {uuid} takes no count");
  for (const std::string count : {"", "x", "-", "3-", "-3", "5000", "1-5000",
                                  "3x", "99999999999999999999", "+"}) {
    CAPTURE(count);
    CHECK_THAT(error_of("a{digits:" + count + "}"),
               ContainsSubstring("column 10: bad count '" + count + "'"));
  }
  CHECK_THAT(error_of("a{digits:4-3}"), ContainsSubstring("no"));
  CHECK_THAT(error_of("a{digits:0}"), ContainsSubstring("no"));
  CHECK_THAT(error_of("a{sample}"), ContainsSubstring("unknown alphabet"));
}

TEST_CASE("a checksum stands where it can be checked") {
  CHECK(error_of("ab_{hex:8}{crc32-hex:7}") ==
        "column 22: crc32-hex has 8 characters");
  CHECK(error_of("ab_{hex:8}{crc32-hex:8}x") ==
        "0 bytes must follow the crc32-hex checksum");
  CHECK_THAT(error_of("ab_{hex:8}{crc32-hex:8}{crc32-hex:8}"),
             ContainsSubstring("a second checksum"));
  CHECK(error_of("ab_{hex:8}(|{crc32-hex:8})") ==
        "a checksum must be the same in all branches");
  CHECK_THAT(error_of("ab{hex:8}{crc32-hex:8}"),
             ContainsSubstring("can't stand here"));
}

TEST_CASE("a shape that would be slow to match is refused") {
  CHECK_THAT(error_of("{base62:1+}{base62:1+}x"),
             ContainsSubstring("too many ways"));
  CHECK_THAT(error_of("a{printable:1+}:{printable:1+}@b"),
             ContainsSubstring("too many ways"));
  CHECK(error_of("a{base62:1+}:{base62:1+}@b").empty());
  CHECK_THAT(error_of(std::string(40, '(') + "a" + std::string(40, ')')),
             ContainsSubstring("nested too deep"));
  std::string many;
  for (int i = 0; i < 11; ++i) many += "(a|b)";
  CHECK_THAT(error_of(many), ContainsSubstring("more than 1024 ways"));
  std::string longest;
  for (int i = 0; i < 17; ++i) longest += "{base62:4096}";
  CHECK_THAT(error_of(longest), ContainsSubstring("longer than 65536 bytes"));
}

TEST_CASE("the same engine state gives the same token on every machine") {
  const Shape shape = Shape::parse("(ab|cd)_{base62:8-12}{uuid}");
  SampleEngine engine(42);
  SampleEngine again(42);
  CHECK(shape.sample(engine) == shape.sample(again));
  CHECK(shape.sample(engine) != shape.sample(engine));
}

TEST_CASE("a template is shape syntax without branches, with the sample") {
  const Shape shape = Shape::parse("ab-{digits:3}");
  CHECK(expanded("f(a|b) = \\{\\}\\n") == "f(a|b) = {}\n");
  const std::string text = expanded("key={sample};{hex:4}", &shape);
  CHECK(text.size() == 4 + 6 + 1 + 4);
  CHECK(text.substr(0, 7) == "key=ab-");
  CHECK_THROWS_WITH(expanded("x{sample}"),
                    "column 2: {sample}, but the rule has no shape");
  CHECK_THROWS_WITH(expanded("{crc32-hex:8}"),
                    ContainsSubstring("unknown alphabet 'crc32-hex'"));
  CHECK_THROWS_WITH(expanded("a}"), ContainsSubstring("column 2: "));
  CHECK(expanded("").empty());
}

#include "baseline/baseline.h"

#include <random>

#include "base/error.h"
#include "support/catch.h"

using namespace gitward;

namespace {

const std::string kHead = "# gitward-baseline 1\n";

BaselineEntry entry(const std::string& seed, const std::string& path) {
  BaselineEntry made;
  made.id = xxh3_128(seed);
  made.rule = "acme-token";
  made.path = path;
  made.reason = "made up";
  return made;
}

Baseline read(const std::string& text) {
  return Baseline::parse(text, "base");
}

std::string line(const std::string& id = std::string(32, 'a'),
                 const std::string& rest = "acme\ttest\t-\ta.env\twhy") {
  return id + "\t" + rest + "\n";
}

std::string error_of(const std::string& text) {
  try {
    read(text);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kConfig);
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a baseline that was written is read as it was") {
  Baseline baseline;
  BaselineEntry first = entry("1", "dir/a b\t\n%\xff.env");
  first.state = BaselineState::kToRotate;
  first.expires = "2028-02-29";
  first.reason = "50% done:\tcaf\xc3\xa9\nand more";
  baseline.accept(first);
  baseline.accept(entry("1", ""));
  baseline.accept(entry("2", "-"));
  baseline.accept(entry("3", ":commit-message"));
  const std::string text = baseline.write();
  const Baseline again = read(text);
  CHECK(again.entries() == baseline.entries());
  CHECK(again.write() == text);
  CHECK_THAT(text, ContainsSubstring("\tacme-token\tto-rotate\t2028-02-29\t"
                                     "dir/a b%09%0A%25%FF.env\t"
                                     "50%25 done:%09caf\xc3\xa9%0Aand more\n"));
  CHECK_THAT(text, ContainsSubstring("\taccepted\t-\t-\tmade up\n"));
  CHECK_THAT(text, ContainsSubstring("\taccepted\t-\t%2D\tmade up\n"));
}

TEST_CASE("an entry holds only what the format names") {
  Baseline baseline;
  baseline.accept(entry("x", "a.env"));
  CHECK_THAT(baseline.write(),
             ContainsSubstring("\n" + xxh3_128("x").hex() +
                               "\tacme-token\taccepted\t-\ta.env\tmade up\n"));
}

TEST_CASE("entries stand in their sections, by id and then path") {
  Baseline baseline;
  BaselineEntry one = entry("", "b");
  one.id = *Digest::from_hex("0f" + std::string(30, '1'));
  baseline.accept(one);
  one.path = "a";
  baseline.accept(one);
  CHECK_THAT(baseline.write(),
             ContainsSubstring("## 0f\n0f111111111111111111111111111111\t"
                               "acme-token\taccepted\t-\ta\tmade up\n"
                               "0f111111111111111111111111111111\t"
                               "acme-token\taccepted\t-\tb\tmade up\n## 10\n"));
}

TEST_CASE("accepting again replaces the entry at that path only") {
  Baseline baseline;
  baseline.accept(entry("x", "a"));
  baseline.accept(entry("x", "b"));
  BaselineEntry other = entry("x", "a");
  other.reason = "  a better one ";
  baseline.accept(other);
  REQUIRE(baseline.entries().size() == 2);
  CHECK(baseline.entries()[0].reason == "a better one");
  CHECK(baseline.entries()[1].reason == "made up");
  baseline.remove(other);
  REQUIRE(baseline.entries().size() == 1);
  CHECK(baseline.entries()[0].path == "b");
  baseline.remove(other);
  CHECK(baseline.entries().size() == 1);
}

TEST_CASE("nothing is accepted without a reason or until a day that is none") {
  Baseline baseline;
  BaselineEntry bad = entry("x", "a");
  bad.reason = " \t";
  CHECK_THROWS_AS(baseline.accept(bad), Error);
  bad = entry("x", "a");
  bad.expires = "next year";
  CHECK_THROWS_AS(baseline.accept(bad), Error);
  CHECK(baseline.entries().empty());
}

TEST_CASE("what is no baseline is an error that names file, line and cure") {
  CHECK(error_of("") ==
        "base:1: not a baseline, the first line must be "
        "'# gitward-baseline 1'");
  CHECK(error_of("{}\n") == error_of(""));
  CHECK(error_of("# gitward-baseline 2\n") ==
        "base:1: unknown baseline version '2', this gitward reads version 1: "
        "use the version that wrote it");
  CHECK(error_of(kHead + "\n<<<<<<< HEAD\n") ==
        "base:3: conflict marker of a merge: remove the lines that begin with "
        "<<<<<<<, |||||||, ======= and >>>>>>>, and keep the entries of both "
        "sides");
  for (const char* const marker :
       {"=======", ">>>>>>> topic", "||||||| base"}) {
    CHECK_THAT(error_of(kHead + marker + "\n"),
               ContainsSubstring("base:2: conflict marker"));
  }
  CHECK_THAT(error_of("<<<<<<< HEAD\n" + kHead),
             ContainsSubstring("base:1: conflict marker"));
}

TEST_CASE("a malformed entry is an error that names file, line and cause") {
  const auto error = [](const std::string& id, const std::string& rest) {
    return error_of(kHead + line(id, rest));
  };
  const std::string id(32, 'a');
  CHECK_THAT(error(id, "acme"), ContainsSubstring("base:2: an entry has 6"));
  CHECK_THAT(error(id, "acme\ttest\t-\ta\twhy\tmore"),
             ContainsSubstring("this line has 7"));
  CHECK(error("aa", "acme\ttest\t-\ta\twhy") ==
        "base:2: the id is not 32 hexadecimal digits");
  CHECK(error(id, "\ttest\t-\ta\twhy") ==
        "base:2: the rule's name is not one word");
  CHECK_THAT(error(id, "acme\tfine\t-\ta\twhy"),
             ContainsSubstring("base:2: unknown state 'fine', expected"));
  CHECK(error(id, "acme\ttest\t2027-02-29\ta\twhy") ==
        "base:2: '2027-02-29' is no date, expected YYYY-MM-DD or -");
  CHECK_THAT(error(id, "acme\ttest\t-\t\twhy"),
             ContainsSubstring("base:2: the path is empty"));
  CHECK(error(id, "acme\ttest\t-\ta\t ") == "base:2: the reason is empty");
}

TEST_CASE("sections, order, blank lines and CRLF don't matter in reading") {
  const std::string a(32, 'a');
  const std::string b(32, 'b');
  const Baseline plain = read(kHead + "## aa\n" + line(a) + line(b));
  const Baseline odd = read("# gitward-baseline 1\r\n\r\n" + line(b) +
                            "\n## ff\n" + a + "\tacme\ttest\t-\ta.env\twhy");
  CHECK(plain.entries() == odd.entries());
  CHECK(plain.entries().size() == 2);
}

TEST_CASE("of two entries for one place the one that ends first holds") {
  const std::string a(32, 'a');
  const std::string never = line(a, "acme\ttest\t-\tx\tnever");
  const std::string soon = line(a, "acme\ttest\t2027-01-01\tx\tsoon");
  const std::string later = line(a, "acme\ttest\t2028-01-01\tx\tlater");
  for (const std::string& text :
       {never + soon + later, soon + later + never, later + never + soon}) {
    const Baseline baseline = read(kHead + text);
    REQUIRE(baseline.entries().size() == 1);
    CHECK(baseline.entries()[0].reason == "soon");
  }
}

TEST_CASE("comments stay with the entry below them, and go with it") {
  const std::string a(32, 'a');
  Baseline baseline = read(kHead + "# ours\n## aa\n# of the\n# first\n" +
                           line(a) + "# last\n## ab\n");
  const std::string text = baseline.write();
  CHECK_THAT(text, ContainsSubstring(kHead + "# ours\n## 00\n"));
  CHECK_THAT(text, ContainsSubstring("## aa\n# of the\n# first\n" + line(a) +
                                     "# last\n## ab\n"));
  CHECK(read(text).write() == text);

  BaselineEntry again = baseline.entries()[0];
  again.comment.clear();
  again.reason = "other";
  baseline.accept(again);
  CHECK_THAT(baseline.write(), ContainsSubstring("# of the\n# first\n"));
  baseline.remove(again);
  CHECK_THAT(baseline.write(), ContainsSubstring("## aa\n# last\n## ab\n"));
}

TEST_CASE("only days of the calendar are dates") {
  for (const char* const date : {"2026-01-31", "2028-02-29", "2000-02-29"}) {
    CHECK(is_date(date));
  }
  for (const char* const date :
       {"2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31",
        "2026-1-1", "2026-01-00", "20260101", "2026-01-01 ", "2026/01/01", "",
        "+026-01-01"}) {
    CAPTURE(date);
    CHECK_FALSE(is_date(date));
  }
}

TEST_CASE("states and their names are each other's inverse") {
  for (const BaselineState state :
       {BaselineState::kFalsePositive, BaselineState::kTest,
        BaselineState::kAccepted, BaselineState::kToRotate}) {
    CHECK(parse_baseline_state(name_of(state)) == state);
  }
  CHECK_FALSE(parse_baseline_state("ignored"));
}

TEST_CASE("any entries survive being written") {
  const unsigned seed = GENERATE(range(0U, 50U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto bytes = [&](std::size_t most) {
    std::string text;
    for (std::size_t i = random() % (most + 1); i > 0; --i) {
      text += static_cast<char>(random() % 256);
    }
    return text;
  };
  Baseline baseline;
  for (unsigned i = 0; i < 40; ++i) {
    BaselineEntry made = entry(std::to_string(random() % 20), bytes(6));
    made.reason = "r" + bytes(12) + "r";
    if (random() % 2 == 0) made.expires = "2027-12-31";
    baseline.accept(made);
  }
  CHECK(read(baseline.write()).entries() == baseline.entries());
}

#include "scan/inline_allow.h"

#include "support.h"
#include "support/catch.h"

using namespace gitward;

namespace {

constexpr std::string_view kRules = R"(
[[rules]]
id = "word"
description = "a word"
regex = '''word=(\w+)'''
keywords = ["word"]
reach = 100
[[rules]]
id = "block"
description = "a block"
regex = '''(?s)<<<.{1,50}?>>>'''
keywords = ["<<<"]
reach = 10
)";

// The reason for which the one finding is allowed, or "not allowed".
std::string reason(const std::string& content) {
  static const RuleSet rules = rules_of(kRules);
  const ScannedContent scanned = scan(rules, content);
  const std::vector<Judged> judged = judge(rules, scanned);
  REQUIRE(judged.size() == 1);
  return judged[0].status == Status::kAllowed ? judged[0].reason
                                              : "not allowed";
}

}  // namespace

TEST_CASE("a marker on the line allows the rules that it names") {
  CHECK(reason("word=a # gitward:allow[word] a sample") == "a sample");
  CHECK(reason("x\nword=a # gitward:allow[word] a sample\ny") == "a sample");
  CHECK(reason("/* gitward:allow[word] why */ word=a") == "why */ word=a");
  CHECK(reason("word=a /* gitward:allow[word] why */") == "why");
  CHECK(reason("word=a <!-- gitward:allow[word] why -->") == "why");
  CHECK(reason("word=a # gitward:allow[block, word] both") == "both");
  CHECK(reason("word=a # gitward:allow[word]").empty());
  CHECK(reason("word=a # gitward:allow[block] x gitward:allow[word] y") == "y");
}

TEST_CASE("a marker that names no rule, or another, allows nothing") {
  CHECK(reason("word=a # gitward:allow[block] no") == "not allowed");
  CHECK(reason("word=a # gitward:allow[wor] no") == "not allowed");
  CHECK(reason("word=a # gitward:allow no") == "not allowed");
  CHECK(reason("word=a # gitward:allow[] no") == "not allowed");
  CHECK(reason("word=a # gitward:allow[word no") == "not allowed");
  CHECK(reason("word=a # gitward:allow [word] no") == "not allowed");
}

TEST_CASE("a marker on another line allows nothing") {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    CAPTURE(end);
    const std::string marker = "# gitward:allow[word] no";
    CHECK(reason(marker + end + "word=a") == "not allowed");
    CHECK(reason("word=a" + end + marker) == "not allowed");
    CHECK(reason("word=a" + end + marker + end) == "not allowed");
    CHECK(reason("# gitleaks:allow" + end + "word=a") == "not allowed");
  }
}

TEST_CASE("a marker alone on the line before allows the next line") {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    CAPTURE(end);
    const std::string marker = "gitward:allow-next-line[word] why";
    CHECK(reason("  # " + marker + end + "word=a") == "why");
    CHECK(reason("<!-- " + marker + " -->" + end + "word=a" + end) == "why");
    CHECK(reason("REM " + marker + end + "word=a") == "why");
    CHECK(reason("x = 1 # " + marker + end + "word=a") == "not allowed");
    CHECK(reason("# " + marker + end + end + "word=a") == "not allowed");
    CHECK(reason("word=a # " + marker) == "not allowed");
    CHECK(reason("word=a" + end + "# " + marker) == "not allowed");
  }
}

TEST_CASE("gitleaks' own marker allows any rule") {
  CHECK(reason("word=a # gitleaks:allow") == "gitleaks:allow");
  CHECK(reason("<<<a\nb>>> # gitleaks:allow") == "gitleaks:allow");
}

TEST_CASE("a secret of several lines is allowed on its first and last") {
  CHECK(reason("<<<a\nb\nc>>> # gitward:allow[block] why") == "why");
  CHECK(reason("/* gitward:allow[block] */ <<<a\nb\nc>>>") == "*/ <<<a");
  CHECK(reason("<<<a\ngitward:allow[block]\nc>>>") == "not allowed");
  CHECK(reason("# gitward:allow-next-line[block] why\n<<<a\nb>>>") == "why");
}

TEST_CASE("markers work in UTF-16 and on an unterminated last line") {
  const std::u32string text =
      U"\ufeffx\r\n# gitward:allow-next-line[word] why\r\nword=a";
  CHECK(reason(encoded(text, Encoding::kUtf16Le)) == "why");
  CHECK(reason(encoded(U"\ufeffword=a gitward:allow[word] why",
                       Encoding::kUtf16Be)) == "why");
}

TEST_CASE("an allowed secret does not allow another on its line") {
  const RuleSet rules = rules_of(kRules);
  const ScannedContent scanned =
      scan(rules, "word=a <<<b>>> # gitward:allow[word] why");
  const std::vector<Judged> judged = judge(rules, scanned);
  REQUIRE(judged.size() == 2);
  CHECK(judged[0].status == Status::kAllowed);
  CHECK(judged[1].status == Status::kNew);
}

#include "scan/traced_scan.h"

#include <string>
#include <vector>

#include "rules/rule_set.h"
#include "scan/matcher.h"
#include "support/catch.h"

using namespace gitward;

namespace {

RuleSet rules_with_short_context() {
  RuleSetRequest request;
  request.config = RuleText{"rules.toml", R"toml(
[[rules]]
id = "short-context"
description = "A value near a word of few letters"
context = ["qot"]
shape = "q{base62:32}"
)toml"};
  return load_rules(request);
}

// A text with one byte changed, far from its ends.
struct Edit {
  std::string base;
  std::string edited;
  std::vector<CopiedRange> copies;
};

Edit edit_of(const std::string& line, std::size_t at, char byte) {
  std::string filler;
  while (filler.size() < 2000) filler += "z\n";
  Edit edit{filler + line + filler, {}, {}};
  const std::size_t place = filler.size() + at;
  edit.edited = edit.base;
  edit.edited[place] = byte;
  edit.copies = {{0, place, 0},
                 {place + 1, edit.base.size() - place - 1, place + 1}};
  return edit;
}

struct Counts {
  std::size_t in_base = 0;
  std::size_t through_base = 0;
  std::size_t by_itself = 0;
};

Counts scan(const Edit& edit) {
  static const RuleSet rules = rules_with_short_context();
  const Scanner scanner(rules);
  const TracedScanner traced(scanner);
  ScanScratch scratch;
  const ScanTrace base = traced.scan(edit.base, scratch);
  const ScanTrace edited = traced.scan(edit.edited, base, edit.copies, scratch);
  return {base.result.candidates.size(), edited.result.candidates.size(),
          scanner.scan(edit.edited, scratch).candidates.size()};
}

}  // namespace

// The keyword, `password`, stands 20 bytes behind the edit.
TEST_CASE("an edit before a keyword can make a learned rule's hit matter") {
  const std::string value = std::string("hT7#kQ9v") + "Lm2$Xz";
  const Counts counts =
      scan(edit_of("INSERT INTO u {name, emailemail, password) VALUES "
                   "('bob', 'x@y.z', '" +
                       value + "')\n",
                   14, '('));
  CHECK(counts.by_itself > counts.in_base);
  CHECK(counts.through_base == counts.by_itself);
}

TEST_CASE("an edit that makes a short word whole makes its hit matter") {
  const std::string value =
      std::string("q1Hk8Zb2Xw9Lm4Qr7") + "Tn3Vc6Yp5Sd0Gj8F";
  const Counts counts = scan(edit_of("7qot = '" + value + "'\n", 0, ' '));
  CHECK(counts.by_itself > counts.in_base);
  CHECK(counts.through_base == counts.by_itself);
}

TEST_CASE("what is new is found at every one of many far places") {
  const std::string value =
      std::string("q1Hk8Zb2Xw9Lm4Qr7") + "Tn3Vc6Yp5Sd0Gj8F";
  const std::string filler = [] {
    std::string text;
    while (text.size() < 1000) text += "z\n";
    return text;
  }();
  constexpr std::size_t kPlaces = 300;
  Edit edit;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    edit.copies.push_back(
        {edit.edited.size(), filler.size(), edit.base.size()});
    edit.base += filler;
    edit.edited += filler + "qot = '" + value + "'\n";
  }
  const Counts counts = scan(edit);
  CHECK(counts.in_base == 0);
  CHECK(counts.by_itself == kPlaces);
  CHECK(counts.through_base == kPlaces);
}

// What look-behinds of shapes see is not asked of each regex: see
// kShapeLookBehind in matcher.h.
TEST_CASE("no shape looks back by more than eight bytes") {
  const RuleSet rules = load_rules({});
  for (const Rule& rule : rules.rules()) {
    if (rule.shapes.empty()) continue;
    CAPTURE(rule.id());
    CHECK(rule.regex().max_look_behind() <= kShapeLookBehind);
  }
}

#include "model/name_mask.h"

#include <random>

#include "report/reporter.h"
#include "support/catch.h"
#include "unit/report/samples.h"

using namespace gitward;

namespace {

Finding named(Where where, const std::string& path, const std::string& value) {
  Finding finding = sample::finding(path);
  finding.where = where;
  finding.secret = Secret(value);
  finding.redacted = "<" + value.substr(0, 1) + "…>";
  return finding;
}

}  // namespace

TEST_CASE("a file that is named like a secret is reported without its name") {
  const ScanReport report = sample::report(
      {named(Where::kPath, "dir/" + sample::kValue + ".txt", sample::kValue),
       sample::finding("dir/" + sample::kValue + ".txt")});
  for (const std::string_view name : report_format_names()) {
    const std::string text =
        write_report(report, *parse_report_format(name), {});
    CHECK_THAT(text, !ContainsSubstring(sample::kValue));
    CHECK_THAT(text, ContainsSubstring("dir/<a…>.txt"));
  }
  CHECK_THAT(write_report(report, ReportFormat::kJsonl, {}),
             ContainsSubstring("\"path_redacted\":true"));
}

TEST_CASE("a fix names a file that is named like a secret by a pattern") {
  const ScanReport report = sample::report(
      {named(Where::kPath, "dir/" + sample::kValue + ".txt", sample::kValue),
       sample::finding("dir/" + sample::kValue + ".txt")});
  ReportOptions options;
  options.stage = ReportOptions::Stage::kStaged;
  CHECK_THAT(write_report(report, ReportFormat::kHuman, options),
             ContainsSubstring("git restore --staged -p 'dir/*.txt'\n"));
}

TEST_CASE("a secret in a branch's or an author's name is masked everywhere") {
  Finding author = named(Where::kIdentity, "", sample::kValue);
  author.provenance = sample::provenance(true);
  author.provenance->author = "A " + sample::kValue;
  author.provenance->email = sample::kValue + "@example.test";
  author.provenance->refs = {"topic/" + sample::kValue};
  ScanReport report = sample::report(
      {author}, {sample::gap(GapReason::kMissing, sample::kValue)});
  report.gaps[0].detail = "can't open " + sample::kValue;
  ReportOptions options;
  options.stage = ReportOptions::Stage::kStored;
  for (const std::string_view name : report_format_names()) {
    CHECK_THAT(write_report(report, *parse_report_format(name), options),
               !ContainsSubstring(sample::kValue));
  }
  CHECK_THAT(coverage_lines(report), !ContainsSubstring(sample::kValue));
}

TEST_CASE("of two secrets that begin alike the longer one is masked whole") {
  const ScanReport report = sample::report(
      {named(Where::kRef, "a", "abcd"), named(Where::kRef, "b", "abcdefgh")});
  const NameMask mask(report, false);
  CHECK(mask("x/abcdefgh/abcde") == "x/<a…>/<a…>e");
  CHECK(NameMask(report, true)("abcd") == "abcd");
}

TEST_CASE("masking leaves no secret, wherever it stands") {
  const unsigned seed = GENERATE(range(0U, 100U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto letters = [&](std::size_t size) {
    std::string text;
    while (text.size() < size) text += "abc"[random() % 3];
    return text;
  };
  std::vector<Finding> findings;
  std::vector<std::string> values;
  for (int i = 0; i < 5; ++i) {
    values.push_back(letters(3 + random() % 5));
    findings.push_back(named(Where::kPath, "p", values.back()));
    findings.back().redacted = "*";
  }
  const ScanReport report = sample::report(findings);
  const std::string masked = NameMask(report, false)(letters(200));
  for (const std::string& value : values) {
    CHECK_THAT(masked, !ContainsSubstring(value));
  }
}

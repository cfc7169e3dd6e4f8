#include <sstream>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/reporter.h"
#include "support/catch.h"
#include "unit/report/samples.h"

using namespace gitward;
using nlohmann::ordered_json;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<ordered_json> jsonl(const ScanReport& report,
                                const ReportOptions& options = {}) {
  std::vector<ordered_json> values;
  for (const std::string& line :
       lines_of(write_report(report, ReportFormat::kJsonl, options))) {
    values.push_back(ordered_json::parse(line));
  }
  return values;
}

std::vector<std::string> keys_of(const ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

Finding full_finding() {
  Finding finding = sample::finding("src/a.py");
  finding.confidence = Confidence::kProven;
  finding.via = {"base64"};
  finding.inside = "layer.tar!app/.env";
  finding.object = sample::object('b');
  finding.provenance = sample::provenance(true);
  finding.occurrences = 12;
  finding.status = Status::kExpired;
  finding.reason = "until spring";
  return finding;
}

}  // namespace

TEST_CASE("a JSONL finding has the contract's keys in the contract's order") {
  ReportOptions options;
  options.show_secrets = true;
  const ordered_json finding =
      jsonl(sample::report({full_finding()}), options).at(0);
  CHECK(keys_of(finding) ==
        std::vector<std::string>{
            "id",       "rule",   "description", "severity",    "confidence",
            "path",     "line",   "column",      "end_line",    "end_column",
            "redacted", "secret", "where",       "via",         "inside",
            "blob",     "commit", "author",      "email",       "date",
            "refs",     "at_tip", "reachable",   "occurrences", "status",
            "reason",   "rotate"});
  CHECK(finding["id"] == xxh3_128("one").hex());
  CHECK(finding["confidence"] == "proven");
  CHECK(finding["column"] == 7);
  CHECK(finding["secret"] == sample::kValue);
  CHECK(finding["via"] == ordered_json::array({"base64"}));
  CHECK(finding["refs"] == ordered_json::array({"main"}));
  CHECK(finding["at_tip"] == true);
  CHECK(finding["status"] == "expired");
}

TEST_CASE("keys without a value are left out, the core ones are not") {
  Finding bare = sample::finding("");
  auto info = *bare.rule;
  info.rotate.clear();
  bare.rule = std::make_shared<RuleInfo>(info);
  CHECK(keys_of(jsonl(sample::report({bare})).at(0)) ==
        std::vector<std::string>{"id", "rule", "description", "severity",
                                 "confidence", "path", "line", "column",
                                 "end_line", "end_column", "redacted", "where",
                                 "status"});
}

TEST_CASE("no machine format holds the value unless it is asked for") {
  const ScanReport report = sample::report({full_finding()});
  for (const ReportFormat format :
       {ReportFormat::kJsonl, ReportFormat::kJson}) {
    CHECK_THAT(write_report(report, format, {}),
               !ContainsSubstring(sample::kValue));
  }
}

TEST_CASE("a path that is not UTF-8 is percent-encoded and says so") {
  const ordered_json finding =
      jsonl(sample::report({sample::finding("caf\xe9%/a b")})).at(0);
  CHECK(finding["path"] == "caf%E9%25/a b");
  CHECK(finding["path_encoding"] == "percent");
  CHECK(percent_decode(finding["path"].get<std::string>()) == "caf\xe9%/a b");
  const ordered_json plain =
      jsonl(sample::report({sample::finding("caf\xc3\xa9%")})).at(0);
  CHECK(plain["path"] == "caf\xc3\xa9%");
  CHECK_FALSE(plain.contains("path_encoding"));
}

TEST_CASE("a value that is not UTF-8 is percent-encoded and says so") {
  ReportOptions options;
  options.show_secrets = true;
  Finding finding = sample::finding("a");
  finding.secret = Secret("pass\xffword");
  const ordered_json line = jsonl(sample::report({finding}), options).at(0);
  CHECK(line["secret"] == "pass%FFword");
  CHECK(line["secret_encoding"] == "percent");
}

TEST_CASE("names that try to fool a terminal are escaped and not lost") {
  const std::string hostile =
      "a\x1b[31m\n\xe2\x80\xae\x7f\xf3\xa0\x80\xa1"
      "b";
  const std::string text = write_report(
      sample::report({sample::finding(hostile)}), ReportFormat::kJsonl, {});
  for (const char* const bytes :
       {"\x1b", "\xe2\x80\xae", "\x7f", "\xf3\xa0\x80\xa1"}) {
    CHECK_THAT(text, !ContainsSubstring(bytes));
  }
  CHECK(ordered_json::parse(lines_of(text).at(0))["path"] == hostile);
}

TEST_CASE("only new and expired findings are lines, all if asked for") {
  const ScanReport report = sample::report(
      {sample::finding("a"), sample::finding("b", Status::kAccepted),
       sample::finding("c", Status::kAllowed),
       sample::finding("d", Status::kExpired)});
  const std::vector<ordered_json> lines = jsonl(report);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["path"] == "a");
  CHECK(lines[1]["path"] == "d");
  ReportOptions options;
  options.show_accepted = true;
  CHECK(jsonl(report, options).size() == 5);
}

TEST_CASE("gaps are lines of their own before the summary") {
  const std::vector<ordered_json> lines = jsonl(sample::report(
      {}, {sample::gap(GapReason::kMissing, "a"),
           sample::gap(GapReason::kCorrupt, "b", Status::kAccepted)}));
  REQUIRE(lines.size() == 2);
  CHECK(keys_of(lines[0]) == std::vector<std::string>{"gap"});
  const ordered_json& gap = lines[0]["gap"];
  CHECK(keys_of(gap) ==
        std::vector<std::string>{"id", "reason", "path", "detail", "status"});
  CHECK(gap["reason"] == "missing");
  CHECK(keys_of(lines[1]) == std::vector<std::string>{"summary"});
}

TEST_CASE("the summary is the last line, also of an empty report") {
  ScanReport report = sample::report(
      {sample::finding("a"), sample::finding("b", Status::kAccepted)},
      {sample::gap(GapReason::kMissing, "a"),
       sample::gap(GapReason::kMissing, "b", Status::kAccepted)});
  report.coverage.commits = 39736;
  report.coverage.bytes = 5'812'345'678;
  report.outside = {{"lfs-pointer", 2}};
  const ordered_json summary = jsonl(report).back().at("summary");
  CHECK(keys_of(summary) ==
        std::vector<std::string>{"command", "exit", "findings", "gaps",
                                 "coverage", "skipped", "outside", "version",
                                 "rule_set"});
  CHECK(summary["exit"] == 1);
  CHECK(summary["findings"]["new"] == 1);
  CHECK(summary["findings"]["accepted"] == 1);
  CHECK(summary["gaps"]["new"] == 1);
  CHECK(summary["gaps"]["accepted"] == 1);
  CHECK(summary["coverage"]["commits"] == 39736);
  CHECK(summary["coverage"]["bytes"] == 5'812'345'678);
  CHECK(summary["skipped"]["missing"] == 2);
  CHECK(summary["outside"]["lfs-pointer"] == 2);
  CHECK(summary["rule_set"] == std::string(32, '0'));

  const std::vector<ordered_json> empty = jsonl(sample::report({}));
  REQUIRE(empty.size() == 1);
  CHECK(empty[0]["summary"]["exit"] == 0);
}

TEST_CASE("the summary's exit is the one that --exit-zero gives") {
  ReportOptions options;
  options.exit_zero = true;
  const ScanReport report = sample::report({sample::finding("a")});
  CHECK(jsonl(report, options).back()["summary"]["exit"] == 0);
}

TEST_CASE("JSON is the same as JSONL in one object") {
  const ScanReport report =
      sample::report({full_finding(), sample::finding("b", Status::kAccepted)},
                     {sample::gap(GapReason::kLimit, "c")});
  const std::vector<ordered_json> lines = jsonl(report);
  const ordered_json document =
      ordered_json::parse(write_report(report, ReportFormat::kJson, {}));
  CHECK(keys_of(document) ==
        std::vector<std::string>{"findings", "gaps", "summary"});
  CHECK(document["findings"] == ordered_json::array({lines[0]}));
  CHECK(document["gaps"] == ordered_json::array({lines[1]["gap"]}));
  CHECK(document["summary"] == lines[2]["summary"]);
}

TEST_CASE("format names and formats are each other's inverse") {
  for (const std::string_view name : report_format_names()) {
    CHECK(parse_report_format(name));
  }
  CHECK(parse_report_format("jsonl") == ReportFormat::kJsonl);
  CHECK_FALSE(parse_report_format("JSONL"));
}

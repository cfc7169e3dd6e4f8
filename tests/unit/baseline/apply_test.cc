#include "baseline/baseline.h"
#include "support/catch.h"

using namespace gitward;

namespace {

Finding finding(const std::string& path, const std::string& seed = "one") {
  auto rule = std::make_shared<RuleInfo>();
  rule->id = "acme-token";
  Finding made;
  made.id = xxh3_128(seed);
  made.rule = rule;
  made.path = path;
  return made;
}

BaselineEntry entry(const std::string& path, const std::string& seed = "one") {
  BaselineEntry made;
  made.id = xxh3_128(seed);
  made.rule = "acme-token";
  made.path = path;
  made.reason = "a fixture";
  return made;
}

ScanReport report_of(std::vector<Finding> findings) {
  ScanReport report;
  report.findings = std::move(findings);
  return report;
}

Baseline baseline_of(const std::vector<BaselineEntry>& entries) {
  Baseline baseline;
  for (const BaselineEntry& made : entries) baseline.accept(made);
  return baseline;
}

// The day is 2026-06-15, and these are the files there are.
void apply(const Baseline& baseline, ScanReport& report,
           const std::vector<std::string>& files) {
  BaselineContext context;
  context.today = "2026-06-15";
  context.exists = [&files](const std::string& path) {
    return std::find(files.begin(), files.end(), path) != files.end();
  };
  apply_baseline(baseline, context, report);
}

Status status_of(const BaselineEntry& accepted, Finding found,
                 const std::vector<std::string>& files) {
  ScanReport report = report_of({std::move(found)});
  apply(baseline_of({accepted}), report, files);
  return report.findings[0].status;
}

}  // namespace

TEST_CASE("an entry covers its finding at its path, with its reason") {
  ScanReport report =
      report_of({finding("a"), finding("a", "two"), finding("b", "three")});
  apply(baseline_of({entry("a")}), report, {"a", "b"});
  CHECK(report.findings[0].status == Status::kAccepted);
  CHECK(report.findings[0].reason == "a fixture");
  CHECK(report.findings[1].status == Status::kNew);
  CHECK(report.findings[2].status == Status::kNew);
}

TEST_CASE("a copy of what was accepted is new, a rename is not") {
  CHECK(status_of(entry("old"), finding("new"), {"old", "new"}) ==
        Status::kNew);
  CHECK(status_of(entry("old"), finding("new"), {"new"}) == Status::kAccepted);
}

TEST_CASE("a file with a finding in it is not gone, whatever exists() says") {
  ScanReport report = report_of({finding("copy"), finding("old")});
  apply(baseline_of({entry("old")}), report, {});
  CHECK(report.findings[0].status == Status::kNew);
  CHECK(report.findings[1].status == Status::kAccepted);
}

TEST_CASE("what was accepted in no file is not accepted in files") {
  CHECK(status_of(entry(":commit-message"), finding("a"), {"a"}) ==
        Status::kNew);
  CHECK(status_of(entry(":config"), finding("a"), {"a"}) == Status::kNew);
  CHECK(status_of(entry(""), finding("a"), {"a"}) == Status::kNew);
  Finding message = finding("");
  message.where = Where::kCommitMessage;
  CHECK(status_of(entry("gone"), message, {}) == Status::kNew);
  CHECK(status_of(entry(":commit-message"), message, {}) == Status::kAccepted);
  Finding reference = finding("refs/heads/x");
  reference.where = Where::kRef;
  CHECK(status_of(entry("refs/heads/x"), reference, {}) == Status::kNew);
  CHECK(status_of(entry(":ref"), reference, {}) == Status::kAccepted);
}

TEST_CASE("a file that is named like a place is a file") {
  CHECK(status_of(entry(":config"), finding(":config"), {}) == Status::kNew);
  CHECK(status_of(entry("./:config"), finding(":config"), {":config"}) ==
        Status::kAccepted);
  CHECK(status_of(entry("./:config"), finding("moved"), {"moved"}) ==
        Status::kAccepted);
  CHECK(status_of(entry("./:config"), finding("copy"), {":config", "copy"}) ==
        Status::kNew);
}

TEST_CASE("a secret in a file's name is hidden in the entry, which holds") {
  const std::string value(20, 'v');
  Finding name = finding("dir-" + value + "/" + value + ".env", "name");
  name.where = Where::kPath;
  name.secret = Secret(value);
  const ScanReport report = report_of({finding(name.path), name});
  const EntryPaths path_of(report);
  CHECK(path_of(report.findings[0]) == "dir-\x01/\x01.env");
  CHECK(path_of(report.findings[1]) == ":path");
  Gap gap;
  gap.path = value;
  CHECK(path_of(gap) == "\x01");

  const BaselineEntry hidden = entry("dir-\x01/\x01.env");
  CHECK(status_of(hidden, finding(name.path), {}) == Status::kAccepted);
  for (const char* const other : {"dir-/a.env", "dir-a/b/c.env", "dir-a/.env",
                                  "dir-a/b.env2", "a.env", "dir-a/b", ""}) {
    CAPTURE(other);
    CHECK(status_of(hidden, finding(other), {}) == Status::kNew);
  }
  CHECK(status_of(entry("\x01.env"), finding("a.env.env"), {}) ==
        Status::kAccepted);
  ScanReport used = report_of({finding(name.path)});
  CHECK(unused_entries(baseline_of({hidden}), used).empty());
}

TEST_CASE("a strong false positive holds everywhere, a weak one at its path") {
  BaselineEntry false_positive = entry("a");
  false_positive.state = BaselineState::kFalsePositive;
  Finding elsewhere = finding("b");
  CHECK(status_of(false_positive, elsewhere, {"a", "b"}) == Status::kNew);
  elsewhere.strong = true;
  CHECK(status_of(false_positive, elsewhere, {"a", "b"}) == Status::kAccepted);
  CHECK(status_of(entry("a"), elsewhere, {"a", "b"}) == Status::kNew);
}

TEST_CASE("an entry holds until the end of its last day") {
  BaselineEntry until = entry("a");
  until.expires = "2026-06-15";
  CHECK(status_of(until, finding("a"), {"a"}) == Status::kAccepted);
  until.expires = "2026-06-14";
  CHECK(status_of(until, finding("a"), {"a"}) == Status::kExpired);
}

TEST_CASE("an entry that still holds is worth more than one that expired") {
  BaselineEntry expired = entry("a");
  expired.expires = "2020-01-01";
  BaselineEntry anywhere = entry("b");
  anywhere.state = BaselineState::kFalsePositive;
  Finding found = finding("a");
  found.strong = true;
  ScanReport report = report_of({found});
  apply(baseline_of({expired, anywhere}), report, {"a", "b"});
  CHECK(report.findings[0].status == Status::kAccepted);
}

TEST_CASE("what a comment allows stays allowed") {
  Finding allowed = finding("a");
  allowed.status = Status::kAllowed;
  CHECK(status_of(entry("a"), allowed, {"a"}) == Status::kAllowed);
}

TEST_CASE("gaps are accepted by id and reason, wherever they stand") {
  ScanReport report;
  Gap gap;
  gap.reason = GapReason::kEncrypted;
  gap.object = *ObjectId::from_hex(std::string(40, 'a'));
  gap.path = "new.zip";
  gap.id = gap_id(gap.reason, gap.object, gap.path);
  report.gaps = {gap};
  BaselineEntry accepted = entry("old.zip");
  accepted.id = gap.id;
  apply(baseline_of({accepted}), report, {});
  CHECK(report.gaps[0].status == Status::kNew);
  accepted.rule = gap_rule(gap.reason);
  CHECK(accepted.rule == "gap:encrypted");
  apply(baseline_of({accepted}), report, {});
  CHECK(report.gaps[0].status == Status::kAccepted);
  CHECK(report.gaps[0].accept_reason == "a fixture");
  CHECK(exit_status(report, false) == ExitStatus::kClean);
}

TEST_CASE("entries that cover nothing in the report are unused") {
  BaselineEntry renamed = entry("old", "renamed");
  BaselineEntry everywhere = entry("gone", "everywhere");
  everywhere.state = BaselineState::kFalsePositive;
  const BaselineEntry used = entry("a");
  const BaselineEntry stale_copy = entry("gone too");
  const BaselineEntry fixed = entry("a", "fixed");
  const Baseline baseline =
      baseline_of({renamed, everywhere, used, stale_copy, fixed});

  Finding strong = finding("b", "everywhere");
  strong.strong = true;
  ScanReport report =
      report_of({finding("a"), finding("new", "renamed"), strong});
  apply(baseline, report, {"a", "b", "new"});
  std::vector<BaselineEntry> expected = {stale_copy, fixed};
  std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
    return std::tie(a.id, a.path) < std::tie(b.id, b.path);
  });
  CHECK(unused_entries(baseline, report) == expected);
}

TEST_CASE("an expired entry is in use while its finding is there") {
  BaselineEntry expired = entry("a");
  expired.expires = "2020-01-01";
  const Baseline baseline = baseline_of({expired});
  ScanReport report = report_of({finding("a")});
  apply(baseline, report, {"a"});
  CHECK(unused_entries(baseline, report).empty());
}

TEST_CASE("a gap keeps its entry in use") {
  ScanReport report;
  report.gaps.resize(1);
  report.gaps[0].id = xxh3_128("one");
  BaselineEntry accepted = entry("a");
  accepted.rule = gap_rule(report.gaps[0].reason);
  const Baseline baseline = baseline_of({accepted});
  apply(baseline, report, {});
  CHECK(unused_entries(baseline, report).empty());
}

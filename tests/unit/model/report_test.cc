#include "model/report.h"

#include "support/catch.h"

using namespace gitward;

namespace {

Finding finding_with(Status status) {
  Finding finding;
  finding.rule = std::make_shared<RuleInfo>();
  finding.status = status;
  return finding;
}

}  // namespace

TEST_CASE("the exit status tells findings, gaps and clean apart") {
  ScanReport report;
  CHECK(exit_status(report, false) == ExitStatus::kClean);
  report.gaps.push_back({});
  CHECK(exit_status(report, false) == ExitStatus::kIncomplete);
  report.findings.push_back(finding_with(Status::kNew));
  CHECK(exit_status(report, false) == ExitStatus::kFindings);
  CHECK(exit_status(report, true) == ExitStatus::kIncomplete);
  report.gaps[0].status = Status::kAccepted;
  CHECK(exit_status(report, true) == ExitStatus::kClean);
}

TEST_CASE("accepted and allowed findings don't fail a run, expired ones do") {
  ScanReport report;
  report.findings = {finding_with(Status::kAccepted),
                     finding_with(Status::kAllowed)};
  CHECK(exit_status(report, false) == ExitStatus::kClean);
  report.findings.push_back(finding_with(Status::kExpired));
  CHECK(exit_status(report, false) == ExitStatus::kFindings);
}

TEST_CASE("a gap's identity depends on the object, not on its path") {
  const ObjectId blob = *ObjectId::from_hex(std::string(40, 'a'));
  CHECK(gap_id(GapReason::kMissing, blob, "a") ==
        gap_id(GapReason::kMissing, blob, "b"));
  CHECK(gap_id(GapReason::kMissing, blob, "a") !=
        gap_id(GapReason::kCorrupt, blob, "a"));
  CHECK(gap_id(GapReason::kUnreadable, {}, "a") !=
        gap_id(GapReason::kUnreadable, {}, "b"));
}

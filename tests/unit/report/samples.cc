#include "unit/report/samples.h"

namespace gitward::sample {

const std::string kValue = "acme_" + std::string(20, 'v');

std::shared_ptr<const RuleInfo> rule(const std::string& id) {
  RuleInfo info;
  info.id = id;
  info.description = "Acme token: opens the account";
  info.severity = Severity::kCritical;
  info.rotate = "https://acme.test/tokens";
  return std::make_shared<RuleInfo>(info);
}

Finding finding(const std::string& path, Status status) {
  Finding finding;
  finding.id = xxh3_128("one");
  finding.rule = rule();
  finding.path = path;
  finding.position = {3, 7, 3, 32};
  finding.secret = Secret(kValue);
  finding.redacted = "acme_…";
  finding.excerpt = "TOKEN=acme_…";
  finding.status = status;
  if (status != Status::kNew) finding.reason = "a fixture";
  return finding;
}

Gap gap(GapReason reason, const std::string& path, Status status) {
  Gap gap;
  gap.reason = reason;
  gap.path = path;
  gap.id = gap_id(reason, {}, path);
  gap.detail = "run git fetch";
  gap.status = status;
  return gap;
}

Provenance provenance(bool at_tip) {
  Provenance from;
  from.commit = object('c');
  from.author = "A. U. Thor";
  from.email = "author@example.test";
  from.date = "2026-01-02T03:04:05+01:00";
  from.refs = {"main"};
  from.at_tip = at_tip;
  from.reachable = true;
  return from;
}

ObjectId object(char digit) {
  return *ObjectId::from_hex(std::string(40, digit));
}

ScanReport report(std::vector<Finding> findings, std::vector<Gap> gaps) {
  ScanReport report;
  report.command = "history";
  report.findings = std::move(findings);
  report.gaps = std::move(gaps);
  report.rule_set_hash = std::string(32, '0');
  report.sort();
  return report;
}

}  // namespace gitward::sample

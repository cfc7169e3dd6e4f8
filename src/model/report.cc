#include "model/report.h"

#include <algorithm>
#include <tuple>

namespace gitward {

std::string_view name_of(GapReason reason) {
  switch (reason) {
    case GapReason::kMissing:
      return "missing";
    case GapReason::kCorrupt:
      return "corrupt";
    case GapReason::kTooLarge:
      return "too-large";
    case GapReason::kUnreadable:
      return "unreadable";
    case GapReason::kLimit:
      return "limit";
    case GapReason::kShallow:
      return "shallow";
    case GapReason::kEncrypted:
      return "encrypted";
    case GapReason::kUnsupported:
      return "unsupported";
  }
  return "unknown";
}

FindingId gap_id(GapReason reason, const ObjectId& object,
                 const std::string& path, const std::string& about) {
  std::string identity = "gap";
  for (const std::string& part :
       {std::string(name_of(reason)), object.is_null() ? path : object.hex(),
        about}) {
    identity += '\0';
    identity += part;
  }
  return xxh3_128(identity);
}

bool precedes(const Gap& a, const Gap& b) {
  const auto key = [](const Gap& gap) {
    return std::tuple(gap.reason, std::string_view(gap.path), gap.object,
                      gap.id);
  };
  return key(a) < key(b);
}

Coverage& Coverage::operator+=(const Coverage& other) {
  commits += other.commits;
  trees += other.trees;
  tags += other.tags;
  blobs += other.blobs;
  files += other.files;
  refs += other.refs;
  members += other.members;
  bytes += other.bytes;
  return *this;
}

void ScanReport::sort() {
  std::sort(findings.begin(), findings.end(),
            [](const Finding& a, const Finding& b) { return precedes(a, b); });
  std::sort(gaps.begin(), gaps.end(),
            [](const Gap& a, const Gap& b) { return precedes(a, b); });
}

std::size_t ScanReport::count_findings() const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [](const Finding& finding) { return finding.counts(); }));
}

std::size_t ScanReport::count_gaps() const {
  return static_cast<std::size_t>(
      std::count_if(gaps.begin(), gaps.end(), [](const Gap& gap) {
        return gap.status == Status::kNew || gap.status == Status::kExpired;
      }));
}

ExitStatus exit_status(const ScanReport& report, bool exit_zero) {
  const bool incomplete = report.count_gaps() > 0;
  if (report.count_findings() > 0 && !exit_zero) return ExitStatus::kFindings;
  return incomplete ? ExitStatus::kIncomplete : ExitStatus::kClean;
}

}  // namespace gitward

#include "report/short_ids.h"

#include <algorithm>

namespace gitward {
namespace {

std::size_t common_prefix(const std::string& a, const std::string& b) {
  const auto [end, ignored] =
      std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(end - a.begin());
}

}  // namespace

ShortIds::ShortIds(const ScanReport& report) {
  sorted_.reserve(report.findings.size() + report.gaps.size());
  for (const Finding& finding : report.findings) {
    sorted_.push_back(finding.id.hex());
  }
  for (const Gap& gap : report.gaps) sorted_.push_back(gap.id.hex());
  std::sort(sorted_.begin(), sorted_.end());
  sorted_.erase(std::unique(sorted_.begin(), sorted_.end()), sorted_.end());
}

std::string ShortIds::operator()(const FindingId& id) const {
  const std::string hex = id.hex();
  const auto place = std::lower_bound(sorted_.begin(), sorted_.end(), hex);
  std::size_t length = kLeast;
  if (place != sorted_.begin()) {
    length = std::max(length, common_prefix(*(place - 1), hex) + 1);
  }
  if (place != sorted_.end() && place + 1 != sorted_.end()) {
    length = std::max(length, common_prefix(*(place + 1), hex) + 1);
  }
  return hex.substr(0, length);
}

}  // namespace gitward

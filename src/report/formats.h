// One function for each format; reporter.cc picks.
#pragma once

#include <string>

#include "report/reporter.h"

namespace gitward {

std::string write_human(const ScanReport& report, const ReportOptions& options);
std::string write_jsonl(const ScanReport& report, const ReportOptions& options);
std::string write_json(const ScanReport& report, const ReportOptions& options);

// Whether a report has a line for it: what counts, or everything.
inline bool is_printed(Status status, const ReportOptions& options) {
  return options.show_accepted || status == Status::kNew ||
         status == Status::kExpired;
}

}  // namespace gitward

// Reports: one function per format, each a pure function of the run's result.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"

namespace gitward {

enum class ReportFormat { kHuman, kJsonl, kJson };
std::optional<ReportFormat> parse_report_format(std::string_view name);
std::vector<std::string_view> report_format_names();

struct ReportOptions {
  bool show_secrets = false;
  bool show_accepted = false;
  bool exit_zero = false;  // For the summary's "exit".
  bool color = false;      // Human only.
  bool in_hook = false;    // Human only: say what to do about this commit.
  // Human only. What fix to propose.
  enum class Stage {
    kStaged,    // Not committed yet.
    kUnborn,    // The same, and there is no commit at all.
    kOutgoing,  // Committed, maybe not pushed (`range`, pre-push).
    kStored,    // In the history.
    kFiles,     // `dir`, `stdin`.
  } stage = Stage::kFiles;
};

// The whole report, newline at its end (empty if there is nothing to say).
// No credential is in it without show_secrets, also where one is part of a
// file's, a reference's or an author's name: there it is replaced.
// Requires: report.sort() was called.
std::string write_report(const ScanReport& report, ReportFormat format,
                         const ReportOptions& options);

// The closing lines for stderr: what was scanned, what was not and why. The
// report's notes are not among them.
std::string coverage_lines(const ScanReport& report);

}  // namespace gitward

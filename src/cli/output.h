// Where results go: reports to files and standard output, everything else to
// standard error.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cli/options.h"
#include "model/report.h"

namespace gitward::cli {

// Both throw Error(kInput) if the stream can't take the bytes: a report that
// was cut off must not look like a clean one.
void write_out(std::string_view text);
void write_err(std::string_view text);

// --color, then NO_COLOR, then CLICOLOR_FORCE, then whether `descriptor` is a
// terminal.
bool use_color(ColorMode mode, int descriptor);

// Prints the report as the options ask for, writes --report files, and says
// on standard error what was covered. Returns the exit status.
ExitStatus present(const ScanReport& report, const ScanOptions& options,
                   ReportOptions::Stage stage);

// The same for an installed hook: nothing at all unless something is wrong.
ExitStatus present_in_hook(const ScanReport& report, const ScanOptions& options,
                           ReportOptions::Stage stage);

// What RunOptions::progress wants: a line on standard error, only on a
// terminal, only after half a second. It is cleared by clear_progress().
std::function<void(const Coverage&)> progress_line(const ScanOptions& options);
void clear_progress();

}  // namespace gitward::cli

#include "cli/output.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace gitward::cli {
namespace {

using Clock = std::chrono::steady_clock;

void write_to(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      throw Error(ErrorKind::kInput, descriptor == STDOUT_FILENO
                                         ? "can't write to standard output"
                                         : "can't write to standard error");
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// A variable that is set and not empty.
const char* variable(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

// True while a progress line stands on the terminal.
std::atomic<bool> progress_shown = false;

void write_reports(const ScanReport& report, const ScanOptions& options,
                   ReportOptions report_options) {
  report_options.color = false;
  for (const auto& [format, file] : options.reports) {
    write_file_atomically(file, write_report(report, format, report_options));
  }
}

ReportOptions report_options(const ScanOptions& options,
                             ReportOptions::Stage stage) {
  ReportOptions result;
  result.show_secrets = options.show_secrets;
  result.show_accepted = options.show_accepted;
  result.color = use_color(options.color, STDOUT_FILENO);
  result.stage = stage;
  result.exit_zero = options.exit_zero;
  return result;
}

}  // namespace

void write_out(std::string_view text) {
  write_to(STDOUT_FILENO, text);
}
void write_err(std::string_view text) {
  write_to(STDERR_FILENO, text);
}

bool use_color(ColorMode mode, int descriptor) {
  if (mode != ColorMode::kAuto) return mode == ColorMode::kAlways;
  if (variable("NO_COLOR") != nullptr) return false;
  if (const char* const force = variable("CLICOLOR_FORCE")) {
    return std::string_view(force) != "0";
  }
  const char* const terminal = variable("TERM");
  return ::isatty(descriptor) == 1 && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

ExitStatus present(const ScanReport& report, const ScanOptions& options,
                   ReportOptions::Stage stage) {
  clear_progress();
  const ReportOptions shape = report_options(options, stage);
  write_reports(report, options, shape);
  write_out(write_report(report, options.format, shape));
  if (!options.quiet) {
    for (const std::string& note : report.notes) {
      write_err(fmt::format("note: {}\n", note));
    }
    write_err(coverage_lines(report));
  } else if (report.count_gaps() > 0) {
    write_err(coverage_lines(report));
  }
  return exit_status(report, options.exit_zero);
}

ExitStatus present_in_hook(const ScanReport& report, const ScanOptions& options,
                           ReportOptions::Stage stage) {
  ReportOptions shape = report_options(options, stage);
  shape.in_hook = true;
  write_out(write_report(report, ReportFormat::kHuman, shape));
  if (report.count_gaps() > 0) write_err(coverage_lines(report));
  return exit_status(report, false);
}

std::function<void(const Coverage&)> progress_line(const ScanOptions& options) {
  if (options.quiet || ::isatty(STDERR_FILENO) != 1) return {};
  struct State {
    std::mutex mutex;
    Clock::time_point next = Clock::now() + std::chrono::milliseconds(500);
  };
  const auto state = std::make_shared<State>();
  return [state](const Coverage& done) {
    const std::unique_lock<std::mutex> lock(state->mutex, std::try_to_lock);
    if (!lock || Clock::now() < state->next) return;
    state->next = Clock::now() + std::chrono::milliseconds(100);
    const std::uint64_t contents = done.blobs + done.files;
    write_err(fmt::format("\r\033[Kscanning: {}, {} MB",
                          done.files > 0 ? count_of(contents, "file")
                                         : count_of(contents, "blob"),
                          grouped(done.bytes / 1'000'000)));
    progress_shown = true;
  };
}

void clear_progress() {
  if (progress_shown.exchange(false)) write_err("\r\033[K");
}

}  // namespace gitward::cli

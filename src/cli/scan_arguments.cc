#include "cli/scan_arguments.h"

#include <map>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward::cli {
namespace {

// The value goes by one of a few names.
template <class Value>
CLI::Option& add_choice(CLI::App& app, const std::string& name, Value& value,
                        const std::map<std::string, Value>& choices,
                        const std::string& help) {
  return *app.add_option(name, value, help)
              ->transform(CLI::Transformer(choices).description(""));
}

std::string format_names() {
  return fmt::format("{}", fmt::join(report_format_names(), "|"));
}

void add_output_options(CLI::App& app, Invocation& call) {
  ScanOptions& options = call.scan;
  app.add_option("--format", call.text_format,
                 "Format of standard output: " + format_names())
      ->type_name("FORMAT")
      ->group("Output");
  app.add_option("--report", call.reports,
                 "Also write a report to a file (repeatable)")
      ->type_name("FORMAT=FILE")
      ->group("Output")
      ->allow_extra_args(false);
  add_show_secrets_option(app, options);
  app.add_flag("--show-accepted", options.show_accepted,
               "Print accepted and allowed findings too")
      ->group("Output");
  add_color_option(app, options);
  app.add_flag("-q,--quiet", options.quiet,
               "Only findings, and what could not be scanned")
      ->group("Output");
  app.add_flag("-v,--verbose", options.verbose, "Say more on standard error")
      ->group("Output");
  app.add_flag("--exit-zero", options.exit_zero, "Exit 0 in spite of findings")
      ->group("Output");
}

ReportFormat checked_format(std::string_view name, std::string_view option) {
  const std::optional<ReportFormat> format = parse_report_format(name);
  if (!format) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{}: unknown format '{}': {}", option,
                            visible(name), format_names()));
  }
  return *format;
}

}  // namespace

void add_repository_option(CLI::App& app, ScanOptions& options) {
  app.add_option("--repo", options.repository,
                 "Use the repository that DIR is in")
      ->type_name("DIR")
      ->group("Input");
}

void add_config_option(CLI::App& app, ScanOptions& options) {
  app.add_option("--config", options.config,
                 "Configuration file instead of the repository's .gitward.toml")
      ->type_name("FILE")
      ->group("Policy");
}

void add_baseline_file_option(CLI::App& app, ScanOptions& options) {
  app.add_option("--baseline", options.baseline,
                 "Baseline instead of the repository's .gitward-baseline")
      ->type_name("FILE")
      ->group("Policy");
}

void add_policy_options(CLI::App& app, ScanOptions& options) {
  add_config_option(app, options);
  app.add_option("--policy-from", options.policy_from,
                 "Read configuration, baseline and inline allows from this "
                 "commit instead of the work tree")
      ->type_name("REV")
      ->group("Policy");
  app.add_option("--rule", options.rules, "Only this rule (repeatable)")
      ->type_name("ID")
      ->group("Policy")
      ->allow_extra_args(false);
  add_baseline_file_option(app, options);
  app.add_flag("--no-baseline", options.no_baseline,
               "Ignore the baseline: report what was accepted too")
      ->group("Policy");
}

void add_filter_options(CLI::App& app, ScanOptions& options) {
  static const std::map<std::string, Severity> severities{
      {"low", Severity::kLow},
      {"medium", Severity::kMedium},
      {"high", Severity::kHigh},
      {"critical", Severity::kCritical}};
  static const std::map<std::string, Confidence> confidences{
      {"low", Confidence::kLow},
      {"medium", Confidence::kMedium},
      {"high", Confidence::kHigh},
      {"proven", Confidence::kProven}};
  add_choice(app, "--min-severity", options.min_severity, severities,
             "Report from this severity on: low (default), medium, high, "
             "critical")
      .type_name("LEVEL")
      ->group("Filter");
  add_choice(app, "--min-confidence", options.min_confidence, confidences,
             "Report from this confidence on: low, medium (default), high, "
             "proven")
      .type_name("LEVEL")
      ->group("Filter");
  app.add_option("--max-blob-size", options.max_blob_size,
                 "Don't scan larger contents, but report them as not scanned "
                 "(suffixes kb, mb, gb; default: no limit)")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false).description(""))
      ->type_name("SIZE")
      ->group("Filter");
  app.add_option("--max-archive-depth", options.max_archive_depth,
                 fmt::format("Look into archives in each other to this depth "
                             "(default {}; 0: into none)",
                             kDefaultArchiveDepth))
      ->check(CLI::Range(0U, kMaxArchiveDepth).description(""))
      ->type_name("N")
      ->group("Filter");
  app.add_option("--max-decode-depth", options.max_decode_depth,
                 "How often what is encoded in base64, hex, escapes and the "
                 "like is decoded in turn (default: 3; 0: never)")
      ->check(CLI::Range(0U, 16U).description(""))
      ->type_name("N")
      ->group("Filter");
}

void add_show_secrets_option(CLI::App& app, ScanOptions& options) {
  app.add_flag("--show-secrets", options.show_secrets,
               "Print the credentials themselves")
      ->group("Output");
}

void add_color_option(CLI::App& app, ScanOptions& options) {
  static const std::map<std::string, ColorMode> colors{
      {"auto", ColorMode::kAuto},
      {"always", ColorMode::kAlways},
      {"never", ColorMode::kNever}};
  add_choice(app, "--color", options.color, colors,
             "auto (default), always, never")
      .type_name("WHEN")
      ->group("Output");
}

void add_scan_options(CLI::App& app, Invocation& call) {
  add_repository_option(app, call.scan);
  app.add_option("--threads", call.scan.threads,
                 "Threads to use (default: one per core)")
      ->type_name("N")
      ->check(CLI::Range(1U, 256U).description(""))
      ->group("Input");
  add_policy_options(app, call.scan);
  add_filter_options(app, call.scan);
  add_output_options(app, call);
}

void finish_options(Invocation& call) {
  call.scan.format = checked_format(call.text_format, "--format");
  for (const std::string& report : call.reports) {
    const std::size_t equals = report.find('=');
    if (equals == std::string::npos || equals + 1 == report.size()) {
      throw Error(
          ErrorKind::kUsage,
          fmt::format("--report: '{}' is not FORMAT=FILE", visible(report)));
    }
    call.scan.reports.emplace_back(
        checked_format(report.substr(0, equals), "--report"),
        report.substr(equals + 1));
  }
}

}  // namespace gitward::cli

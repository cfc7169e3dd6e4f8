#include "cli/cli.h"

#include <exception>
#include <functional>
#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "report/version.h"

namespace gitward::cli {
namespace {

// Everything that a command line can set, and the command it chose.
struct Invocation {
  ScanOptions scan;
  RangeOptions range;
  HookOptions hook;
  BaselineOptions baseline;
  RulesOptions rules;
  ExplainOptions explain;
  InstallOptions install;
  std::vector<std::string> words;  // Paths, revisions, ids.
  std::string text_format = "human";
  std::vector<std::string> reports;  // FORMAT=FILE
  std::function<ExitStatus()> command;
};

constexpr const char* kFooter =
    "Exit status: 0 clean; 1 findings; 2 wrong usage or configuration;\n"
    "3 incomplete (something could not be scanned); 4 internal error.";

std::string format_names() {
  return fmt::format("{}", fmt::join(report_format_names(), "|"));
}

void add_repository_option(CLI::App& app, ScanOptions& options) {
  app.add_option("--repo", options.repository,
                 "Use the repository that DIR is in")
      ->type_name("DIR")
      ->group("Input");
}

void add_policy_options(CLI::App& app, ScanOptions& options) {
  app.add_option("--config", options.config,
                 "Configuration file instead of the repository's .gitward.toml")
      ->type_name("FILE")
      ->group("Policy");
  app.add_option("--policy-from", options.policy_from,
                 "Read configuration, baseline and inline allows from this "
                 "commit instead of the work tree")
      ->type_name("REV")
      ->group("Policy");
  app.add_option("--rule", options.rules, "Only this rule (repeatable)")
      ->type_name("ID")
      ->group("Policy")
      ->allow_extra_args(false);
}

void add_baseline_file_option(CLI::App& app, ScanOptions& options) {
  app.add_option("--baseline", options.baseline,
                 "Baseline instead of the repository's .gitward-baseline")
      ->type_name("FILE")
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
  app.add_option("--min-severity", options.min_severity,
                 "Report from this severity on: low (default), medium, high, "
                 "critical")
      ->transform(CLI::Transformer(severities).description(""))
      ->type_name("LEVEL")
      ->group("Filter");
  app.add_option("--min-confidence", options.min_confidence,
                 "Report from this confidence on: low, medium (default), high, "
                 "proven")
      ->transform(CLI::Transformer(confidences).description(""))
      ->type_name("LEVEL")
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
  app.add_option("--color", options.color, "auto (default), always, never")
      ->transform(CLI::Transformer(colors).description(""))
      ->type_name("WHEN")
      ->group("Output");
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

void add_all_policy_options(CLI::App& app, ScanOptions& options) {
  add_policy_options(app, options);
  add_baseline_file_option(app, options);
  app.add_flag("--no-baseline", options.no_baseline,
               "Ignore the baseline: report what was accepted too")
      ->group("Policy");
}

// Options of every command that scans and reports.
void define_scan_options(CLI::App& app, Invocation& call) {
  add_repository_option(app, call.scan);
  app.add_option("--threads", call.scan.threads,
                 "Threads to use (default: one per core)")
      ->type_name("N")
      ->check(CLI::Range(1U, 256U).description(""))
      ->group("Input");
  add_all_policy_options(app, call.scan);
  add_filter_options(app, call.scan);
  add_output_options(app, call);
}

// Those of the command that is called alone: for all of them it takes half a
// millisecond, which is long for a hook.
void add_scan_options(CLI::App& app, Invocation& call) {
  app.preparse_callback([&](std::size_t) { define_scan_options(app, call); });
}

CLI::App& add_command(CLI::App& app, const std::string& name,
                      const std::string& description, Invocation& call,
                      std::function<ExitStatus()> command) {
  CLI::App& sub = *app.add_subcommand(name, description);
  sub.footer(kFooter);
  sub.callback(
      [&call, command = std::move(command)] { call.command = command; });
  return sub;
}

void add_scan_commands(CLI::App& app, Invocation& call) {
  CLI::App& staged =
      add_command(app, "staged", "Scan what 'git commit' would record now",
                  call, [&] { return staged_command(call.scan); });
  add_scan_options(staged, call);

  CLI::App& range =
      add_command(app, "range", "Scan the commits of BASE..HEAD", call, [&] {
        if (call.range.range.empty() != call.range.ci) {
          throw Error(ErrorKind::kUsage,
                      "range needs BASE..HEAD or --ci, and not both");
        }
        return range_command(call.scan, call.range);
      });
  range
      .add_option("range", call.range.range,
                  "Commits reachable from HEAD and not from BASE")
      ->type_name("BASE..HEAD");
  range
      .add_flag("--ci", call.range.ci,
                "Work the range out from the CI system's variables")
      ->group("Input");
  add_scan_options(range, call);

  CLI::App& history =
      add_command(app, "history", "Scan everything the repository stores", call,
                  [&] { return history_command(call.scan, call.words); });
  history.add_flag("--cache", call.scan.cache,
                   "Remember what was scanned, below the git directory: the "
                   "next run reads what is new");
  history
      .add_option("--cache-dir", call.scan.cache_folder,
                  "Remember it in this folder")
      ->type_name("DIR");
  history.add_option("revisions", call.words, "Only what these reach")
      ->type_name("REV");
  add_scan_options(history, call);

  CLI::App& dir = add_command(app, "dir", "Scan files and folders", call, [&] {
    return dir_command(call.scan, call.words);
  });
  dir.add_option("paths", call.words, "Files and folders")
      ->type_name("PATH")
      ->required();
  add_scan_options(dir, call);

  CLI::App& image = add_command(
      app, "image", "Scan container images (docker save, OCI layout)", call,
      [&] { return image_command(call.scan, call.words); });
  image.add_option("paths", call.words, "Archives and folders")
      ->type_name("PATH")
      ->required();
  add_scan_options(image, call);

  CLI::App& stdin_app = add_command(app, "stdin", "Scan standard input", call,
                                    [&] { return stdin_command(call.scan); });
  add_scan_options(stdin_app, call);
}

void add_explain_command(CLI::App& app, Invocation& call) {
  CLI::App& explain = add_command(
      app, "explain",
      "Why a place or a text is a finding, or why it is none: "
      "each rule that was tried, and what each filter said",
      call, [&] { return explain_command(call.scan, call.explain); });
  explain
      .add_option("place", call.explain.place,
                  "A line of a file; a column behind it, as reports have it, "
                  "is taken too")
      ->type_name("PATH:LINE");
  explain.add_option("--string", call.explain.text, "This text, in no file")
      ->type_name("TEXT");
  explain.preparse_callback([&](std::size_t) {
    add_repository_option(explain, call.scan);
    add_all_policy_options(explain, call.scan);
    add_filter_options(explain, call.scan);
    add_show_secrets_option(explain, call.scan);
    add_color_option(explain, call.scan);
    explain
        .add_flag("-v,--verbose", call.scan.verbose,
                  "All rules, allowlists and expressions, in full")
        ->group("Output");
  });
  explain.footer(
      "Exit status: 0 explained, whatever is found; 2 wrong usage or\n"
      "configuration; 3 incomplete; 4 internal error.");
}

void add_hook_commands(CLI::App& app, Invocation& call) {
  CLI::App& hook = add_command(app, "hook",
                               "What the installed hooks call: pre-commit, "
                               "pre-merge-commit, pre-push, pre-receive",
                               call, [&] { return hook_command(call.hook); });
  hook.add_option("name", call.hook.name, "The hook's name")
      ->type_name("NAME")
      ->required();
  hook.add_option("arguments", call.hook.arguments, "What git gave the hook")
      ->type_name("ARG");

  CLI::App& install = add_command(
      app, "install", "Install the pre-commit and pre-push hooks", call,
      [&] { return install_command(call.scan, call.install); });
  CLI::App& uninstall = add_command(
      app, "uninstall", "Remove the hooks and restore what was there", call,
      [&] { return uninstall_command(call.scan, call.install); });
  for (CLI::App* const sub : {&install, &uninstall}) {
    add_repository_option(*sub, call.scan);
    sub->add_flag("--global", call.install.global,
                  "For every repository of this user");
    sub->add_flag("--dry-run", call.install.dry_run,
                  "Only say what would be done");
  }
}

void add_baseline_commands(CLI::App& app, Invocation& call) {
  CLI::App& baseline =
      *app.add_subcommand("baseline", "Accepted findings, hashed");
  baseline.require_subcommand(1);
  baseline.footer(kFooter);

  CLI::App& accept = add_command(
      baseline, "accept", "Accept findings and gaps by their ids", call,
      [&] { return baseline_accept_command(call.scan, call.baseline); });
  accept
      .add_option("ids", call.baseline.ids,
                  "Ids as printed, or unique beginnings; '-' reads them from "
                  "standard input")
      ->type_name("ID")
      ->required();
  accept
      .add_option("--image", call.baseline.images,
                  "Look for them in this container image (repeatable)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  accept.add_option("--reason", call.baseline.reason, "Why it is accepted")
      ->type_name("TEXT")
      ->required();
  accept
      .add_option("--state", call.baseline.state,
                  "false-positive, test, accepted (default), to-rotate")
      ->type_name("STATE");
  accept
      .add_option("--expires", call.baseline.expires,
                  "Last day it holds, YYYY-MM-DD")
      ->type_name("DATE");

  CLI::App& list =
      add_command(baseline, "list", "Print the entries", call,
                  [&] { return baseline_list_command(call.scan); });

  CLI::App& prune = add_command(
      baseline, "prune", "Remove entries whose finding is gone", call,
      [&] { return baseline_prune_command(call.scan, call.baseline); });
  prune.add_flag("--dry-run", call.baseline.dry_run,
                 "Only print what would be removed");

  for (CLI::App* const sub : {&accept, &list, &prune}) {
    add_repository_option(*sub, call.scan);
    add_baseline_file_option(*sub, call.scan);
    sub->add_option("--config", call.scan.config,
                    "Configuration file instead of the repository's "
                    ".gitward.toml")
        ->type_name("FILE")
        ->group("Policy");
  }
}

void add_rules_commands(CLI::App& app, Invocation& call) {
  CLI::App& rules = *app.add_subcommand("rules", "The detection rules");
  rules.require_subcommand(1);
  rules.footer(kFooter);

  CLI::App& list =
      add_command(rules, "list", "One line for each rule", call,
                  [&] { return rules_list_command(call.scan, call.rules); });
  list.add_option_function<std::string>(
          "--format",
          [&](const std::string& name) {
            if (name != "human" && name != "jsonl") {
              throw CLI::ValidationError("--format", "human or jsonl");
            }
            call.rules.jsonl = name == "jsonl";
          },
          "human (default) or jsonl")
      ->type_name("FORMAT");

  CLI::App& show =
      add_command(rules, "show", "Everything about one rule", call,
                  [&] { return rules_show_command(call.scan, call.rules); });
  show.add_option("id", call.rules.id, "The rule")->type_name("ID")->required();

  CLI::App& test = add_command(
      rules, "test",
      "Run the rules' examples, and each rule on fresh samples of its own. "
      "An example must be found, and no other rule may take it over",
      call, [&] { return rules_test_command(call.scan, call.rules); });
  test.add_option("--samples", call.rules.samples,
                  "So many of each rule, in five surroundings (default: 100; "
                  "0: none)")
      ->type_name("N");
  test.add_option("files", call.rules.files,
                  "Test only what each FILE defines or changes, read as the "
                  "configuration (default: all rules in force here)")
      ->type_name("FILE");

  CLI::App& sample = add_command(
      rules, "sample", "A fresh token of the rule's shape, for tests", call,
      [&] { return rules_sample_command(call.scan, call.rules); });
  sample.add_option("id", call.rules.id, "The rule")
      ->type_name("ID")
      ->required();
  sample
      .add_option_function<std::uint64_t>(
          "--seed",
          [&](std::uint64_t seed) {
            call.rules.seed = seed;
            call.rules.seeded = true;
          },
          "The same seed gives the same token")
      ->type_name("N");

  for (CLI::App* const sub : {&list, &show, &test, &sample}) {
    add_repository_option(*sub, call.scan);
    sub->add_option("--config", call.scan.config,
                    "Configuration file instead of the repository's "
                    ".gitward.toml")
        ->type_name("FILE")
        ->group("Policy");
  }
  // Each FILE is the configuration.
  test.get_option("files")->excludes(test.get_option("--config"));
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

// What CLI11 leaves as text.
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

ExitStatus status_for(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
    case ErrorKind::kConfig:
      return ExitStatus::kUsage;
    case ErrorKind::kInput:
      return ExitStatus::kIncomplete;
    case ErrorKind::kBug:
      break;
  }
  return ExitStatus::kInternal;
}

ExitStatus parse_and_run(int argc, char** argv) {
  Invocation call;
  CLI::App app("gitward keeps credentials out of Git. Always offline.",
               "gitward");
  app.set_version_flag("--version",
                       fmt::format("gitward {}", gitward_version()));
  app.require_subcommand(1);
  app.footer(kFooter);
  add_scan_commands(app, call);
  add_hook_commands(app, call);
  add_baseline_commands(app, call);
  add_rules_commands(app, call);
  add_explain_command(app, call);
  add_command(app, "version", "Print the version", call, [] {
    write_out(fmt::format("gitward {}\n", gitward_version()));
    return ExitStatus::kClean;
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version are "errors" that succeed.
    if (error.get_exit_code() == 0) {
      app.exit(error);
      return ExitStatus::kClean;
    }
    throw Error(ErrorKind::kUsage,
                fmt::format("{} (see 'gitward --help')", error.what()));
  }
  finish_options(call);
  return call.command();
}

// A message on standard error; there is nobody left to tell if that fails.
void complain(std::string_view message) noexcept {
  try {
    clear_progress();
    write_err(fmt::format("gitward: {}\n", message));
  } catch (const std::exception&) {
  }
}

}  // namespace

int run(int argc, char** argv) {
  ExitStatus status = ExitStatus::kInternal;
  try {
    status = parse_and_run(argc, argv);
  } catch (const Error& error) {
    complain(error.what());
    status = status_for(error.kind());
  } catch (const std::exception& error) {
    complain(fmt::format("internal error: {}", error.what()));
  }
  return static_cast<int>(status);
}

}  // namespace gitward::cli

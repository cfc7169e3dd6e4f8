#include "cli/command_line.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/scan_arguments.h"
#include "report/version.h"

namespace gitward::cli {
namespace {

constexpr const char* kFooter =
    "Exit status: 0 clean; 1 findings; 2 wrong usage or configuration;\n"
    "3 incomplete (something could not be scanned); 4 internal error.";

CLI::App& add_command(CLI::App& app, const std::string& name,
                      const std::string& description, Invocation& call,
                      std::function<ExitStatus()> command) {
  CLI::App& sub = *app.add_subcommand(name, description);
  sub.footer(kFooter);
  sub.callback(
      [&call, command = std::move(command)] { call.command = command; });
  return sub;
}

// If anything was typed that could be one of them: a hook types nothing, and
// to describe them takes longer than a small commit.
void add_options_lazily(CLI::App& app, Invocation& call) {
  app.preparse_callback([&](std::size_t arguments) {
    if (arguments > 0) add_scan_options(app, call);
  });
}

void add_staged(CLI::App& app, Invocation& call) {
  CLI::App& staged =
      add_command(app, "staged", "Scan what 'git commit' would record now",
                  call, [&] { return staged_command(call.scan); });
  add_options_lazily(staged, call);
}

void add_range(CLI::App& app, Invocation& call) {
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
  add_options_lazily(range, call);
}

void add_history(CLI::App& app, Invocation& call) {
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
  add_options_lazily(history, call);
}

void add_dir(CLI::App& app, Invocation& call) {
  CLI::App& dir = add_command(app, "dir", "Scan files and folders", call, [&] {
    return dir_command(call.scan, call.words);
  });
  dir.add_option("paths", call.words, "Files and folders")
      ->type_name("PATH")
      ->required();
  add_options_lazily(dir, call);
}

void add_image(CLI::App& app, Invocation& call) {
  CLI::App& image = add_command(
      app, "image", "Scan container images (docker save, OCI layout)", call,
      [&] { return image_command(call.scan, call.words); });
  image.add_option("paths", call.words, "Archives and folders")
      ->type_name("PATH")
      ->required();
  add_options_lazily(image, call);
}

void add_stdin(CLI::App& app, Invocation& call) {
  CLI::App& sub = add_command(app, "stdin", "Scan standard input", call,
                              [&] { return stdin_command(call.scan); });
  add_options_lazily(sub, call);
}

void add_hook(CLI::App& app, Invocation& call) {
  CLI::App& hook = add_command(app, "hook",
                               "What the installed hooks call: pre-commit, "
                               "pre-merge-commit, pre-push, pre-receive",
                               call, [&] { return hook_command(call.hook); });
  hook.add_option("name", call.hook.name, "The hook's name")
      ->type_name("NAME")
      ->required();
  hook.add_option("arguments", call.hook.arguments, "What git gave the hook")
      ->type_name("ARG");
}

void add_install_options(CLI::App& sub, Invocation& call) {
  add_repository_option(sub, call.scan);
  sub.add_flag("--global", call.install.global,
               "For every repository of this user");
  sub.add_flag("--dry-run", call.install.dry_run,
               "Only say what would be done");
}

void add_install(CLI::App& app, Invocation& call) {
  CLI::App& install = add_command(
      app, "install", "Install the pre-commit and pre-push hooks", call,
      [&] { return install_command(call.scan, call.install); });
  add_install_options(install, call);
}

void add_uninstall(CLI::App& app, Invocation& call) {
  CLI::App& uninstall = add_command(
      app, "uninstall", "Remove the hooks and restore what was there", call,
      [&] { return uninstall_command(call.scan, call.install); });
  add_install_options(uninstall, call);
}

void add_baseline(CLI::App& app, Invocation& call) {
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
    add_config_option(*sub, call.scan);
  }
}

void add_rules(CLI::App& app, Invocation& call) {
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
    add_config_option(*sub, call.scan);
  }
  // Each FILE is the configuration.
  test.get_option("files")->excludes(test.get_option("--config"));
}

void add_explain(CLI::App& app, Invocation& call) {
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
  add_repository_option(explain, call.scan);
  add_policy_options(explain, call.scan);
  add_filter_options(explain, call.scan);
  add_show_secrets_option(explain, call.scan);
  add_color_option(explain, call.scan);
  explain
      .add_flag("-v,--verbose", call.scan.verbose,
                "All rules, allowlists and expressions, in full")
      ->group("Output");
  explain.footer(
      "Exit status: 0 explained, whatever is found; 2 wrong usage or\n"
      "configuration; 3 incomplete; 4 internal error.");
}

void add_version(CLI::App& app, Invocation& call) {
  add_command(app, "version", "Print the version", call, [] {
    write_out(fmt::format("gitward {}\n", gitward_version()));
    return ExitStatus::kClean;
  });
}

struct Command {
  std::string_view name;
  void (*add)(CLI::App& app, Invocation& call);
};

// In the order of the help.
constexpr Command kCommands[] = {
    {"staged", add_staged},       {"range", add_range},
    {"history", add_history},     {"dir", add_dir},
    {"image", add_image},         {"stdin", add_stdin},
    {"hook", add_hook},           {"install", add_install},
    {"uninstall", add_uninstall}, {"baseline", add_baseline},
    {"rules", add_rules},         {"explain", add_explain},
    {"version", add_version},
};

[[noreturn]] void refuse(std::string_view typed) {
  std::string names;
  for (const Command& command : kCommands) {
    fmt::format_to(std::back_inserter(names), "{}{}", names.empty() ? "" : ", ",
                   command.name);
  }
  throw Error(ErrorKind::kUsage,
              fmt::format("there is no command '{}'; the commands are {}",
                          visible(typed), names));
}

}  // namespace

void add_commands(CLI::App& app, std::string_view typed, Invocation& call) {
  app.require_subcommand(1);
  app.footer(kFooter);
  const auto chosen = std::find_if(
      std::begin(kCommands), std::end(kCommands),
      [&](const Command& command) { return command.name == typed; });
  if (chosen != std::end(kCommands)) return chosen->add(app, call);
  if (!typed.empty() && typed[0] != '-') refuse(typed);
  for (const Command& command : kCommands) command.add(app, call);
}

}  // namespace gitward::cli

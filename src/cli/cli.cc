#include "cli/cli.h"

#include <exception>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "cli/command_line.h"
#include "cli/output.h"
#include "cli/scan_arguments.h"
#include "report/version.h"

namespace gitward::cli {
namespace {

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
  add_commands(app, argc > 1 ? argv[1] : "", call);
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

// The commands and what may be typed behind them.
#pragma once

#include <string_view>

#include <CLI/App.hpp>

#include "cli/invocation.h"

namespace gitward::cli {

// Adds the command that was typed; or all of them, for the help, if that is
// nothing or an option. They write into `call`, which outlives the parsing.
// Throws Error(kUsage), which names the commands, for what is none.
void add_commands(CLI::App& app, std::string_view typed, Invocation& call);

}  // namespace gitward::cli

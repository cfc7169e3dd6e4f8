// The commands and what may be typed behind them.
#pragma once

#include <string_view>

#include <CLI/App.hpp>

#include "cli/invocation.h"

namespace gitward::cli {

// Adds the command that was typed; or all of them, if it is none, for the help
// and the message to name. They write into `call`, which outlives the parsing.
void add_commands(CLI::App& app, std::string_view typed, Invocation& call);

}  // namespace gitward::cli

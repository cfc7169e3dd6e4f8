// A command line as it was understood.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "model/report.h"

namespace gitward::cli {

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

}  // namespace gitward::cli

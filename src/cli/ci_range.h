// The range that a CI job is about, from the variables that CI systems set.
#pragma once

#include <string>

namespace gitward::cli {

struct CiRange {
  std::string base;
  std::string head;
  std::string source;  // Which system and variables decided: for a note.
};

// Reads the environment (and GitHub's event file). Throws Error(kUsage) that
// names the variables looked for if none of the known systems is recognised
// or its variables don't say what the base is.
CiRange ci_range();

}  // namespace gitward::cli

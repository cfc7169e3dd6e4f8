// An explanation for people: what is or is no finding, and why, on one screen.
#pragma once

#include <map>
#include <string>

#include "cli/options.h"
#include "rules/rule_set.h"
#include "scan/explain.h"

namespace gitward::cli {

struct ExplainedPlace {
  std::string name;  // "config.env:3", visible().
  const RuleSet* rules = nullptr;
  Explanation told;
  // Of the findings in it that a run would have, as it would have them.
  std::map<const Judged*, const Finding*> reported;
  std::uint64_t line = 0;  // 0: all of it.
};

std::string explanation_text(const ExplainedPlace& place,
                             const ScanOptions& options, bool color);

}  // namespace gitward::cli

// The objects that both JSON formats are made of.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "model/name_mask.h"
#include "report/reporter.h"

namespace gitward {

using Json = nlohmann::ordered_json;

Json finding_json(const Finding& finding, const NameMask& mask,
                  const ReportOptions& options);
Json gap_json(const Gap& gap, const NameMask& mask);
Json summary_json(const ScanReport& report, const ReportOptions& options);

// The value as text. Characters that would hide or reorder what a terminal
// shows are escaped; `indent` as for dump().
std::string json_text(const Json& value, int indent = -1);

}  // namespace gitward

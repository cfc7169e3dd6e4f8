// Findings and gaps to report about.
#pragma once

#include <string>

#include "model/report.h"

namespace gitward::sample {

// What no report may show.
extern const std::string kValue;

std::shared_ptr<const RuleInfo> rule(const std::string& id = "acme-token");
// A finding of kValue at path:3:7.
Finding finding(const std::string& path, Status status = Status::kNew);
Gap gap(GapReason reason, const std::string& path,
        Status status = Status::kNew);
Provenance provenance(bool at_tip);
ObjectId object(char digit);
ScanReport report(std::vector<Finding> findings, std::vector<Gap> gaps = {});

}  // namespace gitward::sample

// Ids as short as a person wants to type them.
#pragma once

#include <string>
#include <vector>

#include "model/report.h"

namespace gitward {

// The prefixes under which a report's findings and gaps can be named.
class ShortIds {
 public:
  static constexpr std::size_t kLeast = 8;

  explicit ShortIds(const ScanReport& report);

  // The shortest prefix of kLeast digits or more that no other id in the
  // report begins with. Requires: the id is in the report.
  std::string operator()(const FindingId& id) const;

 private:
  std::vector<std::string> sorted_;
};

}  // namespace gitward

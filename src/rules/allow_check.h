// Finds allow patterns that would silence a whole rule, or every file.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/mistakes.h"
#include "rules/rule.h"
#include "rules/rule_definition.h"

namespace gitward {

// Makes a rule's samples once, however many lists are checked against it.
class AllowCheck {
 public:
  explicit AllowCheck(Mistakes& mistakes) : mistakes_(mistakes) {}

  // Tells each pattern of the list that matches every path.
  void check_paths(const AllowlistDefinition& definition,
                   const Allowlist& list);
  // Tells each expression and stopword that matches every sample of the rule's
  // shapes. Knows nothing of a rule without shapes.
  // Requires: the list's expressions compile.
  void check_values(const AllowlistDefinition& definition,
                    const Allowlist& list, const Rule& rule);

 private:
  const std::vector<std::string>& samples_of(const Rule& rule);
  void tell(const AllowlistDefinition& definition, Place place,
            const std::string& what);

  Mistakes& mistakes_;
  std::map<std::string, std::vector<std::string>> samples_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> told_;  // File and line.
};

// False where the condition also asks for something that no pattern of the list
// can tell.
bool decides_alone(const AllowlistDefinition& definition);

}  // namespace gitward

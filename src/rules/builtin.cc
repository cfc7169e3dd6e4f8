#include "rules/builtin.h"

#include "rules/rule_file.h"
#include "rules/rule_set.h"

namespace gitward {

RuleFile builtin_rules(Mistakes& mistakes) {
  return parse_rule_file(builtin_rules_text(), 0, RuleFileKind::kBuiltin,
                         mistakes)
      .value_or(RuleFile{});
}

}  // namespace gitward

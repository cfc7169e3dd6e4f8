// Parsed rules as bytes: what the build makes of rules.toml, so that a run
// reads the built-in rules without any TOML.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "rules/keyword_index.h"
#include "rules/rule_definition.h"

namespace gitward {

// The formats are private to one build: they have no version.
std::string write_rule_table(const RuleFile& file);

// A table, rule by rule. Borrows the bytes. Every function throws Error(kBug)
// if they are not what write_rule_table() wrote.
class RuleTable {
 public:
  explicit RuleTable(ByteView table);

  std::size_t size() const { return rules_.size(); }
  RuleDefinition rule(std::size_t index, bool with_examples) const;
  // The global ones.
  std::vector<AllowlistDefinition> allowlists() const;

 private:
  std::vector<ByteView> rules_;
  ByteView allowlists_;
};

std::string write_keyword_index(const KeywordIndex& index);
// Throws Error(kBug) if the bytes are not what write_keyword_index() wrote.
KeywordIndex read_keyword_index(ByteView bytes);

}  // namespace gitward

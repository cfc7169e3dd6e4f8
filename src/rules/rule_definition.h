// Rules as a file defines them, before they are merged and made ready to run.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/match_head.h"
#include "model/finding.h"
#include "rules/mistakes.h"
#include "rules/rule.h"

namespace gitward {

// Strings and numbers that a later step may find wrong keep their place.
struct PlacedText {
  std::string text;
  Place place;
};

struct PlacedNumber {
  std::size_t number = 0;
  Place place;
};

struct AllowlistDefinition {
  Place place;
  std::string rule;  // The rule it belongs to, for messages; or empty.
  std::string description;
  Allowlist::Condition condition = Allowlist::Condition::kAny;
  std::vector<std::string> commits;
  std::vector<PlacedText> paths;
  std::vector<PlacedText> regexes;
  Allowlist::Target target = Allowlist::Target::kSecret;
  std::vector<std::string> stopwords;
  std::vector<PlacedText> target_rules;  // Global ones only.
};

struct ExampleDefinition {
  std::string text;
  std::string path;
  Place place;
};

struct ReachDefinition {
  std::size_t before = 0;
  std::size_t after = 0;
  Place place;
};

// What all shapes of a rule have in common.
struct ShapeFacts {
  std::string regex;
  std::vector<MatchHead::Part> head;  // See Shape::head().
  // Empty unless every match of every shape holds one of them.
  std::vector<Anchor> anchors;
  std::size_t max_size = 0;
  double guaranteed_bits = 0;
  std::size_t public_prefix = 0;
  std::string checksum;
};

// A key that the file does not give is absent, so that it can be inherited.
struct RuleDefinition {
  Place place;
  // Of the rule that this one changes, if it was merged with one.
  std::optional<Place> changed;
  std::string id;
  // Mistakes in it have been told already: what seems to be missing may only
  // be mistyped.
  bool flawed = false;

  std::optional<std::string> description;
  std::optional<Severity> severity;
  std::optional<Confidence> confidence;
  std::optional<std::string> rotate;
  std::vector<std::string> tags;

  std::vector<PlacedText> shapes;
  std::optional<ShapeFacts> facts;  // Of the shapes, once they are known.
  std::optional<PlacedText> regex;
  std::optional<PlacedText> finder;  // Instead of an expression.
  std::vector<PlacedText> context;
  std::vector<PlacedText> provider;
  std::vector<std::string> keywords;
  std::optional<ReachDefinition> reach;
  std::optional<PlacedNumber> reach_lines;
  std::optional<PlacedNumber> max_match;
  std::optional<PlacedNumber> lead;
  std::optional<PlacedNumber> small_content;

  std::optional<bool> generic;
  std::optional<bool> strong;
  std::optional<PlacedText> checksum;
  std::optional<PlacedText> structure;
  std::optional<PlacedNumber> secret_group;
  std::optional<double> entropy;
  std::optional<PlacedText> path;
  std::vector<AllowlistDefinition> allowlists;

  std::vector<ExampleDefinition> matches;
  std::vector<ExampleDefinition> ignores;
};

// A rule that is defined again: what the child gives wins; tags, keywords and
// allowlists add up. What belonged to an expression that the child replaces
// (its context, reach, examples, …) goes with it.
RuleDefinition merge(RuleDefinition base, RuleDefinition child);

// The [extend] table.
struct ExtendDefinition {
  std::optional<bool> use_default;
  std::optional<PlacedText> path;
  std::vector<PlacedText> disabled_rules;
};

// One file of rules or configuration. Invariant: ids are unique.
struct RuleFile {
  // Of the built-in file alone: the files whose text follows its own.
  std::vector<PlacedText> include;
  ExtendDefinition extend;
  std::vector<RuleDefinition> rules;
  std::vector<AllowlistDefinition> allowlists;
};

}  // namespace gitward

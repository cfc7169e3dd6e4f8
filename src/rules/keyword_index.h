// Which rules a prefilter hit belongs to.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "match/literal_set.h"
#include "rules/rule.h"

namespace gitward {

// One of a rule's anchors.
struct Keyword {
  RuleIndex rule = 0;
  std::uint32_t anchor = 0;  // Of Rule::anchors.
};

// A rule, and the largest content that it searches whole.
struct SmallContentRule {
  RuleIndex rule = 0;
  std::uint32_t most = 0;
};

// Invariant: sizes has one element for each literal, first one more.
struct KeywordIndex {
  std::vector<std::uint32_t> sizes;
  // The keywords of literal i are keywords[k], first[i] <= k < first[i + 1],
  // in the order of the rules.
  std::vector<std::uint32_t> first;
  std::vector<Keyword> keywords;
  // Rules without any, which search every content.
  std::vector<RuleIndex> unfiltered;
  // Rules that search a content without any if it is small.
  std::vector<SmallContentRule> small;

  std::span<const Keyword> keywords_of(LiteralIndex literal) const {
    return std::span(keywords).subspan(first[literal],
                                       first[literal + 1] - first[literal]);
  }
};

struct IndexedKeywords {
  KeywordIndex index;
  // What the prefilter looks for: distinct, in lower case.
  std::vector<std::string> literals;
};
// What every prefilter begins with: escape_triggers().
std::vector<std::string> prefilter_base();

// `known` are the first literals, which rules may have or not: distinct, in
// lower case.
IndexedKeywords index_keywords(std::span<const Rule> rules,
                               std::vector<std::string> known);

}  // namespace gitward

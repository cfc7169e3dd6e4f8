#include "rules/keyword_index.h"

#include <numeric>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "decode/escapes.h"

namespace gitward {

std::vector<std::string> prefilter_base() {
  const auto triggers = escape_triggers();
  return {triggers.begin(), triggers.end()};
}

IndexedKeywords index_keywords(std::span<const Rule> rules,
                               std::vector<std::string> known) {
  IndexedKeywords result;
  KeywordIndex& index = result.index;
  std::unordered_map<std::string, LiteralIndex> number_of;
  for (const std::string& text : known) {
    number_of.emplace(text, static_cast<LiteralIndex>(number_of.size()));
    index.sizes.push_back(static_cast<std::uint32_t>(text.size()));
  }
  result.literals = std::move(known);
  std::vector<std::pair<LiteralIndex, Keyword>> all;
  for (RuleIndex rule = 0; rule < rules.size(); ++rule) {
    const std::vector<Anchor>& anchors = rules[rule].anchors;
    if (rules[rule].max_content > 0) {
      index.small.push_back(
          {rule, static_cast<std::uint32_t>(rules[rule].max_content)});
    } else if (anchors.empty()) {
      index.unfiltered.push_back(rule);
    }
    for (std::uint32_t anchor = 0; anchor < anchors.size(); ++anchor) {
      // The prefilter does not tell cases apart.
      std::string text = to_lower_ascii(anchors[anchor].literal);
      const auto [entry, fresh] = number_of.try_emplace(
          text, static_cast<LiteralIndex>(result.literals.size()));
      if (fresh) {
        index.sizes.push_back(static_cast<std::uint32_t>(text.size()));
        result.literals.push_back(std::move(text));
      }
      all.emplace_back(entry->second, Keyword{rule, anchor});
    }
  }
  index.first.resize(result.literals.size() + 1);
  for (const auto& [literal, keyword] : all) ++index.first[literal + 1];
  std::partial_sum(index.first.begin(), index.first.end(), index.first.begin());
  std::vector<std::uint32_t> end = index.first;
  index.keywords.resize(all.size());
  for (const auto& [literal, keyword] : all) {
    index.keywords[end[literal]++] = keyword;
  }
  return result;
}

}  // namespace gitward

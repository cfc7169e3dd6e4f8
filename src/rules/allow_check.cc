#include "rules/allow_check.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "rules/shape.h"

namespace gitward {
namespace {

// Whatever matches all of these is no pattern for a path.
constexpr std::array<std::string_view, 8> kPaths = {
    "a",           "README.md",      "src/main.c",  ".env",
    "x/y/z0.json", "WEB-INF/b.java", "Dockerfile_", "7"};

constexpr std::size_t kSamples = 8;  // Of each shape.

bool matches_all(const LazyRegex& regex, const auto& texts) {
  MatchScratch scratch;
  Regex::Match found;
  return std::all_of(texts.begin(), texts.end(), [&](std::string_view text) {
    return regex.search(text, 0, scratch, found) == Regex::Outcome::kMatch;
  });
}

}  // namespace

bool decides_alone(const AllowlistDefinition& definition) {
  const int kinds = (definition.commits.empty() ? 0 : 1) +
                    (definition.paths.empty() ? 0 : 1) +
                    (definition.regexes.empty() ? 0 : 1) +
                    (definition.stopwords.empty() ? 0 : 1);
  return definition.condition == Allowlist::Condition::kAny || kinds < 2;
}

void AllowCheck::check_paths(const AllowlistDefinition& definition,
                             const Allowlist& list) {
  if (!decides_alone(definition)) return;
  for (std::size_t i = 0; i < list.paths.size(); ++i) {
    if (list.paths[i].get().matches_empty() ||
        !matches_all(list.paths[i], kPaths)) {
      continue;
    }
    tell(definition, definition.paths[i].place,
         "an expression in 'paths' matches every path, so it would allow "
         "everything");
  }
}

void AllowCheck::check_values(const AllowlistDefinition& definition,
                              const Allowlist& list, const Rule& rule) {
  if (!decides_alone(definition) || rule.shapes.empty() ||
      (list.regexes.empty() && list.stopwords.empty())) {
    return;
  }
  const std::vector<std::string>& samples = samples_of(rule);
  const auto cause = [&](std::string_view key) {
    return fmt::format(
        "{} matches every value of rule '{}': to be rid of a rule, name it in "
        "'disabledRules'",
        key, visible(rule.id()));
  };
  for (std::size_t i = 0; i < list.regexes.size(); ++i) {
    // What matches nothing at all has been told already.
    if (!list.regexes[i].get().matches_empty() &&
        matches_all(list.regexes[i], samples)) {
      tell(definition, definition.regexes[i].place,
           cause("an expression in 'regexes'"));
    }
  }
  for (const std::string& word : list.stopwords) {
    const bool all = std::all_of(
        samples.begin(), samples.end(), [&](const std::string& sample) {
          return to_lower_ascii(sample).find(word) != std::string::npos;
        });
    if (all && !word.empty())
      tell(definition, definition.place, cause("a word in 'stopwords'"));
  }
}

const std::vector<std::string>& AllowCheck::samples_of(const Rule& rule) {
  const auto [entry, fresh] = samples_.try_emplace(rule.id());
  if (fresh) {
    SampleEngine engine;
    for (const std::string& text : rule.shapes) {
      const Shape shape = Shape::parse(text);
      for (std::size_t i = 0; i < kSamples; ++i) {
        entry->second.push_back(shape.sample(engine));
      }
    }
  }
  return entry->second;
}

void AllowCheck::tell(const AllowlistDefinition& definition, Place place,
                      const std::string& what) {
  // One rule is enough to be told of.
  if (!told_.insert({place.file, place.line}).second) return;
  mistakes_.add(place, definition.rule.empty()
                           ? what
                           : fmt::format("rule '{}': {}",
                                         visible(definition.rule), what));
}

}  // namespace gitward

#include "rules/rule_definition.h"

#include <iterator>
#include <utility>

namespace gitward {
namespace {

template <class T>
void inherit(std::optional<T>& child, std::optional<T>& base) {
  if (!child) child = std::move(base);
}

template <class T>
void append(std::vector<T>& all, std::vector<T>&& more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()),
             std::make_move_iterator(more.end()));
}

template <class T>
void prepend(std::vector<T>& child, std::vector<T>& base) {
  append(base, std::move(child));
  child = std::move(base);
}

// True if the base's examples may tell nothing about the merged rule.
bool changes_matching(const RuleDefinition& child) {
  return !child.shapes.empty() || child.regex || child.finder ||
         !child.context.empty() || !child.provider.empty() || child.reach ||
         child.reach_lines || child.max_match || child.lead ||
         child.small_content || child.checksum || child.structure ||
         child.secret_group || child.entropy || child.path ||
         !child.allowlists.empty();
}

}  // namespace

RuleDefinition merge(RuleDefinition base, RuleDefinition child) {
  const bool examples_hold = !changes_matching(child);
  child.changed = base.place;
  if (examples_hold) {
    prepend(child.matches, base.matches);
    prepend(child.ignores, base.ignores);
  }
  if (child.shapes.empty() && !child.regex && !child.finder) {
    child.shapes = std::move(base.shapes);
    child.facts = std::move(base.facts);
    child.regex = std::move(base.regex);
    inherit(child.finder, base.finder);
    if (child.context.empty()) child.context = std::move(base.context);
    if (child.provider.empty()) child.provider = std::move(base.provider);
    inherit(child.reach, base.reach);
    inherit(child.reach_lines, base.reach_lines);
    inherit(child.max_match, base.max_match);
    inherit(child.lead, base.lead);
    inherit(child.small_content, base.small_content);
    inherit(child.strong, base.strong);
    inherit(child.checksum, base.checksum);
    inherit(child.structure, base.structure);
    inherit(child.secret_group, base.secret_group);
  } else if (child.regex) {
    // As in gitleaks, where only a regex can be replaced.
    inherit(child.secret_group, base.secret_group);
  }
  inherit(child.description, base.description);
  inherit(child.severity, base.severity);
  inherit(child.confidence, base.confidence);
  inherit(child.rotate, base.rotate);
  inherit(child.generic, base.generic);
  inherit(child.entropy, base.entropy);
  inherit(child.path, base.path);
  prepend(child.tags, base.tags);
  prepend(child.keywords, base.keywords);
  prepend(child.allowlists, base.allowlists);
  child.flawed = child.flawed || base.flawed;
  return child;
}

}  // namespace gitward

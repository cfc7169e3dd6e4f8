#include "pipeline/tree_links.h"

namespace gitward {

std::pair<std::uint32_t, bool> NameTable::insert(std::string_view name) {
  const auto known = index_.find(name);
  if (known != index_.end()) return {known->second, false};
  const auto number = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  index_.emplace(names_.back(), number);
  return {number, true};
}

}  // namespace gitward

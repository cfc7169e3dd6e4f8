// What the tables of checksums and of structures have in common: entries with
// a `name`, by which rules ask for them.
#pragma once

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"

namespace gitward {

// Null: there is none of that name.
template <class Table>
const typename Table::value_type* find_kind(const Table& table,
                                            std::string_view name) {
  for (const auto& kind : table) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

// The same where a rule was refused if there is none.
template <class Table>
const typename Table::value_type& known_kind(const Table& table,
                                             std::string_view what,
                                             std::string_view name) {
  const auto* const kind = find_kind(table, name);
  if (kind == nullptr) {
    throw Error(ErrorKind::kBug, fmt::format("no {} kind '{}'", what, name));
  }
  return *kind;
}

template <class Table>
std::vector<std::string_view> kind_names(const Table& table) {
  std::vector<std::string_view> names;
  names.reserve(table.size());
  for (const auto& kind : table) names.push_back(kind.name);
  return names;
}

}  // namespace gitward

#include "rules/toml_table.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace gitward {
namespace {

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "a boolean";
    default:
      return "a date or time";
  }
}

}  // namespace

TomlTable::TomlTable(const toml::table& table, std::uint32_t file,
                     Mistakes& mistakes, std::string_view name,
                     std::string owner)
    : table_(table),
      file_(file),
      mistakes_(mistakes),
      name_(name),
      owner_(std::move(owner)) {}

Place TomlTable::place_of(const toml::node& node) const {
  return {file_, node.source().begin.line};
}

Place TomlTable::place_of_key(std::string_view key) const {
  const auto found = table_.find(key);
  if (found == table_.cend()) return place();
  return {file_, found->first.source().begin.line};
}

const toml::node* TomlTable::find(std::string_view key) {
  known_.push_back(key);
  return table_.get(key);
}

void TomlTable::mistake(Place place, std::string_view cause) {
  mistakes_.add(place, fmt::format("{}{}", owner_, cause));
}

void TomlTable::wrong_type(const toml::node& node, std::string_view key,
                           std::string_view wanted) {
  mistake(place_of(node),
          fmt::format("'{}' must be {}, not {}", key, wanted, kind_of(node)));
}

std::optional<PlacedText> TomlTable::text(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_string();
  if (value == nullptr) {
    wrong_type(*node, key, "a string");
    return std::nullopt;
  }
  return PlacedText{value->get(), place_of(*node)};
}

std::optional<bool> TomlTable::boolean(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_boolean();
  if (value == nullptr) {
    wrong_type(*node, key, "true or false");
    return std::nullopt;
  }
  return value->get();
}

std::optional<double> TomlTable::number(std::string_view key, double max) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_number()) {
    wrong_type(*node, key, "a number");
    return std::nullopt;
  }
  const double value = node->value<double>().value();
  if (!(value >= 0 && value <= max)) {  // NaN, too.
    mistake(place_of(*node),
            fmt::format("'{}' must be between 0 and {}", key, max));
    return std::nullopt;
  }
  return value;
}

std::optional<std::size_t> TomlTable::bounded(const toml::node& node,
                                              std::string_view key,
                                              std::size_t min,
                                              std::size_t max) {
  const auto* value = node.as_integer();
  if (value == nullptr) {
    wrong_type(node, key, "an integer");
    return std::nullopt;
  }
  if (value->get() < static_cast<std::int64_t>(min) ||
      value->get() > static_cast<std::int64_t>(max)) {
    mistake(place_of(node),
            fmt::format("'{}' must be between {} and {}", key, min, max));
    return std::nullopt;
  }
  return static_cast<std::size_t>(value->get());
}

std::optional<PlacedNumber> TomlTable::integer(std::string_view key,
                                               std::size_t min,
                                               std::size_t max) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto value = bounded(*node, key, min, max);
  if (!value) return std::nullopt;
  return PlacedNumber{*value, place_of(*node)};
}

std::vector<PlacedText> TomlTable::texts(std::string_view key, bool or_one) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  if (or_one && node->is_string()) {
    return {{node->as_string()->get(), place_of(*node)}};
  }
  const auto* values = node->as_array();
  if (values == nullptr) {
    wrong_type(
        *node, key,
        or_one ? "a string or an array of strings" : "an array of strings");
    return {};
  }
  std::vector<PlacedText> result;
  for (const toml::node& element : *values) {
    if (const auto* value = element.as_string()) {
      result.push_back({value->get(), place_of(element)});
    } else {
      mistake(place_of(element), fmt::format("'{}' must hold strings, not {}",
                                             key, kind_of(element)));
    }
  }
  return result;
}

std::optional<ReachDefinition> TomlTable::reach(std::string_view key,
                                                std::size_t max) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* pair = node->as_array(); pair && pair->size() == 2) {
    const auto before = bounded(*pair->get(0), key, 0, max);
    const auto after = bounded(*pair->get(1), key, 0, max);
    if (!before || !after) return std::nullopt;
    return ReachDefinition{*before, *after, place_of(*node)};
  }
  if (!node->is_integer()) {
    wrong_type(*node, key, "an integer or an array of two");
    return std::nullopt;
  }
  const auto both = bounded(*node, key, 0, max);
  if (!both) return std::nullopt;
  return ReachDefinition{*both, *both, place_of(*node)};
}

std::vector<ExampleDefinition> TomlTable::examples(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const auto* values = node->as_array();
  if (values == nullptr) {
    wrong_type(*node, key, "an array of strings and of {text, path}");
    return {};
  }
  std::vector<ExampleDefinition> result;
  for (const toml::node& element : *values) {
    if (const auto* value = element.as_string()) {
      result.push_back({value->get(), "", place_of(element)});
    } else if (const auto* pair = element.as_table()) {
      TomlTable fields(*pair, file_, mistakes_, key, owner_);
      const auto text = fields.text("text");
      const auto path = fields.text("path");
      fields.finish();
      if (text) {
        result.push_back(
            {text->text, path ? path->text : "", place_of(element)});
      } else if (!fields.has("text")) {
        fields.mistake(place_of(element),
                       fmt::format("'{}' needs a 'text'", key));
      }
    } else {
      mistake(place_of(element),
              fmt::format("'{}' must hold strings or {{text, path}}, not {}",
                          key, kind_of(element)));
    }
  }
  return result;
}

std::optional<TomlTable> TomlTable::table(std::string_view key,
                                          std::string_view name) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_table();
  if (value == nullptr) {
    wrong_type(*node, key, fmt::format("a table, as in {}", name));
    return std::nullopt;
  }
  return TomlTable(*value, file_, mistakes_, name, owner_);
}

std::vector<TomlTable> TomlTable::tables(std::string_view key,
                                         std::string_view name) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const std::string wanted = fmt::format("an array of tables, as in {}", name);
  const auto* values = node->as_array();
  if (values == nullptr) {
    wrong_type(*node, key, wanted);
    return {};
  }
  std::vector<TomlTable> result;
  for (const toml::node& element : *values) {
    if (const auto* value = element.as_table()) {
      result.emplace_back(*value, file_, mistakes_, name, owner_);
    } else {
      mistake(place_of(element), fmt::format("'{}' must hold tables, not {}",
                                             key, kind_of(element)));
    }
  }
  return result;
}

void TomlTable::finish() {
  for (const auto& [key, value] : table_) {
    const std::string_view word = key.str();
    if (std::find(known_.begin(), known_.end(), word) != known_.end()) {
      continue;
    }
    std::string cause = fmt::format("unknown key '{}'", visible(word));
    if (!name_.empty()) cause += fmt::format(" in {}", name_);
    const std::string_view meant = nearest(word, known_);
    if (!meant.empty()) cause += fmt::format("; did you mean '{}'?", meant);
    mistake({file_, key.source().begin.line}, cause);
  }
}

}  // namespace gitward

// Typed reading of TOML tables, in which every mistake is told and the rest is
// read on. Private to rules/: it shows toml++.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// toml++ 3.3 asserts what "[[[" disproves, and with clang and NDEBUG assumes
// it, before it comes to say what is wrong there.
#define TOML_ASSERT(condition) static_cast<void>(0)
#pragma push_macro("NDEBUG")
#undef NDEBUG
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

#include "rules/mistakes.h"
#include "rules/rule_definition.h"

namespace gitward {

// A table whose keys are asked for one by one; what nobody asked for is
// unknown. Borrows the document and the mistakes. An absent key and one that
// is wrong (and has been told) both give nothing.
class TomlTable {
 public:
  // `name` is how the file writes the table ("[extend]"); `owner` begins each
  // message ("rule 'x': "). Both may be empty.
  TomlTable(const toml::table& table, std::uint32_t file, Mistakes& mistakes,
            std::string_view name, std::string owner);

  Place place() const { return place_of(table_); }
  // The place of a key's name, or of the table if it has no such key.
  Place place_of_key(std::string_view key) const;
  bool has(std::string_view key) const { return table_.contains(key); }
  void set_owner(std::string owner) { owner_ = std::move(owner); }

  std::optional<PlacedText> text(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  std::optional<double> number(std::string_view key, double max);
  std::optional<PlacedNumber> integer(std::string_view key, std::size_t min,
                                      std::size_t max);
  // An array of strings, or (with `or_one`) a single one.
  std::vector<PlacedText> texts(std::string_view key, bool or_one = false);
  // A number, or an array of two.
  std::optional<ReachDefinition> reach(std::string_view key, std::size_t max);
  // An array of strings and of tables {text, path}.
  std::vector<ExampleDefinition> examples(std::string_view key);
  std::optional<TomlTable> table(std::string_view key, std::string_view name);
  std::vector<TomlTable> tables(std::string_view key, std::string_view name);

  void mistake(Place place, std::string_view cause);
  // Tells every key that nobody asked for, with the nearest of those that
  // somebody did. Call it last.
  void finish();

 private:
  Place place_of(const toml::node& node) const;
  // The key's value; it is known from now on.
  const toml::node* find(std::string_view key);
  void wrong_type(const toml::node& node, std::string_view key,
                  std::string_view wanted);
  std::optional<std::size_t> bounded(const toml::node& node,
                                     std::string_view key, std::size_t min,
                                     std::size_t max);

  const toml::table& table_;
  std::uint32_t file_;
  Mistakes& mistakes_;
  std::string name_;
  std::string owner_;
  std::vector<std::string_view> known_;
};

}  // namespace gitward

// Everything that is wrong in the files of one load, told at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gitward {

// Where something was written. `file` is an index of Mistakes; line 0 means
// the file as a whole.
struct Place {
  std::uint32_t file = 0;
  std::uint32_t line = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

// One of the files that were joined into one text: its name, and the number of
// lines before its first one.
struct TextPart {
  std::string_view name;
  std::uint32_t lines_before = 0;
};

class Mistakes {
 public:
  // What a mistake on the command line belongs to: told last, without a place.
  static constexpr Place kNowhere{UINT32_MAX, 0};

  // Files are told in the order in which they are added. The first is the
  // built-in one.
  std::uint32_t add_file(std::string_view name);
  // A text that was joined from files: its lines are told as theirs.
  // Requires: parts in the text's order, the first with no lines before it.
  std::uint32_t add_joined(std::vector<TextPart> parts);
  void add(Place place, std::string cause);
  // With a column, for what is no TOML at all.
  void add_at(Place place, std::uint32_t column, std::string cause);

  // "rules.toml:12".
  std::string describe(Place place) const;
  std::size_t count() const { return mistakes_.size(); }
  // One line for each mistake, in file order.
  std::string message() const;
  // Throws Error(kConfig) with that message.
  void throw_if_any() const;

 private:
  struct Mistake {
    Place place;
    std::string text;
  };

  struct File {
    std::string name;
    std::vector<TextPart> parts;  // Empty for a text of one file.
  };

  std::vector<File> files_;
  std::vector<Mistake> mistakes_;
};

}  // namespace gitward

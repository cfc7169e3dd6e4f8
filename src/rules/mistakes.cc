#include "rules/mistakes.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward {

std::uint32_t Mistakes::add_file(std::string_view name) {
  files_.push_back({visible(name), {}});
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::uint32_t Mistakes::add_joined(std::vector<TextPart> parts) {
  const std::uint32_t file = add_file(parts.at(0).name);
  files_.back().parts = std::move(parts);
  return file;
}

void Mistakes::add(Place place, std::string cause) {
  if (place != kNowhere) {
    cause = fmt::format("{}: {}", describe(place), cause);
  }
  mistakes_.push_back({place, std::move(cause)});
}

void Mistakes::add_at(Place place, std::uint32_t column, std::string cause) {
  mistakes_.push_back(
      {place, fmt::format("{}:{}: {}", describe(place), column, cause)});
}

std::string Mistakes::describe(Place place) const {
  // Called for every example of every rule: fmt would take four times as long.
  const File& file = files_[place.file];
  std::string result = file.name;
  if (place.line == 0) return result;
  std::uint32_t line = place.line;
  const auto next = std::partition_point(
      file.parts.begin(), file.parts.end(),
      [&](const TextPart& part) { return part.lines_before < place.line; });
  if (next != file.parts.begin()) {
    const TextPart& part = *std::prev(next);
    result = part.name;
    line -= part.lines_before;
  }
  result += ':';
  result += std::to_string(line);
  return result;
}

std::string Mistakes::message() const {
  std::vector<Mistake> sorted = mistakes_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Mistake& a, const Mistake& b) {
                     return std::tuple(a.place.file, a.place.line) <
                            std::tuple(b.place.file, b.place.line);
                   });
  std::string message;
  for (const Mistake& mistake : sorted) {
    if (!message.empty()) message += '\n';
    message += mistake.text;
  }
  return message;
}

void Mistakes::throw_if_any() const {
  if (!mistakes_.empty()) throw Error(ErrorKind::kConfig, message());
}

}  // namespace gitward

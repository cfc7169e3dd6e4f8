#include "rules/mistakes.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward {

std::uint32_t Mistakes::add_file(std::string_view name) {
  files_.push_back(visible(name));
  return static_cast<std::uint32_t>(files_.size() - 1);
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
  std::string result = files_[place.file];
  if (place.line != 0) {
    result += ':';
    result += std::to_string(place.line);
  }
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

// Lists what stands beside names that say secret, with what the learned judge
// sees of it: for scripts/judge and scripts/corpus. Not installed.
//
//   candidates [--scores] < PATHS
//
// Prints a head, then a line for each candidate, separated by tabs: path, first
// and last line, offset and size of the value, offset of the key, 1 for an
// unlikely place, and the features; with --scores the scores of the first look
// and of the forest instead of them.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "judge/features.h"
#include "judge/forest.h"
#include "judge/key_value.h"
#include "judge/path_kind.h"

namespace gitward {
namespace {

std::vector<KeyValue> candidates_in(const std::string& text) {
  const std::string folded = to_lower_ascii(text);
  std::vector<KeyValue> found;
  for (const std::string_view word : kKeyWords) {
    for (std::size_t at = folded.find(word); at != std::string::npos;
         at = folded.find(word, at + 1)) {
      find_key_values(text, {at, at + word.size()}, found);
    }
  }
  // A place once, for the first name that leads to it.
  const auto order = [](const KeyValue& one) {
    return std::tuple(one.value.begin, one.value.end, one.key.begin,
                      one.word.begin);
  };
  std::sort(found.begin(), found.end(),
            [&](const KeyValue& a, const KeyValue& b) {
              return order(a) < order(b);
            });
  found.erase(std::unique(found.begin(), found.end(),
                          [](const KeyValue& a, const KeyValue& b) {
                            return a.value == b.value && a.key == b.key;
                          }),
              found.end());
  return found;
}

// The offsets at which lines begin.
std::vector<std::size_t> lines_of(const std::string& text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends =
        text[i] == '\n' ||
        (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (ends) starts.push_back(i + 1);
  }
  return starts;
}

void list(const std::string& path, bool scores) {
  const std::string text = read_file(path).value_or("");
  const std::vector<KeyValue> found = candidates_in(text);
  if (found.empty()) return;
  const std::vector<std::size_t> starts = lines_of(text);
  const auto line_of = [&](std::size_t offset) {
    return std::upper_bound(starts.begin(), starts.end(), offset) -
           starts.begin();
  };
  std::string out;
  for (const KeyValue& one : found) {
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}", path,
                       line_of(one.value.begin), line_of(one.value.end - 1),
                       one.value.begin, one.value.size(), one.key.begin,
                       is_unlikely_place(path) ? 1 : 0);
    const Features features = features_of(text, one);
    if (scores) {
      out += fmt::format("\t{}\t{}", first_score(features),
                         forest_score(features));
    } else {
      for (const std::int16_t number : features)
        out += fmt::format("\t{}", number);
    }
    out += '\n';
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

void run(bool scores) {
  std::string head = "path\tline\tend_line\tbegin\tsize\tkey\tunlikely";
  if (scores) {
    head += "\tfirst\tscore";
  } else {
    for (std::size_t i = 0; i < kFeatures; ++i) {
      head += fmt::format("\t{}", name_of(static_cast<Feature>(i)));
    }
  }
  fmt::print("{}\n", head);
  std::string path;
  while (std::getline(std::cin, path)) list(path, scores);
}

}  // namespace
}  // namespace gitward

int main(int argc, char** argv) {
  gitward::run(argc > 1 && std::string_view(argv[1]) == "--scores");
  return 0;
}

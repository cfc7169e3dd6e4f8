// What seeing and judging take, apart from the rest of a scan:
//
//   judging_bench PATH...
//
// Looks beside each name that says secret, in everything below the paths, and
// judges what stands there, each name and value once: as a scan does. Prints
// the seconds that seeing takes and that judging does, then how many were
// judged, and how many of them look like secrets.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "judge/judge.h"
#include "support/key_values.h"

namespace {

using namespace gitward;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr int kRounds = 5;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Content {
  std::string text;
  std::vector<ByteRange> key_words;
  std::vector<KeyValue> seen;
};

std::vector<Content> contents_below(const fs::path& top) {
  std::vector<Content> contents;
  for (const auto& entry : fs::recursive_directory_iterator(top)) {
    if (!entry.is_regular_file() || entry.is_symlink()) continue;
    auto text = read_file(entry.path());
    if (!text) continue;
    std::vector<ByteRange> key_words = key_words_in(*text);
    std::vector<KeyValue> seen = key_values_in(*text);
    contents.push_back(
        {std::move(*text), std::move(key_words), std::move(seen)});
  }
  return contents;
}

// The least of some rounds, because other work only adds to a time.
template <typename Work>
double least_seconds(Work work) {
  double least = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = Clock::now();
    work();
    least = std::min(least, seconds_since(start));
  }
  return least;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Content> contents;
  for (int i = 1; i < argc; ++i) {
    for (Content& one : contents_below(argv[i])) {
      contents.push_back(std::move(one));
    }
  }
  std::size_t judged = 0;
  std::size_t reported = 0;
  std::vector<KeyValue> found;
  const double see = least_seconds([&] {
    for (const Content& one : contents) {
      for (const ByteRange& word : one.key_words) {
        found.clear();
        find_key_values(one.text, word, found);
      }
    }
  });
  const double judge = least_seconds([&] {
    judged = reported = 0;
    for (const Content& one : contents) {
      for (const KeyValue& candidate : one.seen) {
        ++judged;
        if (judge_key_value(one.text, candidate)) ++reported;
      }
    }
  });
  fmt::print("{} {} {} {}\n", see, judge, judged, reported);
}

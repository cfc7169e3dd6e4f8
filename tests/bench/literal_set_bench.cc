// How fast LiteralSet reads: literal_set_bench KEYWORDS FILE-OR-FOLDER...
// KEYWORDS is a file with one literal a line. All files are read first, up to
// 64 MB, and scanned one by one as the scanner does it; the best of ten rounds
// counts, in processor time, so that a busy machine does less harm.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <time.h>
#include <vector>

#include "base/file.h"
#include "match/literal_set.h"

namespace {

constexpr std::size_t kMostBytes = 64'000'000;
constexpr int kRounds = 10;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) * 1e-9;
}

class Corpus {
 public:
  void add(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) return add_file(path);
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) add_file(entry.path());
    }
  }
  const std::vector<std::string>& texts() const { return texts_; }
  std::size_t size() const { return size_; }

 private:
  void add_file(const std::filesystem::path& path) {
    if (size_ >= kMostBytes) return;
    texts_.push_back(gitward::read_file(path).value());
    size_ += texts_.back().size();
  }

  std::vector<std::string> texts_;
  std::size_t size_ = 0;
};

template <class Function>
double best_of_rounds(Function function) {
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const double begin = processor_seconds();
    function();
    best = std::min(best, processor_seconds() - begin);
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s KEYWORDS FILE-OR-FOLDER...\n", argv[0]);
    return 2;
  }
  std::vector<std::string> literals;
  std::ifstream keywords(argv[1]);
  for (std::string line; std::getline(keywords, line);) {
    if (line.size() >= 2) literals.push_back(line);
  }
  Corpus corpus;
  for (int i = 2; i < argc; ++i) corpus.add(argv[i]);

  const double construction =
      best_of_rounds([&] { const gitward::LiteralSet set(literals); });
  const gitward::LiteralSet set(literals);
  std::vector<gitward::LiteralHit> hits;
  std::size_t count = 0;
  const double scan = best_of_rounds([&] {
    count = 0;
    for (const std::string& text : corpus.texts()) {
      set.scan(text, hits);
      count += hits.size();
    }
  });
  std::printf(
      "%zu literals made ready in %.0f us; %zu files, %.1f MB, %zu hits: "
      "%.0f MB/s\n",
      literals.size(), construction * 1e6, corpus.texts().size(),
      static_cast<double>(corpus.size()) / 1e6, count,
      static_cast<double>(corpus.size()) / scan / 1e6);
  return 0;
}

// Checks the learned judge's tables when gitward is built, and writes the C++
// file that carries them.
//
//   judgec FOLDER OUTPUT.cc
//
// FOLDER holds words.txt, trigrams.txt and forest.txt, as scripts/judge writes
// them: a line "gitward KIND VERSION LINES HASH", then so many lines, whose
// FNV-1a hash that is.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "judge/features.h"
#include "judge/forest.h"
#include "judge/tables.h"

namespace gitward {
namespace {

constexpr int kVersion = 2;

std::uint64_t fnv1a(ByteView bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ byte_of(c)) * 0x100000001b3;
  return hash;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// One of the files, which outlives the lines.
class Table {
 public:
  Table(const std::string& folder, const std::string& kind)
      : path_(folder + "/" + kind + ".txt") {
    auto text = read_file(path_);
    if (!text) fail("no such file: make it with scripts/judge");
    text_ = std::move(*text);
    const std::size_t end = text_.find('\n');
    const std::string_view head = std::string_view(text_).substr(0, end);
    const std::string_view body = end == std::string::npos
                                      ? std::string_view{}
                                      : std::string_view(text_).substr(end + 1);
    lines_ = split(body, '\n');
    const std::string expected = fmt::format(
        "gitward {} {} {} {:016x}", kind, kVersion, lines_.size(), fnv1a(body));
    if (head == expected) return;
    fail(
        fmt::format("the first line is '{}', its contents make it '{}': the "
                    "file is damaged or of another version; make it again "
                    "with scripts/judge",
                    head, expected));
  }

  const std::vector<std::string_view>& lines() const { return lines_; }
  const std::string& text() const { return text_; }

  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorKind::kConfig, fmt::format("{}: {}", path_, why));
  }

  int number(std::string_view word, int least, int most) const {
    int value = 0;
    const auto [end, error] =
        std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() ||
        value < least || value > most) {
      fail(fmt::format("'{}' is no number from {} to {}", word, least, most));
    }
    return value;
  }

 private:
  std::string path_;
  std::string text_;
  std::vector<std::string_view> lines_;
};

template <typename Numbers>
std::string list_of(const Numbers& numbers, const char* format = "{}") {
  std::string text;
  std::size_t count = 0;
  for (const auto number : numbers) {
    if (count++ % 16 == 0) text += "\n    ";
    text += fmt::format(fmt::runtime(format), number);
    text += ',';
  }
  return text;
}

std::string words_of(const Table& table) {
  std::vector<std::uint32_t> slots(kWordSlots);
  if (table.lines().size() > kWordSlots / 4 * 3) table.fail("too many words");
  for (const std::string_view word : table.lines()) {
    if (word.empty()) table.fail("a word has no letters");
    std::uint32_t hash = kNoLetters;
    for (const char c : word) {
      if (c < 'a' || c > 'z') table.fail("a word has more than small letters");
      hash = hash_letter(hash, c);
    }
    if (hash == 0) table.fail("a word's hash is zero");
    std::size_t slot = hash % kWordSlots;
    while (slots[slot] != 0) slot = (slot + 1) % kWordSlots;
    slots[slot] = hash;
  }
  return list_of(slots);
}

// Requires: words_of() took them.
std::string begins_of(const Table& words) {
  std::vector<std::uint64_t> bits(kLetters * kLetters * kLetters / 64 + 1);
  for (const std::string_view word : words.lines()) {
    if (word.size() < 3) continue;
    const auto letter = [&](std::size_t i) {
      return static_cast<std::size_t>(word[i] - 'a') + 1;
    };
    const std::size_t index = trigram_index(letter(0), letter(1), letter(2));
    bits[index / 64] |= std::uint64_t{1} << (index % 64);
  }
  return list_of(bits, "{:#x}");
}

std::string trigrams_of(const Table& table) {
  std::vector<int> costs;
  if (table.lines().size() != kLetters) table.fail("not 27 lines");
  for (const std::string_view line : table.lines()) {
    if (line.size() != kLetters * kLetters)
      table.fail("not 729 costs on a line");
    for (const char c : line) {
      if (c < '!' || c > '~') table.fail("a cost is no visible character");
      costs.push_back(c - '!');
    }
  }
  return list_of(costs);
}

// One line of features; one of levels: the least score of the first look, those
// of low, medium and high confidence, and how many trees the first look has;
// then a tree a line: for each node "feature threshold mean" or "= mean", left
// before right.
class ForestReader {
 public:
  explicit ForestReader(const Table& table) : table_(table) {
    if (table.lines().size() < 2) table.fail("no levels");
    check_features(table.lines()[0]);
    read_levels(table.lines()[1]);
    const auto trees = std::span(table.lines()).subspan(2);
    if (trees.size() <= count_of_first_) table.fail("too few trees");
    for (const std::string_view tree : trees) {
      words_ = split(tree, ' ');
      at_ = 0;
      features_ = trees_.size() < count_of_first_ ? kFirstFeatures : kFeatures;
      trees_.push_back(nodes_.size());
      read_node(0);
      if (at_ != words_.size()) table.fail("a tree has too many nodes");
    }
  }

  std::string nodes() const {
    std::string text;
    for (const ForestNode& node : nodes_) {
      text += fmt::format("\n    {{{}, {}, {}, {}}},", node.feature,
                          node.threshold, node.right, node.value);
    }
    return text;
  }
  std::string first_trees() const {
    return list_of(std::span(trees_).first(count_of_first_));
  }
  std::size_t count_of_first() const { return count_of_first_; }
  int least_first() const { return least_first_; }
  std::string trees() const {
    return list_of(std::span(trees_).subspan(count_of_first_));
  }
  std::string most_behind() const {
    std::vector<int> most(trees_.size() - count_of_first_);
    for (std::size_t i = most.size(); i-- > 1;) {
      most[i - 1] = most[i] + most_in(count_of_first_ + i);
    }
    return list_of(most);
  }
  std::string levels() const { return list_of(levels_); }

 private:
  // The highest value that a leaf of this tree has.
  int most_in(std::size_t tree) const {
    const std::size_t end =
        tree + 1 < trees_.size() ? trees_[tree + 1] : nodes_.size();
    int most = std::numeric_limits<int>::min();
    for (std::size_t i = trees_[tree]; i < end; ++i) {
      if (nodes_[i].feature < 0) most = std::max<int>(most, nodes_[i].value);
    }
    return most;
  }

  void check_features(std::string_view line) const {
    const auto names = split(line, ' ');
    bool same = names.size() == kFeatures;
    for (std::size_t i = 0; same && i < names.size(); ++i) {
      same = names[i] == name_of(static_cast<Feature>(i));
    }
    if (!same) {
      table_.fail("it was trained on other features than judge/features.h has");
    }
  }

  void read_levels(std::string_view line) {
    const auto words = split(line, ' ');
    if (words.size() != levels_.size() + 2) {
      table_.fail("not a first look's level, three others and a count");
    }
    constexpr int kMost = 1000000;
    least_first_ = table_.number(words.front(), -kMost, kMost);
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      levels_[i] = table_.number(words[i + 1], -kMost, kMost);
      if (i > 0 && levels_[i] < levels_[i - 1]) {
        table_.fail("its levels do not ascend");
      }
    }
    count_of_first_ =
        static_cast<std::size_t>(table_.number(words.back(), 0, kMost));
  }

  std::string_view next() {
    if (at_ == words_.size()) table_.fail("a tree ends too early");
    return words_[at_++];
  }

  void read_node(int depth) {
    constexpr int kMost = std::numeric_limits<std::int16_t>::max();
    if (depth > 64) table_.fail("a tree is too deep");
    const std::size_t index = nodes_.size();
    nodes_.emplace_back();
    const std::string_view first = next();
    ForestNode node;
    if (first != "=") {
      node.feature = static_cast<std::int16_t>(
          table_.number(first, 0, static_cast<int>(features_) - 1));
      node.threshold =
          static_cast<std::int16_t>(table_.number(next(), -kMost, kMost));
    }
    node.value =
        static_cast<std::int16_t>(table_.number(next(), -kMost, kMost));
    if (node.feature >= 0) {
      read_node(depth + 1);
      const std::size_t right = nodes_.size() - index;
      if (right > std::numeric_limits<std::uint16_t>::max()) {
        table_.fail("a tree is too large");
      }
      node.right = static_cast<std::uint16_t>(right);
      read_node(depth + 1);
    }
    nodes_[index] = node;
  }

  const Table& table_;
  std::vector<ForestNode> nodes_;
  std::vector<std::size_t> trees_;
  std::array<int, 3> levels_{};
  int least_first_ = 0;
  std::size_t count_of_first_ = 0;
  std::size_t features_ = 0;  // That the tree may ask for.
  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
};

constexpr std::string_view kOutput = R"(// Made by judgec.
#include <array>

#include "judge/tables.h"

namespace gitward {{
namespace {{

constexpr std::uint32_t kWords[] = {{{}}};

constexpr std::uint64_t kBegins[] = {{{}}};

constexpr std::uint8_t kTrigrams[] = {{{}}};

constexpr ForestNode kNodes[] = {{{}}};

constexpr std::array<std::uint32_t, {}> kFirstTrees = {{{}}};

constexpr std::uint32_t kTrees[] = {{{}}};

constexpr std::int32_t kMostBehind[] = {{{}}};

constexpr JudgeTables kTables{{
    kWords, kBegins, kTrigrams, kNodes, kFirstTrees, {}, kTrees, kMostBehind,
    {{{}}}, "{}"}};

}}  // namespace

const JudgeTables& judge_tables() {{
  return kTables;
}}

}}  // namespace gitward
)";

void compile(const std::string& folder, const std::string& output) {
  const Table words(folder, "words");
  const std::string slots = words_of(words);
  const Table trigrams(folder, "trigrams");
  const Table trees(folder, "forest");
  const ForestReader forest(trees);
  write_file_atomically(
      output,
      fmt::format(
          kOutput, slots, begins_of(words), trigrams_of(trigrams),
          forest.nodes(), forest.count_of_first(), forest.first_trees(),
          forest.trees(), forest.most_behind(), forest.least_first(),
          forest.levels(),
          xxh3_128(words.text() + trigrams.text() + trees.text()).hex()));
}

}  // namespace
}  // namespace gitward

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: judgec FOLDER OUTPUT.cc\n", stderr);
    return 2;
  }
  try {
    gitward::compile(argv[1], argv[2]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "judgec: %s\n", error.what());
    return 2;
  }
}

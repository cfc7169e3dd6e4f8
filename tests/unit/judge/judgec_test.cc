// judgec refuses what scripts/judge did not write.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "base/file.h"
#include "base/process.h"
#include "judge/features.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

const fs::path kTables = fs::path(GITWARD_SOURCE_DIR) / "src/judge";

std::string table(std::string_view kind, const std::string& body,
                  int version = 2) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : body) hash = (hash ^ byte_of(c)) * 0x100000001b3;
  const auto lines = std::count(body.begin(), body.end(), '\n');
  return fmt::format("gitward {} {} {} {:016x}\n{}", kind, version, lines, hash,
                     body);
}

std::string feature_names() {
  std::string names;
  for (std::size_t i = 0; i < kFeatures; ++i) {
    names += i == 0 ? "" : " ";
    names += name_of(static_cast<Feature>(i));
  }
  return names + "\n";
}

// A forest of these levels and trees.
std::string forest(const std::string& rest) {
  return table("forest", feature_names() + rest);
}

// What judgec says of our tables with one of them replaced.
CommandResult compile(const std::string& name, const std::string& text) {
  const TemporaryFolder folder;
  for (const char* const file : {"words.txt", "trigrams.txt", "forest.txt"}) {
    fs::copy_file(kTables / file, folder / file);
  }
  if (!name.empty()) write_file_atomically(folder / name, text);
  Command command;
  command.argv = {GITWARD_JUDGEC, folder.path().native(),
                  (folder / "tables.cc").native()};
  CommandResult result = run_command(command);
  CHECK(fs::exists(folder / "tables.cc") == (result.status == 0));
  return result;
}

void check_refused(const std::string& name, const std::string& text,
                   const std::string& why) {
  CAPTURE(name, why);
  const CommandResult result = compile(name, text);
  CHECK(result.status == 2);
  CHECK_THAT(result.errors, ContainsSubstring("/" + name + ": "));
  CHECK_THAT(result.errors, ContainsSubstring(why));
}

}  // namespace

TEST_CASE("the tables as they are make a source") {
  const CommandResult result = compile("", "");
  CHECK(result.status == 0);
  CHECK(result.errors.empty());
}

TEST_CASE("the smallest forest is a leaf") {
  CHECK(compile("forest.txt", forest("-9 0 1 2 0\n= 5\n")).status == 0);
}

TEST_CASE("a damaged table is refused with its name") {
  for (const std::string name : {"words.txt", "trigrams.txt", "forest.txt"}) {
    const std::string good = read_file(kTables / name).value();
    const std::string why = "damaged or of another version";
    check_refused(name, "", why);
    check_refused(name, good.substr(0, good.find('\n')), why);
    check_refused(name, good.substr(0, good.size() - 1), why);
    check_refused(name, good + "\n", why);
    std::string flipped = good;
    flipped[flipped.size() / 2] ^= 1;
    check_refused(name, flipped, why);
  }
}

TEST_CASE("a table of another version or kind is refused") {
  check_refused("words.txt", table("words", "abc\n", 1), "another version");
  check_refused("words.txt", table("trigrams", "abc\n"), "another version");
}

TEST_CASE("a missing table is refused") {
  const TemporaryFolder folder;
  Command command;
  command.argv = {GITWARD_JUDGEC, folder.path().native(), "/dev/null"};
  const CommandResult result = run_command(command);
  CHECK(result.status == 2);
  CHECK_THAT(result.errors, ContainsSubstring("/words.txt: no such file"));
}

TEST_CASE("words are of small letters, and not too many") {
  check_refused("words.txt", table("words", "Abc\n"), "small letters");
  check_refused("words.txt", table("words", "abc\n\n"), "no letters");
  std::string many;
  for (int i = 0; i < 13000; ++i) many += "abc\n";
  check_refused("words.txt", table("words", many), "too many");
}

TEST_CASE("trigrams are 27 lines of 729 costs") {
  const std::string line(729, '!');
  std::string lines;
  for (int i = 0; i < 26; ++i) lines += line + "\n";
  check_refused("trigrams.txt", table("trigrams", lines), "27 lines");
  check_refused("trigrams.txt", table("trigrams", lines + "!!\n"), "729");
  check_refused("trigrams.txt",
                table("trigrams", lines + line.substr(1) + " \n"), "visible");
  CHECK(
      compile("trigrams.txt", table("trigrams", lines + line + "\n")).status ==
      0);
}

TEST_CASE("a forest of other features is refused") {
  const auto refused = [](const std::string& text, const std::string& why) {
    check_refused("forest.txt", text, why);
  };
  refused(table("forest", "length width\n-9 0 1 2 0\n= 5\n"), "other features");
  refused(forest("-9 0 1 2 0\n"), "too few trees");
  refused(forest("-9 0 2 1 0\n= 5\n"), "ascend");
  refused(forest("0 1 2\n= 5\n"), "three others and a count");
  refused(forest("-9 0 1 x 0\n= 5\n"), "'x' is no number");
  refused(forest("-9 0 1 2 0\n9999 1 1 = 1 = 1\n"), "'9999' is no number");
  refused(forest("-9 0 1 2 0\n-1 1 1 = 1 = 1\n"), "'-1' is no number");
  refused(forest("-9 0 1 2 0\n0 1 1 = 1\n"), "ends too early");
  refused(forest("-9 0 1 2 0\n\n"), "ends too early");
  refused(forest("-9 0 1 2 0\n= 1 = 1\n"), "too many nodes");
  refused(forest("-9 0 1 2 0\n= 40000\n"), "'40000' is no number");
  refused(forest(""), "no levels");
  std::string deep;
  for (int i = 0; i < 70; ++i) deep += "0 1 1 ";
  refused(forest("-9 0 1 2 0\n" + deep + "= 1\n"), "too deep");
}

TEST_CASE("a tree that no node could point across is refused") {
  // Full, with 2^17 - 1 nodes.
  const auto full = [](const auto& self, int depth) -> std::string {
    if (depth == 0) return "= 1";
    const std::string half = self(self, depth - 1);
    return "0 1 1 " + half + " " + half;
  };
  check_refused("forest.txt", forest("-9 0 1 2 0\n" + full(full, 17) + "\n"),
                "a tree is too large");
}

TEST_CASE("trees of the first look know the first features alone") {
  const std::string last = std::to_string(kFirstFeatures - 1);
  const std::string next = std::to_string(kFirstFeatures);
  const auto tree = [](const std::string& asks) {
    return asks + " 1 1 = 1 = 1\n";
  };
  const std::string head = "-9 0 1 2 1\n";
  CHECK(compile("forest.txt", forest(head + tree(last) + tree(next))).status ==
        0);
  check_refused("forest.txt", forest(head + tree(next) + tree(last)),
                "'" + next + "' is no number");
  check_refused("forest.txt", forest(head + tree(last)), "too few trees");
}

#include "pipeline/tree_places.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "support/catch.h"

using namespace gitward;

namespace {

ObjectId id_of(char letter) {
  std::string hex;
  for (int i = 0; i < 20; ++i) hex += fmt::format("{:02x}", letter);
  return *ObjectId::from_hex(hex);
}

// Trees by letters, as a sweep links them.
class Links {
 public:
  using Entry = std::pair<std::string, char>;

  void add(char tree, const std::vector<Entry>& entries) {
    links_.trees.push_back({links_.objects.insert(id_of(tree)).first,
                            static_cast<std::uint32_t>(entries.size()),
                            links_.links.size()});
    for (const auto& [name, object] : entries) {
      links_.links.push_back({links_.objects.insert(id_of(object)).first,
                              links_.names.insert(name).first});
    }
  }
  const TreeLinks& get() const { return links_; }

 private:
  TreeLinks links_;
};

std::vector<std::string> paths(const TreePlaces& places) {
  std::vector<std::string> paths;
  for (const Sighting& sighting : places.sightings()) {
    paths.push_back(sighting.path);
  }
  return paths;
}

}  // namespace

TEST_CASE("TreePlaces sees a wanted object below trees that are linked later") {
  Links links;
  links.add('a', {{"folder", 'b'}, {"other", 'c'}});
  links.add('b', {{"file", 'f'}});
  links.add('c', {{"file", 'e'}});
  TreePlaces places(links.get(), {id_of('f')}, {});
  places.visit(id_of('a'), 0);
  CHECK(paths(places) == std::vector<std::string>{"folder/file"});
  CHECK(places.complete());
}

TEST_CASE("TreePlaces names the roots with something wanted, not their trees") {
  Links links;
  links.add('b', {{"file", 'f'}});
  links.add('a', {{"folder", 'b'}});
  links.add('c', {{"file", 'e'}});
  const TreePlaces places(links.get(), {id_of('f')}, {});
  CHECK(places.unvisited_roots() == std::vector<ObjectId>{id_of('a')});
}

TEST_CASE("TreePlaces sees a wanted name once, however many trees have it") {
  Links links;
  links.add('a', {{"folder", 'b'}});
  links.add('b', {{"name", 'e'}});
  links.add('c', {{"folder", 'd'}});
  links.add('d', {{"name", 'f'}});
  TreePlaces places(links.get(), {}, {"name"});
  places.visit(id_of('a'), 0);
  places.visit(id_of('c'), 1);
  REQUIRE(paths(places) == std::vector<std::string>{"folder/name"});
  CHECK(places.sightings()[0].commit == 0);
}

TEST_CASE("TreePlaces says that it does not follow the longest paths") {
  const std::string half(kMaxTreePath / 2 - 1, 'n');
  const std::string rest = half + "nn";  // With the slash: all of it.
  for (const bool fits : {true, false}) {
    CAPTURE(fits);
    Links links;
    links.add('a', {{half, 'b'}});
    links.add('b', {{rest.substr(fits ? 1 : 0), 'c'}, {"seen", 'f'}});
    links.add('c', {{"far", 'f'}});
    TreePlaces places(links.get(), {id_of('f')}, {});
    places.visit(id_of('a'), 0);
    CHECK(places.complete() == fits);
    CHECK(places.sightings().size() == (fits ? 2 : 1));
  }
}

// Only forged ids can do that.
TEST_CASE("TreePlaces sees what is wanted in a tree that is below itself") {
  Links links;
  links.add('a', {{"back", 'b'}, {"file", 'f'}});
  links.add('b', {{"in", 'a'}});
  TreePlaces places(links.get(), {id_of('f')}, {});
  places.visit(id_of('b'), 0);
  REQUIRE_FALSE(places.sightings().empty());
  CHECK(places.sightings()[0].path == "in/file");
  CHECK_FALSE(places.complete());
}

namespace {

// Roots A to L hold some of the folders a to f and the files u to z, which
// folders hold, too; in an order of names, as git has it, or in none.
class RandomTrees {
 public:
  static constexpr std::string_view kRoots = "ABCDEFGHIJKL";
  static constexpr std::string_view kFolders = "abcdef";
  static constexpr std::string_view kFiles = "uvwxyz";

  RandomTrees(unsigned seed, bool ordered) : random_(seed) {
    for (const char root : kRoots) make(root, kFolders, ordered);
    for (const char folder : kFolders) make(folder, "", ordered);
  }

  const TreeLinks& links() const { return links_.get(); }

  // What lies below a root, by path.
  std::map<std::string, char> listing(char root) const {
    std::map<std::string, char> all;
    for (const auto& [name, object] : trees_.at(root)) {
      all[name] = object;
      if (!trees_.contains(object)) continue;
      for (const auto& [below, file] : trees_.at(object)) {
        all[name + '/' + below] = file;
      }
    }
    return all;
  }

 private:
  void make(char tree, std::string_view folders, bool ordered) {
    const std::string objects = std::string(folders) + std::string(kFiles);
    std::vector<Links::Entry> entries;
    for (const std::string name : {"1", "2", "3", "4", "5", "6", "7"}) {
      if (random_() % 3 == 0) continue;
      entries.emplace_back(name, objects[random_() % objects.size()]);
    }
    if (!ordered) std::shuffle(entries.begin(), entries.end(), random_);
    links_.add(tree, entries);
    trees_[tree] = std::move(entries);
  }

  std::mt19937 random_;
  Links links_;
  std::map<char, std::vector<Links::Entry>> trees_;
};

// "x at 1/2", or "2 at 1/2" for the name.
std::string line(const std::string& what, const std::string& path) {
  return what + " at " + path;
}

// What a root has of what is wanted: the folder c, the file x, the name 2.
std::set<std::string> wanted_in(const RandomTrees& trees, char root) {
  std::set<std::string> lines;
  for (const auto& [path, object] : trees.listing(root)) {
    if (object == 'c' || object == 'x') {
      lines.insert(line(std::string(1, object), path));
    }
    if (path.ends_with('2')) lines.insert(line("2", path));
  }
  return lines;
}

std::string line(const Sighting& sighting) {
  if (sighting.object.is_null()) return line("2", sighting.path);
  return line(sighting.object == id_of('c') ? "c" : "x", sighting.path);
}

}  // namespace

TEST_CASE("TreePlaces sees in each tree what a listing of it shows") {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    const RandomTrees trees(seed, seed % 4 != 0);
    TreePlaces places(trees.links(), {id_of('c'), id_of('x')}, {"2"});
    std::map<std::string, CommitIndex> first;
    CommitIndex commit = 0;
    for (const char root : RandomTrees::kRoots) {
      places.visit(id_of(root), commit);
      for (const std::string& found : wanted_in(trees, root)) {
        first.emplace(found, commit);
      }
      ++commit;
    }
    places.visit_tip(id_of('L'), 7);
    std::map<std::string, CommitIndex> seen;
    std::set<std::string> held;
    for (const Sighting& sighting : places.sightings()) {
      CHECK(seen.emplace(line(sighting), sighting.commit).second);
      if (!sighting.at_tip) continue;
      CHECK(sighting.holders == std::vector<std::uint32_t>{7});
      held.insert(line(sighting));
    }
    CHECK(seen == first);
    CHECK(held == wanted_in(trees, 'L'));

    const auto number = [&](char root) {
      return trees.links().objects.find(id_of(root));
    };
    for (std::size_t i = 2; i < RandomTrees::kRoots.size(); ++i) {
      const std::array<char, 2> others = {RandomTrees::kRoots[i - 1],
                                          RandomTrees::kRoots[i - 2]};
      std::set<std::string> expected = wanted_in(trees, RandomTrees::kRoots[i]);
      for (const char other : others) {
        for (const std::string& known : wanted_in(trees, other)) {
          expected.erase(known);
        }
      }
      std::set<std::string> fresh;
      for (const std::uint32_t sighting : places.sightings_new_in(
               number(RandomTrees::kRoots[i]),
               std::array{number(others[0]), number(others[1])})) {
        fresh.insert(line(places.sightings()[sighting]));
      }
      CHECK(fresh == expected);
    }
  }
}

#include "pipeline/tree_places.h"

#include <initializer_list>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "support/catch.h"

using namespace gitward;

namespace {

ObjectId id_of(char letter) {
  return *ObjectId::from_hex(std::string(40, letter));
}

// Trees by letters, as a sweep links them.
class Links {
 public:
  using Entry = std::pair<std::string, char>;

  void add(char tree, std::initializer_list<Entry> entries) {
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

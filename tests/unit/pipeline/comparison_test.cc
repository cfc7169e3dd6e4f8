#include "pipeline/comparison.h"

#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

// Places in a content that is scanned for the occasion.
std::vector<Place> places(const std::string& path, const std::string& text) {
  const Scanner scanner(lab_rules());
  Workers workers(nullptr, 1);
  const Blob blob = scan_bytes(text, scanner, workers.own());
  return judge_places(scanner, blob.content, Where::kBlob, path, ObjectId(),
                      "");
}

Lines new_lines(Comparison& comparison) {
  Lines lines;
  for (const Place& place : comparison.take_new()) {
    lines.push_back(place.path + ":" +
                    std::to_string(place.judged.candidate->position.line));
  }
  return lines;
}

void add_old(Comparison& comparison, std::size_t parent,
             const std::vector<Place>& old) {
  for (const Place& place : old) comparison.add_old(parent, place);
}

}  // namespace

TEST_CASE("without old places every fresh one is new") {
  Comparison comparison(places("a", token(1) + "\n" + token(2)), 1);
  CHECK_FALSE(comparison.explained_by(0));
  CHECK(new_lines(comparison) == Lines{"a:1", "a:2"});
}

TEST_CASE("old places are paired by path and line before anything else") {
  std::vector<Place> fresh = places("a", "x = " + token(1) + "\n");
  for (Place& place : places("b", "y = " + token(1) + "\n")) {
    fresh.push_back(std::move(place));
  }
  SECTION("same path and line") {
    Comparison comparison(fresh, 1);
    add_old(comparison, 0, places("b", "y = " + token(1) + "\n"));
    CHECK(new_lines(comparison) == Lines{"a:1"});
  }
  SECTION("same path") {
    Comparison comparison(fresh, 1);
    add_old(comparison, 0, places("b", "x = " + token(1) + "\n"));
    CHECK(new_lines(comparison) == Lines{"a:1"});
  }
  SECTION("same line") {
    Comparison comparison(fresh, 1);
    add_old(comparison, 0, places("c", "y = " + token(1) + "\n"));
    CHECK(new_lines(comparison) == Lines{"a:1"});
  }
  SECTION("anything") {
    Comparison comparison(fresh, 1);
    add_old(comparison, 0, places("c", "z = " + token(1) + "\n"));
    CHECK(new_lines(comparison).size() == 1);
  }
}

TEST_CASE("the least excess over any parent is new") {
  const std::vector<Place> fresh =
      places("a", token(1) + "\n" + token(1) + "\n" + token(1) + "\n");
  Comparison comparison(fresh, 2);
  add_old(comparison, 0, places("b", token(1)));
  add_old(comparison, 1, places("b", token(1) + "\n" + token(1)));
  CHECK(new_lines(comparison).size() == 1);
  add_old(comparison, 1, places("c", token(1)));
  CHECK(comparison.explained_by(1));
  CHECK(new_lines(comparison).empty());
}

TEST_CASE("other values explain nothing") {
  Comparison comparison(places("a", token(1)), 1);
  add_old(comparison, 0, places("a", token(2)));
  CHECK_FALSE(comparison.has_old(0));
  CHECK(new_lines(comparison) == Lines{"a:1"});
}

TEST_CASE("many places of one value are compared in linear time") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += token(1) + "\n";
  Comparison comparison(places("a", text), 1);
  add_old(comparison, 0, places("b", text.substr(0, text.size() / 2)));
  CHECK(new_lines(comparison).size() == 10000);
}

#include "judge/path_kind.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.h"
#include "judge/characters.h"

namespace gitward {
namespace {

using namespace std::string_view_literals;

constexpr std::array kFolders = {
    "test"sv,      "tests"sv,     "spec"sv,     "specs"sv,    "testdata"sv,
    "testing"sv,   "fixture"sv,   "fixtures"sv, "mock"sv,     "mocks"sv,
    "__tests__"sv, "__mocks__"sv, "e2e"sv,      "unittest"sv, "unittests"sv,
    "example"sv,   "examples"sv,  "sample"sv,   "samples"sv,  "demo"sv,
    "demos"sv,     "doc"sv,       "docs"sv,     "tutorial"sv, "tutorials"sv};

// Words of a file's name, between dots, dashes, underscores and capitals.
constexpr std::array kWords = {
    "test"sv,     "tests"sv,    "spec"sv,     "specs"sv,   "mock"sv,
    "mocks"sv,    "fixture"sv,  "fixtures"sv, "example"sv, "sample"sv,
    "conftest"sv, "template"sv, "dist"sv,     "tmpl"sv,    "insecure"sv};

constexpr std::array kProse = {".md"sv,   ".rst"sv,      ".adoc"sv,
                               ".html"sv, ".markdown"sv, ".txt"sv};

template <typename List>
bool is_one_of(std::string_view word, const List& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool has_word(std::string_view name) {
  std::size_t at = 0;
  while (at < name.size()) {
    std::size_t end = at + 1;
    while (end < name.size() && is_alpha(name[end]) &&
           !(is_upper(name[end]) && is_lower(name[end - 1]))) {
      ++end;
    }
    const std::size_t begin = is_alpha(name[at]) ? at : at + 1;
    if (is_one_of(to_lower_ascii(name.substr(begin, end - begin)), kWords)) {
      return true;
    }
    at = end;
  }
  return false;
}

}  // namespace

bool is_test_or_example(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) break;
    if (is_one_of(to_lower_ascii(path.substr(0, slash)), kFolders)) return true;
    path.remove_prefix(slash + 1);
  }
  return has_word(path);
}

bool is_unlikely_place(std::string_view path) {
  const std::string name = to_lower_ascii(path);
  return is_test_or_example(path) ||
         std::any_of(kProse.begin(), kProse.end(),
                     [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace gitward

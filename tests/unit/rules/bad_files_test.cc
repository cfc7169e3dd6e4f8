#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "rules/rule_set.h"
#include "support/catch.h"

using namespace gitward;

namespace {

const std::filesystem::path kFolder =
    std::filesystem::path(GITWARD_SOURCE_DIR) / "tests/unit/rules/bad";

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".toml") {
      result.push_back(entry.path().stem().native());
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// An expected line that ends in "…" leaves the rest open: it is toml++'s
// wording, or a list that grows.
bool is_as_expected(const std::string& line, const std::string& expected) {
  const std::string open = "…";
  if (!expected.ends_with(open)) return line == expected;
  return line.starts_with(expected.substr(0, expected.size() - open.size()));
}

// What loading the file as a configuration says.
std::string message_of(const std::string& name) {
  RuleSetRequest request;
  request.config =
      RuleText{name + ".toml", read_file(kFolder / (name + ".toml")).value()};
  request.read = [](const std::string& path) {
    return read_file(kFolder / path);
  };
  try {
    (void)load_rules(request);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kConfig);
    return std::string(error.what()) + "\n";
  }
  return "loaded\n";
}

}  // namespace

TEST_CASE("every mistake in a file is told with its line and its cure") {
  REQUIRE(names().size() > 30);
  for (const std::string& name : names()) {
    INFO(name);
    const auto expected = read_file(kFolder / (name + ".expected"));
    REQUIRE(expected.has_value());
    const std::string message = message_of(name);
    INFO(message);
    const std::vector<std::string> told = lines_of(message);
    const std::vector<std::string> wanted = lines_of(*expected);
    REQUIRE(told.size() == wanted.size());
    for (std::size_t i = 0; i < told.size(); ++i) {
      INFO(wanted[i]);
      CHECK(is_as_expected(told[i], wanted[i]));
    }
  }
}

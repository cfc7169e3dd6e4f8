#include "archive/ar_file.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "support/catch.h"

using namespace gitward;

namespace {

std::string member(const std::string& name, const std::string& data) {
  return fmt::format("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n{}{}", name, 0, 0, 0,
                     644, data.size(), data, data.size() % 2 == 1 ? "\n" : "");
}

std::vector<std::string> read(const std::string& bytes) {
  std::vector<std::string> members;
  ArFile file(bytes);
  while (const auto entry = file.next_entry()) {
    members.push_back(entry->name + "=" + std::string(entry->bytes));
  }
  if (file.damaged()) members.emplace_back("damaged");
  return members;
}

const std::string kMagic = "!<arch>\n";

}  // namespace

TEST_CASE("an ar archive's members have the names that each system writes") {
  const std::vector<std::string> both = {"a.o=one", "long name.o=more"};
  CHECK(read(kMagic + member("/", "index") + member("//", "long name.o/\n") +
             member("a.o/", "one") + member("/0", "more")) == both);
  CHECK(read(kMagic + member("/", "index") + member("/", "another") +
             member("//", std::string("long name.o\0", 12)) +
             member("a.o/", "one") + member("/0", "more")) == both);
  CHECK(read(kMagic + member("__.SYMDEF", "index") + member("a.o", "one") +
             member("#1/12", std::string("long name.o\0more", 16))) == both);
}

TEST_CASE("a damaged ar archive gives what comes before the damage") {
  const std::string whole = kMagic + member("a/", "one") + member("b/", "more");
  CHECK(read(whole) == std::vector<std::string>{"a=one", "b=more"});
  CHECK(read(whole.substr(0, whole.size() - 1)) ==
        std::vector<std::string>{"a=one", "damaged"});
  CHECK(read(kMagic + member("/99", "x")) == std::vector<std::string>{"/99=x"});
  CHECK(read(kMagic) == std::vector<std::string>{});
}

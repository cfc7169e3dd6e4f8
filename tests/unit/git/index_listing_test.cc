#include "git/index_listing.h"

#include "base/error.h"
#include "support/catch.h"

using namespace gitward;

namespace {

const std::string kId(40, 'a');

std::string listed(const std::string& path, const std::string& flags = "0",
                   const std::string& head = "100644 " + kId + " 0\t") {
  return head + path + std::string(1, '\0') +
         "  ctime: 1:2\n  mtime: 3:4\n  dev: 5\tino: 6\n  uid: 7\tgid: 8\n"
         "  size: 9\tflags: " +
         flags + "\n";
}

}  // namespace

TEST_CASE("a listing is read entry by entry") {
  const auto entries =
      parse_index_listing(listed("a") + listed("b\n  ctime: x", "20004000") +
                          listed("c", "10002000", "120000 " + kId + " 3\t"));
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].path == "a");
  CHECK(entries[0].mode == 0100644);
  CHECK(entries[0].id == ObjectId::from_hex(kId));
  CHECK(!entries[0].intent_to_add);
  CHECK(entries[1].path == "b\n  ctime: x");
  CHECK(entries[1].intent_to_add);
  CHECK(entries[2].stage == 3);
  CHECK(parse_index_listing("").empty());
}

TEST_CASE("a listing of another form is an error, never fewer entries") {
  const std::string good = listed("a");
  for (std::size_t size = 1; size < good.size(); ++size) {
    CAPTURE(size);
    CHECK_THROWS_AS(parse_index_listing(good.substr(0, size)), Error);
  }
  CHECK_THROWS_AS(parse_index_listing(good + "\n"), Error);
  CHECK_THROWS_AS(parse_index_listing(listed("a", "xyz")), Error);
  CHECK_THROWS_AS(
      parse_index_listing(listed("a", "0", "100644 " + kId + " 4\t")), Error);
  CHECK_THROWS_AS(
      parse_index_listing(listed("a", "0", "H 100644 " + kId + " 0\t")), Error);
}

TEST_CASE("entries are sorted by path, then stage") {
  std::vector<IndexEntry> entries = {
      {"b", 0, {}, 0, false}, {"a", 0, {}, 3, false}, {"a", 0, {}, 1, false}};
  sort_index(entries);
  CHECK(entries[0].stage == 1);
  CHECK(entries[1].stage == 3);
  CHECK(entries[2].path == "b");
}

#include "store/pack.h"

#include <string>

#include "base/error.h"
#include "base/file.h"
#include "support/catch.h"
#include "support/git_repo.h"
#include "support/packs.h"

using namespace gitward;

TEST_CASE("an index finds every object of its pack and no other") {
  GitRepo repo;
  fill_with_deltas(repo, 30);
  const std::filesystem::path index = pack_everything(repo);
  const Pack pack = Pack::open(index, ObjectId::kSha1Size).value();
  CHECK(pack.index().checksum_holds());
  for (std::uint32_t i = 0; i < pack.index().count(); ++i) {
    CHECK(pack.index().find(pack.index().id(i)) == i);
  }
  CHECK_FALSE(pack.index().find(ObjectId()));
  CHECK_FALSE(pack.index().find(*ObjectId::from_hex(std::string(40, 'f'))));
}

TEST_CASE("a pack that vanished is nothing, not an error") {
  CHECK_FALSE(Pack::open("/nonexistent/pack-0.idx", ObjectId::kSha1Size));
}

TEST_CASE("an index cut at any length is refused, or the pack is") {
  GitRepo repo;
  fill_with_deltas(repo, 3);
  const std::filesystem::path path = pack_everything(repo);
  const std::string whole = read_file(path).value();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    write_file_atomically(path, ByteView(whole).substr(0, size));
    CHECK_THROWS_AS(Pack::open(path, ObjectId::kSha1Size), Error);
  }
}

TEST_CASE("an entry header that claims too much is refused") {
  const auto parse = [](const std::string& entry) {
    const std::string pack = "PACK" + std::string(8, '\0') + entry;
    return parse_pack_entry(pack, 12, pack.size(), ObjectId::kSha1Size);
  };
  CHECK(parse("\x35zlib").size == 5);
  CHECK_THROWS_AS(parse("\x05zlib"), Error);           // Type 0.
  CHECK_THROWS_AS(parse("\x55zlib"), Error);           // Type 5.
  CHECK_THROWS_AS(parse("\xb5"), Error);               // Truncated.
  CHECK_THROWS_AS(parse("\xb5\xff\xff\x7fz"), Error);  // Implausibly large.
  CHECK_THROWS_AS(parse(std::string("\xe5\x01\x7f") + "z"), Error);
  CHECK_THROWS_AS(parse(std::string("\x75") + "short id"), Error);
  CHECK_THROWS_AS(parse(std::string(1, '\xb5') + std::string(20, '\xff')),
                  Error);
}

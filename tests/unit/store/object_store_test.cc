#include "store/object_store.h"

#include <sstream>
#include <string>

#include "base/error.h"
#include "base/file.h"
#include "store/loose_object.h"
#include "support/catch.h"
#include "support/git_repo.h"
#include "support/packs.h"

using namespace gitward;

namespace {

// Every object that git lists is read, with the bytes that git prints.
void require_same_as_git(GitRepo& repo, const ObjectStore& store) {
  std::istringstream lines(
      repo.git({"cat-file", "--batch-all-objects", "--batch-check"}));
  Inflater inflater;
  std::string hex;
  std::string type;
  std::size_t size = 0;
  while (lines >> hex >> type >> size) {
    CAPTURE(hex);
    const auto object = store.read(*ObjectId::from_hex(hex), inflater);
    REQUIRE(object);
    CHECK(object->bytes.size() == size);
    CHECK(object->bytes == repo.git.run({"cat-file", type, hex}).output);
  }
}

ObjectStore store_of(const GitRepo& repo) {
  return ObjectStore({repo / ".git/objects"}, ObjectId::kSha1Size);
}

}  // namespace

TEST_CASE("loose and packed objects are read as git reads them") {
  GitRepo repo;
  fill_with_deltas(repo, 8);
  pack_everything(repo);
  fill_with_deltas(repo, 3, 2);
  repo.commit_file("empty", "");
  require_same_as_git(repo, store_of(repo));
}

TEST_CASE("alternates are followed") {
  GitRepo repo;
  fill_with_deltas(repo, 3);
  repo.git({"clone", "-q", "--shared", repo.path().string(),
            repo.beside("clone").string()});
  const ObjectStore store({repo.beside("clone") / ".git/objects"},
                          ObjectId::kSha1Size);
  CHECK(store.directories().size() == 2);
  require_same_as_git(repo, store);
}

TEST_CASE("an object that is nowhere is nothing") {
  GitRepo repo;
  Inflater inflater;
  CHECK_FALSE(
      store_of(repo).read(*ObjectId::from_hex(std::string(40, '1')), inflater));
}

TEST_CASE("a damaged loose object is an error that names its file") {
  GitRepo repo;
  repo.commit_file("a", "content\n");
  const ObjectId id = *ObjectId::from_hex(repo.git({"rev-parse", "HEAD:a"}));
  const auto path = loose_object_path(repo / ".git/objects", id);
  const std::string whole = read_file(path).value();
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  Inflater inflater;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x21);
    write_file_atomically(path, damaged);
    CAPTURE(at);
    CHECK_THROWS_WITH(store_of(repo).read(id, inflater),
                      ContainsSubstring(id.hex().substr(2)));
  }
}

TEST_CASE("the loose objects of a directory are listed") {
  GitRepo repo;
  repo.commit_file("a", "content\n");
  CHECK(list_loose_objects(repo / ".git/objects", ObjectId::kSha1Size).size() ==
        3);
}

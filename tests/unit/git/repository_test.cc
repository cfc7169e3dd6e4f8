#include "git/repository.h"

#include "base/error.h"
#include "git/tree_diff.h"
#include "support/catch.h"
#include "support/git_repo.h"

using namespace gitward;

namespace {

ObjectId id_of(const std::string& hex) {
  return ObjectId::from_hex(hex).value();
}

}  // namespace

TEST_CASE("a repository is opened and read by either backend") {
  const std::string backend = GENERATE("libgit2", "git");
  const EnvironmentVariable forced("GITWARD_BACKEND", backend);
  GitRepo repo;
  const std::string first = repo.commit_file("a/b.txt", "one\n");
  const std::string second = repo.commit_file("a/c.txt", "two\n");
  repo.git({"tag", "-a", "-m", "tag", "v1"});
  repo.add("d", "three\n");

  const auto repository = Repository::open(repo / "a");
  CHECK(repository->backend() == backend);
  CHECK(repository->layout().git_dir == repo / ".git");
  CHECK(repository->layout().common_dir == repo / ".git");
  CHECK(repository->layout().work_tree == repo.path());
  CHECK(repository->head() == id_of(second));
  CHECK(repository->parents_of_next_commit() ==
        std::vector<ObjectId>{id_of(second)});
  CHECK(repository->commits({id_of(second)}, {}) ==
        std::vector<ObjectId>{id_of(first), id_of(second)});
  CHECK(repository->commits({id_of(second)}, {id_of(first)}) ==
        std::vector<ObjectId>{id_of(second)});
  CHECK(repository->all_objects().size() == 10);
  CHECK(repository->hooks_directory() == repo / ".git/hooks");
  CHECK(repository->config("core.bare") == "false");
  CHECK(repository->config("core.nothing") == std::nullopt);
  CHECK(repository->resolve("main~1") == id_of(first));
  CHECK(repository->resolve("nothing") == std::nullopt);

  const auto reader = repository->reader();
  const auto commit = reader->read(id_of(second));
  REQUIRE(commit);
  CHECK(commit->type == ObjectType::kCommit);
  const Commit parsed = parse_commit(commit->bytes);
  CHECK(parsed.parents == std::vector<ObjectId>{id_of(first)});
  CHECK(parsed.author.name == "A U Thor");

  const auto index = repository->index();
  REQUIRE(index.size() == 3);
  CHECK(index[2].path == "d");
  const TreeDiff diff = diff_tree_to_index(parsed.tree, index, 20, *reader);
  REQUIRE(diff.changes.size() == 1);
  CHECK(diff.changes[0].path == "d");
  CHECK(diff.unread.empty());
  CHECK(repository->references().refs.size() == 3);
}

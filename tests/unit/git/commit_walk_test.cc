#include "git/commit_walk.h"

#include <map>
#include <random>
#include <set>

#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

// Commits by number; their parents have lower numbers.
struct MadeUpHistory {
  std::vector<CommitLinks> commits;

  static ObjectId id(std::size_t number) {
    return id_of(fmt::format("{:040x}", number + 1));
  }
  std::size_t number(const ObjectId& wanted) const {
    return std::stoul(wanted.hex(), nullptr, 16) - 1;
  }
  std::vector<ObjectId> walk(const std::vector<ObjectId>& include,
                             const std::vector<ObjectId>& exclude) const {
    return walk_commits(include, exclude, [this](const ObjectId& wanted) {
      return commits.at(number(wanted));
    });
  }
  void reach(std::size_t from, std::set<std::size_t>& found) const {
    if (!found.insert(from).second) return;
    for (const ObjectId& parent : commits[from].parents) {
      reach(number(parent), found);
    }
  }
};

}  // namespace

TEST_CASE("a walk is exact and topological whatever the dates say") {
  const unsigned seed = GENERATE(range(0U, 300U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  MadeUpHistory history;
  const std::size_t size = 1 + random() % 40;
  for (std::size_t i = 0; i < size; ++i) {
    CommitLinks links;
    links.seconds = static_cast<std::int64_t>(random() % 50);
    for (std::size_t n = i == 0 ? 0 : random() % 4; n > 0; --n) {
      links.parents.push_back(MadeUpHistory::id(random() % i));
    }
    history.commits.push_back(links);
  }
  std::vector<ObjectId> include;
  std::vector<ObjectId> exclude;
  std::set<std::size_t> wanted;
  std::set<std::size_t> unwanted;
  for (std::size_t n = random() % 4; n > 0; --n) {
    const std::size_t from = random() % size;
    include.push_back(MadeUpHistory::id(from));
    history.reach(from, wanted);
  }
  for (std::size_t n = random() % 4; n > 0; --n) {
    const std::size_t from = random() % size;
    exclude.push_back(MadeUpHistory::id(from));
    history.reach(from, unwanted);
  }

  const std::vector<ObjectId> order = history.walk(include, exclude);
  std::set<std::size_t> listed;
  for (const ObjectId& id : order) {
    const std::size_t number = history.number(id);
    CHECK(listed.insert(number).second);
    for (const ObjectId& parent : history.commits[number].parents) {
      const std::size_t p = history.number(parent);
      CHECK((listed.count(p) > 0 || unwanted.count(p) > 0));
    }
  }
  std::set<std::size_t> expected;
  for (const std::size_t number : wanted) {
    if (unwanted.count(number) == 0) expected.insert(number);
  }
  CHECK(listed == expected);
  // The order is a matter of the history alone.
  std::reverse(include.begin(), include.end());
  CHECK(history.walk(include, exclude) == order);
}

TEST_CASE("a walk costs what it lists, however long the history is") {
  MadeUpHistory history;
  for (std::size_t i = 0; i < 20'000; ++i) {
    CommitLinks links;
    links.seconds = static_cast<std::int64_t>(i / 3);
    if (i > 0) links.parents.push_back(MadeUpHistory::id(i - 1));
    if (i > 50) links.parents.push_back(MadeUpHistory::id(i - 50));
    history.commits.push_back(links);
  }
  std::size_t read = 0;
  const std::vector<ObjectId> listed =
      walk_commits({MadeUpHistory::id(19'990)}, {MadeUpHistory::id(19'970)},
                   [&](const ObjectId& id) {
                     ++read;
                     return history.commits.at(history.number(id));
                   });
  CHECK(listed.size() == 20);
  CHECK(read < 20 + 2 * kWalkSlack + 100);
}

TEST_CASE("dates can hide that a commit is excluded, never that it is not") {
  // base ... a long line of commits dated long before `shared` ... shared
  MadeUpHistory history;
  const auto add = [&](std::int64_t seconds, std::vector<std::size_t> parents) {
    CommitLinks links;
    links.seconds = seconds;
    for (const std::size_t parent : parents) {
      links.parents.push_back(MadeUpHistory::id(parent));
    }
    history.commits.push_back(links);
    return history.commits.size() - 1;
  };
  std::size_t old = add(1, {});
  for (int i = 0; i < 400; ++i) old = add(1'000 + i, {old});
  const std::size_t shared = add(5'000, {old});
  std::size_t skewed = add(0, {shared});
  const std::size_t base = add(6'000, {skewed, old});
  const std::size_t feature = add(7'000, {shared});
  const std::vector<ObjectId> listed =
      history.walk({MadeUpHistory::id(feature)}, {MadeUpHistory::id(base)});
  CHECK(listed == std::vector<ObjectId>{MadeUpHistory::id(shared),
                                        MadeUpHistory::id(feature)});
}

TEST_CASE("a skewed clock does not bring back what is excluded") {
  // root - old - skewed - base: `skewed` claims to be far younger, and
  // `feature`, made from root's child, claims to be far older.
  GitRepo repo;
  repo.git.set_clock(1000000000);
  repo.commit("root");
  const std::string old_commit = repo.commit("old");
  for (int i = 0; i < 12; ++i) {
    repo.git.set_clock(100000 + i * 1000);
    repo.commit("decades too early");
  }
  const std::string base = repo.git({"rev-parse", "HEAD"});
  repo.git({"checkout", "-q", "-b", "feature", old_commit});
  repo.git.set_clock(1700000000);
  const std::string feature = repo.commit("feature");
  for (const std::string backend : {"libgit2", "git"}) {
    CAPTURE(backend);
    const auto repository = open_with(backend, repo.path());
    CHECK(repository->commits({id_of(feature)}, {id_of(base)}) ==
          std::vector<ObjectId>{id_of(feature)});
    CHECK(repository->commits({id_of(base)}, {id_of(feature)}).size() == 12);
    CHECK(repository->commits({id_of(base)}, {id_of(base)}).empty());
    CHECK(repository->commits({}, {id_of(base)}).empty());
  }
}

TEST_CASE("a missing commit is an error that names it") {
  GitRepo repo;
  const std::string lost = repo.commit("lost");
  repo.commit("middle");
  const std::string tip = repo.commit("tip");
  repo.git({"commit-graph", "write", "--reachable"});
  std::filesystem::remove(
      repo / (".git/objects/" + lost.substr(0, 2) + "/" + lost.substr(2)));
  const std::string nowhere(40, '6');
  for (const std::string backend : {"libgit2", "git"}) {
    CAPTURE(backend);
    const auto repository = open_with(backend, repo.path());
    CHECK_THROWS_WITH(repository->commits({id_of(tip)}, {}),
                      ContainsSubstring(lost));
    CHECK_THROWS_WITH(repository->commits({id_of(nowhere)}, {}),
                      ContainsSubstring(nowhere));
    CHECK_THROWS_AS(repository->commits({id_of(tip)}, {id_of(nowhere)}), Error);
  }
}

TEST_CASE("tags are peeled, and what is no commit is an error") {
  GitRepo repo;
  const std::string tip = repo.commit_file("a", "a\n");
  repo.git({"tag", "-a", "-m", "t", "one"});
  repo.git({"tag", "-a", "-m", "t", "two", "one"});
  repo.git({"tag", "-a", "-m", "t", "tree", "HEAD^{tree}"});
  const ObjectId two = id_of(repo.git({"rev-parse", "two"}));
  const ObjectId tree = id_of(repo.git({"rev-parse", "tree"}));
  for (const std::string backend : {"libgit2", "git"}) {
    CAPTURE(backend);
    const auto repository = open_with(backend, repo.path());
    const auto reader = repository->reader();
    CHECK(repository->commits({two}, {}) == std::vector<ObjectId>{id_of(tip)});
    CHECK(repository->commits({id_of(tip)}, {two}).empty());
    CHECK(repository->peel_to_commit(two, *reader) == id_of(tip));
    CHECK(repository->peel_to_commit(tree, *reader) == std::nullopt);
    CHECK_THROWS_AS(repository->commits({tree}, {}), Error);
    CHECK_THROWS_AS(
        repository->peel_to_commit(id_of(std::string(40, '6')), *reader),
        Error);
  }
}

// What libgit2 can't read goes through git, never past us; what neither reads
// is an error with its cause.
#include <fstream>
#include <unistd.h>

#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

// `git ls-files --stage`, in the form of index_text().
std::string index_of(Git& git) {
  std::string text = git({"ls-files", "--stage"});
  return text.empty() ? text : text + "\n";
}

}  // namespace

TEST_CASE("no repository is nothing to find and an error to open") {
  TemporaryFolder folder;
  CHECK(Repository::find(folder.path()) == nullptr);
  CHECK(Repository::find(folder / "nothing") == nullptr);
  CHECK_THROWS_WITH(Repository::open(folder.path()),
                    ContainsSubstring("not in a git repository"));
  const EnvironmentVariable forced("GITWARD_BACKEND", "git");
  CHECK(Repository::find(folder.path()) == nullptr);
  CHECK(Repository::find(folder / "nothing") == nullptr);
  const CurrentFolder here(folder.path());
  CHECK(Repository::find(std::nullopt) == nullptr);
}

TEST_CASE("a SHA-256 repository is read through its files and through git") {
  GitRepo repo(GitRepo::Options{"--object-format=sha256"});
  const std::string first = repo.commit_file("a", "a\n");
  const std::string tip = repo.commit_file("b/c", "c\n");
  repo.git({"tag", "-a", "-m", "t", "v1"});
  repo.git({"notes", "add", "-m", "note"});
  const std::string backend = GENERATE("", "git");
  const auto repository = backend.empty() ? Repository::open(repo.path())
                                          : open_with(backend, repo.path());
  CHECK(repository->backend() == (backend.empty() ? "files" : "git"));
  CHECK(repository->layout().id_size == ObjectId::kSha256Size);
  CHECK(repository->head() == id_of(tip));
  CHECK(repository->commits({id_of(tip)}, {}) ==
        std::vector<ObjectId>{id_of(first), id_of(tip)});
  CHECK(index_text(*repository) == index_of(repo.git));
  const auto reader = repository->reader();
  const Commit commit = parse_commit(reader->read(id_of(tip)).value().bytes);
  CHECK(commit.tree == id_of(repo.git({"rev-parse", "HEAD^{tree}"})));
  CHECK(parse_tree(reader->read(commit.tree).value().bytes, 32).size() == 2);
  CHECK(objects_text(*repository).find("unreadable") == std::string::npos);
  CHECK(repository->all_objects().size() == 11);
}

TEST_CASE("a split index is read through git, the objects otherwise") {
  GitRepo repo;
  repo.commit_file("a", "a\n");
  repo.git({"update-index", "--split-index"});
  repo.add("b", "b\n");
  for (const auto& repository :
       {Repository::open(repo.path()), open_with("libgit2", repo.path())}) {
    CHECK(repository->backend() != "git");
    CHECK(index_text(*repository) == index_of(repo.git));
    CHECK(repository->index().size() == 2);
  }
}

TEST_CASE("a sparse index is read through git, every file of it") {
  GitRepo repo;
  repo.add("in/a", "a\n");
  repo.add("out/deep/b", "b\n");
  repo.add("out/c", "c\n");
  repo.commit();
  repo.git({"sparse-checkout", "init", "--cone", "--sparse-index"});
  repo.git({"sparse-checkout", "set", "in"});
  REQUIRE(repo.git({"ls-files", "--sparse"}) == "in/a\nout/");
  repo.add("in/d", "d\n");
  const auto repository = Repository::open(repo.path());
  CHECK(index_text(*repository) == index_of(repo.git));
  CHECK(repository->index().size() == 4);

  SECTION("even where libgit2 opens the repository") {
    // Without this extension it knows nothing of the one in the index.
    repo.git({"config", "--unset", "extensions.worktreeConfig"});
    const auto partly = open_with("libgit2", repo.path());
    CHECK(partly->index().size() == 4);
  }
}

TEST_CASE("extensions that nobody knows are an error with their name") {
  GitRepo repo;
  repo.git({"config", "core.repositoryFormatVersion", "1"});
  repo.git({"config", "extensions.fromTheFuture", "true"});
  CHECK_THROWS_WITH(Repository::open(repo.path()),
                    ContainsSubstring("fromthefuture"));
}

TEST_CASE("without git, what libgit2 can't read is a clear error") {
  GitRepo repo(GitRepo::Options{"--object-format=sha256"});
  GitRepo split;
  split.commit_file("a", "a\n");
  split.git({"update-index", "--split-index"});
  TemporaryFolder empty;
  const EnvironmentVariable path("PATH", empty.path());
  CHECK_THROWS_WITH(
      Repository::open(repo.path())->references(),
      ContainsSubstring("'git'") && ContainsSubstring("not on the PATH"));
  const auto repository = Repository::open(split.path());
  CHECK_THROWS_WITH(repository->index(), ContainsSubstring("'git'") &&
                                             ContainsSubstring("not on the"));
}

TEST_CASE("a repository of somebody else is refused with the cure") {
  if (::geteuid() != 0) return;  // Only root can give files away.
  const bool bare = GENERATE(false, true);
  GitRepo repo(bare ? GitRepo::Options{"--bare"} : GitRepo::Options{});
  for (const auto& entry : fs::recursive_directory_iterator(repo.path())) {
    REQUIRE(::lchown(entry.path().c_str(), 12345, 12345) == 0);
  }
  REQUIRE(::chown(repo.path().c_str(), 12345, 12345) == 0);
  const std::string cure =
      "git config --global --add safe.directory " + repo.path().native();
  for (const std::string backend : {"libgit2", "git"}) {
    CAPTURE(backend, bare);
    CHECK_THROWS_WITH(open_with(backend, repo.path()), ContainsSubstring(cure));
  }
  CHECK_THROWS_WITH(Repository::open(repo.path()), ContainsSubstring(cure));
  SECTION("also where git is not there to ask") {
    TemporaryFolder empty;
    const EnvironmentVariable path("PATH", empty.path());
    CHECK_THROWS_WITH(Repository::open(repo.path()), ContainsSubstring(cure));
  }
  SECTION("and opened once it is trusted") {
    TemporaryFolder home;
    const EnvironmentVariable at_home("HOME", home.path());
    std::ofstream(home / ".gitconfig")
        << "[safe]\n\tdirectory = " << repo.path().native() << "\n";
    CHECK(Repository::open(repo.path()) != nullptr);
  }
}

TEST_CASE("a worktree whose repository is gone is no silent success") {
  GitRepo repo;
  repo.commit_file("a", "a\n");
  repo.git({"worktree", "add", "-q", repo.beside("linked")});
  fs::remove_all(repo.path());
  CHECK_THROWS_AS(Repository::open(repo.beside("linked")), Error);
}

TEST_CASE("an unknown backend is a mistake of the caller") {
  const EnvironmentVariable forced("GITWARD_BACKEND", "svn");
  CHECK_THROWS_WITH(Repository::open(std::nullopt), ContainsSubstring("'svn'"));
}

// All ways to read a repository must tell the same of it, and the same as git
// does.
#include <fstream>
#include <set>
#include <sstream>

#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

void check_same(const Directory& directory) {
  const auto by_libgit2 = open_with("libgit2", directory);
  const auto by_git = open_with("git", directory);
  REQUIRE(by_libgit2->backend() == "libgit2");
  REQUIRE(by_git->backend() == "git");
  const std::string expected = snapshot(*by_git);
  CHECK(snapshot(*by_libgit2) == expected);
  // As anybody would open it: its files as far as they tell.
  CHECK(snapshot(*Repository::open(directory)) == expected);
}

// git's own words for what check_same() compares.
void check_against_git(Git& git, const Directory& directory) {
  const auto repository = open_with("libgit2", directory);
  CHECK(repository->hooks_directory() ==
        git({"rev-parse", "--path-format=absolute", "--git-path", "hooks"}));
  std::vector<std::string> ids;
  for (const ObjectId& id : repository->all_objects()) {
    ids.push_back(id.hex());
  }
  std::sort(ids.begin(), ids.end());
  std::string all;
  for (const std::string& id : ids) all += id + "\n";
  CHECK(all == git({"cat-file", "--batch-all-objects",
                    "--batch-check=%(objectname)"}) +
                   (ids.empty() ? "" : "\n"));
  std::string shown;
  for (const Reference& reference : repository->references().refs) {
    if (!reference.name.starts_with("refs/")) continue;
    shown += reference.target.hex() + " " + reference.name + "\n";
  }
  CHECK(shown ==
        git.run({"for-each-ref", "--format=%(objectname) %(refname)"}).output);
}

// Merges, tags of all kinds, a stash, notes and a conflicted merge.
void fill(GitRepo& repo) {
  Git& git = repo.git;
  repo.commit_file("a.txt", "one\n");
  repo.commit_file("folder/b.txt", "two\n");
  git({"checkout", "-q", "-b", "side", "HEAD~1"});
  repo.commit_file("folder/b.txt", "three\n");
  git({"checkout", "-q", "main"});
  git({"tag", "light"});
  git({"tag", "-a", "-m", "annotated", "heavy"});
  git({"tag", "-a", "-m", "tag of a tag", "heavier", "heavy"});
  git({"tag", "a-blob", git({"hash-object", "-w", "--stdin"}, "tagged\n")});
  git({"tag", "a-tree", "HEAD^{tree}"});
  git({"notes", "add", "-m", "a note"});
  git({"checkout", "-q", "-b", "merged"});
  git({"merge", "-q", "-s", "ours", "-m", "merge", "side"});
  git({"checkout", "-q", "main"});
  repo.write("a.txt", "stashed\n");
  git({"stash", "-q"});
  repo.write("a.txt", "stashed again\n");
  git({"stash", "-q"});
}

}  // namespace

TEST_CASE("both backends agree on an empty repository") {
  GitRepo repo;
  check_same(repo.path());
  check_against_git(repo.git, repo.path());
  CHECK(open_with("libgit2", repo.path())->head() == std::nullopt);
}

TEST_CASE("both backends agree on merges, tags, stashes and notes") {
  GitRepo repo;
  fill(repo);
  check_same(repo.path());
  check_against_git(repo.git, repo.path());

  SECTION("packed") {
    repo.git({"gc", "-q"});
    repo.commit_file("loose.txt", "beside the pack\n");
    check_same(repo.path());
    check_against_git(repo.git, repo.path());
  }
  SECTION("packed twice, with a multi-pack-index and a commit-graph") {
    repo.git({"repack", "-q", "-d"});
    repo.commit_file("later.txt", "second pack\n");
    repo.git({"repack", "-q", "-d"});
    repo.git({"multi-pack-index", "write"});
    repo.git({"commit-graph", "write", "--reachable"});
    check_same(repo.path());
    check_against_git(repo.git, repo.path());
  }
  SECTION("in the middle of a conflicted merge") {
    repo.git.run({"merge", "side"});
    const auto repository = open_with("libgit2", repo.path());
    CHECK(repository->parents_of_next_commit().size() == 2);
    CHECK(index_text(*repository).find(" 3\tfolder/b.txt") !=
          std::string::npos);
    check_same(repo.path());
  }
  SECTION("in the middle of an octopus merge") {
    repo.git({"branch", "other", "HEAD~1"});
    repo.git({"checkout", "-q", "other"});
    repo.commit_file("other.txt", "other\n");
    repo.git({"checkout", "-q", "main"});
    repo.git({"merge", "-q", "-s", "ours", "--no-commit", "side", "other"});
    CHECK(open_with("libgit2", repo.path())->parents_of_next_commit() ==
          std::vector<ObjectId>{id_of(repo.git({"rev-parse", "main"})),
                                id_of(repo.git({"rev-parse", "side"})),
                                id_of(repo.git({"rev-parse", "other"}))});
    check_same(repo.path());
  }
  SECTION("with entries of every kind in the index") {
    std::filesystem::create_symlink("a.txt", repo / "link");
    repo.write("program", "#!/bin/sh\n");
    std::filesystem::permissions(repo / "program",
                                 std::filesystem::perms::owner_all);
    repo.git({"add", "link", "program"});
    repo.write("later", "not yet\n");
    repo.git({"add", "-N", "later"});
    repo.git({"update-index", "--add", "--cacheinfo",
              "160000," + repo.git({"rev-parse", "HEAD"}) + ",module"});
    repo.add("odd \t\n\"\xff name", "odd\n");
    repo.git({"update-index", "--assume-unchanged", "a.txt"});
    const std::string text = index_text(*open_with("git", repo.path()));
    CHECK(text.find("later (intent to add)") != std::string::npos);
    CHECK(text.find("120000") != std::string::npos);
    CHECK(text.find("100755") != std::string::npos);
    CHECK(text.find("160000") != std::string::npos);
    check_same(repo.path());
    repo.git({"update-index", "--index-version", "4"});
    check_same(repo.path());
  }
  SECTION("where the order of the index ignores case") {
    repo.git({"config", "core.ignoreCase", "true"});
    repo.add("B.txt", "upper\n");
    repo.add("Z.txt", "upper\n");
    repo.add("_.txt", "between\n");
    check_same(repo.path());
  }
  SECTION("bare") {
    repo.git({"clone", "-q", "--mirror", repo.path(), repo.beside("bare.git")});
    Git bare(repo.beside("bare.git"));
    check_same(repo.beside("bare.git"));
    check_against_git(bare, repo.beside("bare.git"));
  }
  SECTION("with alternates, and alternates of alternates") {
    repo.git({"clone", "-q", "--shared", repo.path(), repo.beside("second")});
    Git second(repo.beside("second"));
    second({"commit", "-q", "--allow-empty", "-m", "second"});
    second({"clone", "-q", "--shared", ".", repo.beside("third")});
    Git third(repo.beside("third"));
    check_same(repo.beside("second"));
    check_same(repo.beside("third"));
    check_against_git(second, repo.beside("second"));
    check_against_git(third, repo.beside("third"));
  }
  SECTION("a shallow clone") {
    repo.git({"checkout", "-q", "merged"});
    repo.git({"clone", "-q", "--depth=1", "file://" + repo.path().native(),
              repo.beside("shallow")});
    Git shallow(repo.beside("shallow"));
    const auto repository = open_with("libgit2", repo.beside("shallow"));
    CHECK(repository->layout().shallow.size() == 1);
    CHECK(repository->commits({*repository->head()}, {}).size() == 1);
    check_same(repo.beside("shallow"));
    check_against_git(shallow, repo.beside("shallow"));
  }
  SECTION("a partial clone") {
    repo.git({"config", "uploadpack.allowFilter", "true"});
    repo.git({"clone", "-q", "--no-checkout", "--filter=blob:none",
              "file://" + repo.path().native(), repo.beside("partial")});
    const auto repository = open_with("libgit2", repo.beside("partial"));
    CHECK(repository->layout().partial_clone);
    const ObjectId absent = id_of(repo.git({"rev-parse", "main:a.txt"}));
    for (const std::string backend : {"libgit2", "git"}) {
      const auto reader = open_with(backend, repo.beside("partial"))->reader();
      CHECK(object_text(*reader, absent) == "missing");
    }
    check_same(repo.beside("partial"));
  }
  SECTION("with replaced objects and grafts, which are not followed") {
    repo.git({"replace", "--graft", "main"});
    std::filesystem::create_directories(repo / ".git/info");
    std::ofstream(repo / ".git/info/grafts")
        << repo.git({"rev-parse", "merged"}) << "\n";
    const auto repository = open_with("git", repo.path());
    const ObjectId tip =
        id_of(repo.git({"--no-replace-objects", "rev-parse", "merged"}));
    CHECK(repository->commits({tip}, {}).size() == 4);
    check_same(repo.path());
  }
}

TEST_CASE("both backends agree on linked worktrees") {
  GitRepo repo;
  fill(repo);
  repo.git(
      {"worktree", "add", "-q", "--detach", repo.beside("linked"), "side"});
  repo.git({"worktree", "add", "-q", repo.beside("branch"), "merged"});
  Git linked(repo.beside("linked"));
  linked({"commit", "-q", "--allow-empty", "-m", "detached"});
  linked({"bisect", "start"});
  linked({"bisect", "bad"});
  linked({"bisect", "good", "HEAD~1"});
  linked({"update-ref", "refs/worktree/own", "HEAD"});
  repo.git({"update-ref", "refs/bisect/good", "HEAD"});
  repo.git({"update-ref", "ORIG_HEAD", "HEAD~1"});

  check_same(repo.path());
  check_same(repo.beside("linked"));
  check_same(repo.beside("branch"));
  check_against_git(repo.git, repo.path());
  check_against_git(linked, repo.beside("linked"));

  const std::string from_main =
      references_text(*open_with("libgit2", repo.path()));
  const std::string detached = linked({"rev-parse", "HEAD"});
  CHECK(from_main.find(detached + " worktrees/linked/HEAD\n") !=
        std::string::npos);
  CHECK(from_main.find(" worktrees/linked/refs/worktree/own\n") !=
        std::string::npos);
  const std::string from_linked =
      references_text(*open_with("libgit2", repo.beside("linked")));
  CHECK(from_linked.find(repo.git({"rev-parse", "HEAD~1"}) +
                         " main-worktree/ORIG_HEAD\n") != std::string::npos);
  CHECK(from_linked.find(detached + " refs/worktree/own\n") !=
        std::string::npos);
  CHECK(from_linked.find("worktrees/linked/") == std::string::npos);
}

TEST_CASE("both backends agree on submodules") {
  GitRepo inner;
  inner.commit_file("inner.txt", "inner\n");
  GitRepo repo;
  repo.commit_file("outer.txt", "outer\n");
  repo.git({"submodule", "--quiet", "add", inner.path(), "sub"});
  repo.commit("with a submodule");
  check_same(repo.path());
  check_same(repo / "sub");
  Git sub(repo / "sub");
  check_against_git(sub, repo / "sub");
  CHECK(open_with("libgit2", repo / "sub")->layout().git_dir ==
        repo / ".git/modules/sub");
}

TEST_CASE("both backends find the hooks where git does") {
  GitRepo repo;
  repo.commit_file("a/b", "x\n");
  repo.git({"worktree", "add", "-q", repo.beside("linked")});
  const std::string path = GENERATE("hooks", "../hooks", "/absolute/hooks",
                                    "a/../b", "~/hooks", "/dev/null");
  repo.git({"config", "core.hooksPath", path});
  CAPTURE(path);
  repo.git({"clone", "-q", "--bare", ".", repo.beside("bare.git")});
  Git linked(repo.beside("linked"));
  Git below(repo / "a");
  Git bare(repo.beside("bare.git"));
  bare({"config", "core.hooksPath", path});
  for (Git* git : {&repo.git, &linked, &below, &bare}) {
    for (const std::string backend : {"libgit2", "git"}) {
      CAPTURE(backend, git->folder());
      CHECK(open_with(backend, git->folder())->hooks_directory() ==
            (*git)({"rev-parse", "--path-format=absolute", "--git-path",
                    "hooks"}));
    }
  }
}

TEST_CASE("an empty hooks path is an error that says what it means") {
  GitRepo repo;
  repo.git({"config", "core.hooksPath", ""});
  const std::string backend = GENERATE("libgit2", "git");
  CHECK_THROWS_WITH(open_with(backend, repo.path())->hooks_directory(),
                    ContainsSubstring("git runs no hooks"));
}

TEST_CASE("revisions mean the same to both backends and to git") {
  GitRepo repo;
  fill(repo);
  const std::vector<std::string> revisions = {"HEAD",
                                              "main",
                                              "refs/heads/side",
                                              "heads/side",
                                              "light",
                                              "heavy",
                                              "heavy^{commit}",
                                              "heavier",
                                              "heavier^{}",
                                              "HEAD~1",
                                              "HEAD^",
                                              "HEAD^2",
                                              "merged^2",
                                              "merged~1",
                                              "HEAD:a.txt",
                                              "HEAD:folder",
                                              "HEAD:none",
                                              ":a.txt",
                                              "stash",
                                              "stash@{1}",
                                              "nothing",
                                              "HEAD~99",
                                              "a-blob",
                                              "a-tree",
                                              "HEAD^{tree}",
                                              "main@{0}",
                                              "--all",
                                              "-q",
                                              "",
                                              "HEAD..main",
                                              "^HEAD",
                                              "@",
                                              "heavy^{blob}",
                                              ":/merge",
                                              "HEAD^{/one}",
                                              std::string(40, '0'),
                                              std::string(40, 'a')};
  for (const std::string& revision : revisions) {
    CAPTURE(revision);
    const gitward::CommandResult said = repo.git.run(
        {"rev-parse", "--verify", "-q", "--end-of-options", revision});
    std::optional<ObjectId> expected =
        ObjectId::from_hex(trim_ascii(said.output));
    if (expected && repo.git.run({"cat-file", "-e", expected->hex()}).status) {
      expected.reset();
    }
    CHECK(open_with("git", repo.path())->resolve(revision) == expected);
    CHECK(open_with("libgit2", repo.path())->resolve(revision) == expected);
  }
  const std::string hex = repo.git({"rev-parse", "main"});
  for (const std::string backend : {"libgit2", "git"}) {
    CHECK(open_with(backend, repo.path())->resolve(hex) == id_of(hex));
    CHECK(open_with(backend, repo.path())->resolve(hex.substr(0, 12)) ==
          id_of(hex));
  }
}

TEST_CASE("an ambiguous revision is an error that says so") {
  GitRepo repo;
  // Of 1,500 contents some share the first four digits of their ids.
  std::string names;
  for (int i = 0; i < 1500; ++i) {
    const std::string name = "file" + std::to_string(i);
    repo.write(name, "content " + std::to_string(i));
    names += name + "\n";
  }
  std::string prefix;
  std::set<std::string> known;
  std::istringstream ids(
      repo.git({"hash-object", "-w", "--stdin-paths"}, names));
  for (std::string id; prefix.empty() && std::getline(ids, id);) {
    if (!known.insert(id.substr(0, 4)).second) prefix = id.substr(0, 4);
  }
  REQUIRE(!prefix.empty());
  for (const std::string backend : {"libgit2", "git"}) {
    CAPTURE(backend);
    CHECK_THROWS_WITH(open_with(backend, repo.path())->resolve(prefix),
                      ContainsSubstring("ambiguous"));
  }
}

TEST_CASE("broken references are told, the others are still listed") {
  GitRepo repo;
  const std::string tip = repo.commit_file("a", "a\n");
  repo.git({"branch", "good"});
  repo.git({"pack-refs", "--all"});
  std::filesystem::create_directories(repo / ".git/refs/heads/x");
  std::ofstream(repo / ".git/refs/heads/x/garbage") << "no id at all\n";
  std::ofstream(repo / ".git/refs/heads/empty") << "";
  std::ofstream(repo / ".git/refs/heads/locked.lock") << "";
  std::ofstream(repo / ".git/refs/heads/dangling") << "ref: refs/heads/gone\n";
  std::ofstream(repo / ".git/refs/heads/missing")
      << std::string(40, '7') << "\n";
  std::ofstream(repo / ".git/CHERRY_PICK_HEAD") << "no id either\n";
  for (const std::string backend : {"libgit2", "git"}) {
    CAPTURE(backend);
    const auto found = open_with(backend, repo.path())->references();
    CHECK(found.broken ==
          std::vector<std::string>{"CHERRY_PICK_HEAD: not a reference",
                                   "refs/heads/empty: not a reference",
                                   "refs/heads/x/garbage: not a reference"});
    std::vector<std::string> names;
    for (const Reference& reference : found.refs) {
      names.push_back(reference.name);
    }
    CHECK(names == std::vector<std::string>{"HEAD", "refs/heads/good",
                                            "refs/heads/main",
                                            "refs/heads/missing"});
  }
}

TEST_CASE("a damaged object is an error, and the next ones are still read") {
  GitRepo repo;
  repo.commit_file("a", "first content\n");
  repo.commit_file("b", "second content\n");
  const std::string damaged = repo.git({"rev-parse", "HEAD:a"});
  const std::string fine = repo.git({"rev-parse", "HEAD:b"});
  const auto loose = [&](const std::string& id) {
    return repo / (".git/objects/" + id.substr(0, 2) + "/" + id.substr(2));
  };
  const std::string how = GENERATE("garbage", "cut", "empty", "swapped");
  std::filesystem::permissions(loose(damaged),
                               std::filesystem::perms::owner_all);
  if (how == "garbage") std::ofstream(loose(damaged)) << "garbage";
  if (how == "empty") std::ofstream(loose(damaged)) << "";
  if (how == "cut") {
    std::filesystem::resize_file(
        loose(damaged), std::filesystem::file_size(loose(damaged)) - 8);
  }
  if (how == "swapped") {
    std::filesystem::copy_file(
        loose(fine), loose(damaged),
        std::filesystem::copy_options::overwrite_existing);
  }
  const std::string backend = GENERATE("libgit2", "git");
  CAPTURE(how, backend);
  const auto reader = open_with(backend, repo.path())->reader();
  CHECK_THROWS_WITH(reader->read(id_of(damaged)), ContainsSubstring(damaged));
  CHECK(reader->read(id_of(fine)).value().bytes == "second content\n");
  CHECK_THROWS_AS(reader->read(id_of(damaged)), Error);
  CHECK(reader->header(id_of(fine)).value().size == 15);
  CHECK(reader->read(id_of(std::string(40, '1'))) == std::nullopt);
}

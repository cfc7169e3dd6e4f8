// What git tells its hooks about the repository is what is read.
#include <fstream>
#include <sstream>

#include "base/file.h"
#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

// Installs a hook that asks the probe, by default as anybody would and with
// each backend that can be forced.
class ProbeHook {
 public:
  ProbeHook(const fs::path& hooks, const std::string& name,
            std::string question)
      : question_(std::move(question)) {
    fs::create_directories(hooks);
    const fs::path file = hooks / name;
    std::ofstream script(file);
    script << "#!/bin/sh\nexport GITWARD_TEST_KEEP_ENVIRONMENT=1\n";
    for (const std::string backend : {"", "git", "libgit2", "files"}) {
      script << "'" << GITWARD_PROBE << "' " << question_ << " " << backend
             << " > '" << (folder_ / ("seen-" + backend)).native() << "'\n";
    }
    script << "exit 0\n";
    script.close();
    fs::permissions(file, fs::perms::owner_all);
  }
  std::string seen(const std::string& backend = "") const {
    return read_file(folder_ / ("seen-" + backend)).value_or("did not run");
  }
  // What all backends saw alike. Files alone don't tell all of a snapshot.
  std::string agreed() const {
    CHECK(seen("git") == seen());
    CHECK(seen("libgit2") == seen());
    if (question_ == "staged") CHECK(seen("files") == seen());
    return seen();
  }

 private:
  TemporaryFolder folder_;
  std::string question_;
};

std::string changes_in(const std::string& seen) {
  return seen.substr(0, seen.find("git dir "));
}

std::string line_of(const std::string& text, const std::string& start) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(start)) return line.substr(start.size());
  }
  return "no such line";
}

// Two files committed, both edited, a third one staged.
void prepare(GitRepo& repo) {
  repo.add("a", "a\n");
  repo.add("b", "b\n");
  repo.commit();
  repo.write("a", "changed a\n");
  repo.write("b", "changed b\n");
  repo.add("c", "c\n");
}

}  // namespace

TEST_CASE("the pre-commit hook sees the index that will be committed") {
  GitRepo repo;
  prepare(repo);
  const ProbeHook hook(repo / ".git/hooks", "pre-commit", "staged");
  SECTION("plain") {
    repo.git({"commit", "-q", "-m", "x"});
    CHECK(changes_in(hook.agreed()) == "against a parent\nc\n");
  }
  SECTION("-a") {
    repo.git({"commit", "-q", "-a", "-m", "x"});
    CHECK(changes_in(hook.agreed()) == "against a parent\na\nb\nc\n");
  }
  SECTION("of one path") {
    repo.git({"commit", "-q", "-m", "x", "b"});
    CHECK(changes_in(hook.agreed()) == "against a parent\nb\n");
  }
  SECTION("--include of one path") {
    repo.git({"commit", "-q", "-m", "x", "-i", "b"});
    CHECK(changes_in(hook.agreed()) == "against a parent\nb\nc\n");
  }
  SECTION("--amend") {
    repo.git({"commit", "-q", "--amend", "-m", "x"});
    CHECK(changes_in(hook.agreed()) == "against a parent\nc\n");
  }
  SECTION("from a subfolder") {
    fs::create_directories(repo / "below");
    Git below(repo / "below");
    below({"commit", "-q", "-a", "-m", "x"});
    CHECK(changes_in(hook.agreed()) == "against a parent\na\nb\nc\n");
  }
  CHECK(line_of(hook.seen(), "work tree ") == repo.path());
}

TEST_CASE("the first commit is a change against nothing") {
  GitRepo repo;
  repo.add("a", "a\n");
  const ProbeHook hook(repo / ".git/hooks", "pre-commit", "staged");
  repo.git({"commit", "-q", "-m", "x"});
  CHECK(changes_in(hook.agreed()) == "against a parent\na\n");
}

TEST_CASE("the hooks of linked worktrees see their own index") {
  GitRepo repo;
  prepare(repo);
  repo.git({"worktree", "add", "-q", repo.beside("linked")});
  const ProbeHook hook(repo / ".git/hooks", "pre-commit", "staged");
  std::ofstream(repo.beside("linked") / "a") << "changed in the worktree\n";
  Git linked(repo.beside("linked"));
  linked({"commit", "-q", "-a", "-m", "x"});
  CHECK(changes_in(hook.agreed()) == "against a parent\na\n");
  CHECK(line_of(hook.seen(), "work tree ") == repo.beside("linked"));
  CHECK(line_of(hook.seen(), "git dir ") == repo / ".git/worktrees/linked");
}

TEST_CASE("the hooks of submodules see the submodule") {
  GitRepo inner;
  inner.commit_file("inner.txt", "inner\n");
  GitRepo repo;
  repo.git({"submodule", "--quiet", "add", inner.path(), "sub"});
  const ProbeHook hook(repo / ".git/modules/sub/hooks", "pre-commit", "staged");
  std::ofstream(repo / "sub/inner.txt") << "changed\n";
  Git sub(repo / "sub");
  sub({"commit", "-q", "-a", "-m", "x"});
  CHECK(changes_in(hook.agreed()) == "against a parent\ninner.txt\n");
  CHECK(line_of(hook.seen(), "work tree ") == repo / "sub");
}

TEST_CASE("a separate work tree is read through git if need be") {
  TemporaryFolder folder;
  GitRepo repo(folder / "dotfiles", {"--bare"});
  fs::create_directories(folder / "home");
  std::ofstream(folder / "home/.profile") << "x\n";
  const ProbeHook hook(folder / "dotfiles/hooks", "pre-commit", "staged");
  Git git(folder / "home");
  git({"--git-dir=../dotfiles", "--work-tree=.", "add", ".profile"});
  git({"--git-dir=../dotfiles", "--work-tree=.", "commit", "-q", "-m", "x"});
  CHECK(changes_in(hook.seen()) == "against a parent\n.profile\n");
  CHECK(line_of(hook.seen(), "work tree ") == folder / "home");
  CHECK(hook.seen("git") == hook.seen());
}

TEST_CASE("the pre-merge-commit hook knows the parents of the merge") {
  GitRepo repo;
  repo.commit_file("a", "a\n");
  for (const std::string branch : {"one", "two"}) {
    repo.git({"checkout", "-q", "-b", branch, "main"});
    repo.commit_file(branch, branch + "\n");
  }
  repo.git({"checkout", "-q", "main"});
  repo.commit_file("b", "b\n");
  const ProbeHook hook(repo / ".git/hooks", "pre-merge-commit", "staged");
  SECTION("of two") {
    repo.git({"merge", "-q", "--no-ff", "-m", "m", "one"});
    CHECK(changes_in(hook.agreed()) ==
          "against a parent\none\nagainst a parent\nb\n");
  }
  SECTION("of three") {
    repo.git({"merge", "-q", "--no-ff", "-m", "m", "one", "two"});
    const std::string seen = changes_in(hook.agreed());
    CHECK(seen.starts_with("against a parent\none\ntwo\nagainst a parent\n"));
    CHECK(seen.find("against a parent\nb\ntwo\n") != std::string::npos);
    CHECK(seen.find("against a parent\nb\none\n") != std::string::npos);
  }
}

TEST_CASE("a variable of another repository's merge adds no parent") {
  GitRepo repo;
  const std::string tip = repo.commit_file("a", "a\n");
  const EnvironmentVariable foreign("GITHEAD_" + std::string(40, '5'), "x");
  const EnvironmentVariable known("GITHEAD_" + tip, "x");
  const CurrentFolder here(repo.path());
  for (const std::string backend : {"git", "libgit2"}) {
    CHECK(open_with(backend, std::nullopt)->parents_of_next_commit() ==
          std::vector<ObjectId>{id_of(tip)});
  }
}

TEST_CASE("the pre-receive hook sees objects that are not stored yet") {
  TemporaryFolder folder;
  GitRepo server(folder / "server.git", {"--bare"});
  GitRepo repo(folder / "client");
  repo.commit_file("old", "old\n");
  repo.git({"push", "-q", server.path(), "main"});
  const ProbeHook hook(server / "hooks", "pre-receive", "snapshot");
  const std::string tip = repo.commit_file("new", "pushed\n");
  const std::string blob = repo.git({"rev-parse", "HEAD:new"});
  // Refused, so that nothing of it is stored when the hook has ended.
  std::ofstream(server / "hooks/pre-receive", std::ios::app) << "exit 1\n";
  repo.git.run({"push", "-q", server.path(), "main"});
  const std::string seen = hook.agreed();
  CHECK(seen.find("\n" + tip + " 1 ") != std::string::npos);
  CHECK(seen.find("\n" + blob + " 3 7 ") != std::string::npos);
  CHECK(line_of(seen, "work tree ") == "none");
}

TEST_CASE("GIT_DIR alone makes the current folder the work tree") {
  GitRepo repo;
  prepare(repo);
  TemporaryFolder elsewhere;
  const CurrentFolder here(elsewhere.path());
  const EnvironmentVariable git_dir("GIT_DIR", repo / ".git");
  for (const std::string backend : {"git", "libgit2"}) {
    CAPTURE(backend);
    const auto repository = open_with(backend, std::nullopt);
    CHECK(repository->layout().git_dir == repo / ".git");
    CHECK(repository->layout().work_tree == elsewhere.path());
  }
}

TEST_CASE("with a directory the environment is ignored") {
  GitRepo repo;
  prepare(repo);
  GitRepo other;
  other.commit_file("other", "other\n");
  const std::string expected = snapshot(*open_with("git", repo.path()));
  const EnvironmentVariable git_dir("GIT_DIR", other / ".git");
  const EnvironmentVariable index("GIT_INDEX_FILE", other / ".git/index");
  const EnvironmentVariable objects("GIT_OBJECT_DIRECTORY",
                                    other / ".git/objects");
  const EnvironmentVariable work_tree("GIT_WORK_TREE", other.path());
  const EnvironmentVariable space("GIT_NAMESPACE", "space");
  const EnvironmentVariable literal("GIT_LITERAL_PATHSPECS", "1");
  for (const std::string backend : {"git", "libgit2"}) {
    CHECK(snapshot(*open_with(backend, repo.path())) == expected);
  }
}

TEST_CASE("a namespace hides no reference") {
  GitRepo repo;
  repo.commit_file("a", "a\n");
  const CurrentFolder here(repo.path());
  const std::string expected = references_text(*open_with("git", std::nullopt));
  const EnvironmentVariable space("GIT_NAMESPACE", "space");
  for (const std::string backend : {"git", "libgit2"}) {
    CHECK(references_text(*open_with(backend, std::nullopt)) == expected);
  }
}

TEST_CASE("settings from the command line count, as they do for git") {
  GitRepo repo;
  const CurrentFolder here(repo.path());
  const EnvironmentVariable count("GIT_CONFIG_COUNT", "1");
  const EnvironmentVariable key("GIT_CONFIG_KEY_0", "core.hooksPath");
  const EnvironmentVariable value("GIT_CONFIG_VALUE_0", "/from/environment");
  for (const std::string backend : {"git", "libgit2"}) {
    const auto repository = open_with(backend, std::nullopt);
    CHECK(repository->hooks_directory() == "/from/environment");
    CHECK(repository->config("core.hooksPath") == "/from/environment");
    CHECK(open_with(backend, repo.path())->hooks_directory() ==
          repo / ".git/hooks");
  }
}

TEST_CASE("another user configuration counts for every repository") {
  GitRepo repo;
  std::ofstream(repo / "settings") << "[core]\n\thooksPath = /set/by/user\n";
  const EnvironmentVariable global("GIT_CONFIG_GLOBAL", repo / "settings");
  for (const std::string backend : {"git", "libgit2"}) {
    CHECK(open_with(backend, repo.path())->hooks_directory() == "/set/by/user");
  }
}

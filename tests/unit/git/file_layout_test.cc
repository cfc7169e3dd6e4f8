// Which repositories are opened by their files alone, and that they are then
// the ones that git would open.
#include "git/file_layout.h"

#include <fstream>
#include <unistd.h>

#include "git/format_settings.h"
#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

// Opened by its files, as git would open it.
void check_plain(const Directory& directory) {
  CHECK(find_file_layout(directory).has_value());
  const auto repository = open_with("files", directory);
  const auto by_git = open_with("git", directory);
  CHECK(layout_text(*repository) == layout_text(*by_git));
  CHECK(repository->head() == by_git->head());
  CHECK(index_text(*repository) == index_text(*by_git));
}

void append(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::app | std::ios::binary) << text;
}

std::optional<FormatSettings> settings_in(const std::string& text) {
  FormatSettings settings;
  if (!read_format_settings(text, settings)) return std::nullopt;
  return settings;
}

}  // namespace

TEST_CASE("a plain repository is opened by its files") {
  GitRepo repo;
  repo.commit_file("folder/a", "a\n");
  SECTION("from its root") {
    check_plain(repo.path());
  }
  SECTION("from below") {
    check_plain(repo / "folder");
  }
  SECTION("over a symlink") {
    fs::create_directory_symlink(repo.path(), repo.beside("link"));
    check_plain(repo.beside("link/folder"));
  }
  SECTION("with packed references") {
    repo.git({"branch", "other/branch"});
    repo.git({"pack-refs", "--all"});
    check_plain(repo.path());
    repo.git({"checkout", "-q", "other/branch"});
    check_plain(repo.path());
  }
  SECTION("on a branch that is not born, whose name is a folder") {
    repo.git({"branch", "other/branch"});
    repo.git({"pack-refs", "--all"});
    fs::create_directories(repo / ".git/refs/heads/new");
    repo.git({"symbolic-ref", "HEAD", "refs/heads/new"});
    check_plain(repo.path());
  }
  SECTION("on a symbolic branch") {
    repo.git({"symbolic-ref", "refs/heads/alias", "refs/heads/main"});
    repo.git({"symbolic-ref", "HEAD", "refs/heads/alias"});
    check_plain(repo.path());
  }
  SECTION("with a detached HEAD") {
    repo.git({"checkout", "-q", "--detach"});
    check_plain(repo.path());
  }
  SECTION("with a configuration from another system") {
    append(repo / ".git/config", "[remote \"a]\\\"b\"]\r\n\turl = x\r\n");
    check_plain(repo.path());
  }
  SECTION("as a partial clone") {
    repo.git({"config", "remote.origin.promisor", "true"});
    check_plain(repo.path());
  }
}

TEST_CASE("a linked worktree is opened by its files") {
  GitRepo repo;
  repo.commit_file("a", "a\n");
  repo.git({"worktree", "add", "-q", repo.beside("linked")});
  fs::create_directories(repo.beside("linked/below"));
  check_plain(repo.beside("linked"));
  check_plain(repo.beside("linked/below"));
  repo.git({"config", "extensions.worktreeConfig", "true"});
  check_plain(repo.beside("linked"));
  check_plain(repo.path());
}

TEST_CASE("a submodule and a git directory apart are opened by their files") {
  GitRepo inner;
  inner.commit_file("a", "a\n");
  GitRepo outer(inner.beside("outer"));
  outer.git({"submodule", "--quiet", "add", inner.path(), "inner"});
  check_plain(outer / "inner");
  outer.git({"init", "-q", "--separate-git-dir", outer.beside("apart")});
  check_plain(outer.path());
}

TEST_CASE("a bare repository is opened by its files") {
  GitRepo repo;
  repo.commit_file("a", "a\n");
  const fs::path bare = repo.beside("bare");
  repo.git({"clone", "-q", "--bare", repo.path(), bare});
  SECTION("from itself") {
    check_plain(bare);
  }
  SECTION("from below") {
    check_plain(bare / "refs");
  }
  SECTION("without a configuration") {
    fs::remove(bare / "config");
    check_plain(bare);
  }
  SECTION("within a work tree") {
    fs::rename(bare, repo / "bare");
    check_plain(repo / "bare");
  }
  SECTION("as a hook on the server is told") {
    const CurrentFolder here(bare);
    const EnvironmentVariable git_dir("GIT_DIR", ".");
    check_plain(std::nullopt);
  }
  SECTION("not where it says that it has a work tree") {
    repo.git({"-C", bare, "config", "core.bare", "false"});
    CHECK_FALSE(find_file_layout(bare).has_value());
    repo.git({"-C", bare, "config", "core.bare", "true"});
    repo.git({"-C", bare, "config", "core.worktree", "/"});
    CHECK_FALSE(find_file_layout(bare).has_value());
  }
  SECTION("not with a work tree in the environment") {
    const CurrentFolder here(bare);
    const EnvironmentVariable git_dir("GIT_DIR", ".");
    const EnvironmentVariable work_tree("GIT_WORK_TREE", repo.path());
    CHECK_FALSE(find_file_layout(std::nullopt).has_value());
  }
  SECTION("not from a worktree of it") {
    repo.git({"-C", bare, "worktree", "add", "-q", repo.beside("linked")});
    CHECK_FALSE(find_file_layout(repo.beside("linked")).has_value());
  }
}

TEST_CASE("what git tells by the environment is opened by its files") {
  GitRepo repo;
  repo.commit_file("below/a", "a\n");
  const CurrentFolder here(repo / "below");
  const EnvironmentVariable git_dir("GIT_DIR", "../.git");
  check_plain(std::nullopt);
  const EnvironmentVariable work_tree("GIT_WORK_TREE", "..");
  check_plain(std::nullopt);
  append(repo / ".git/config", "[core]\n\tworktree = /nothing\n");
  check_plain(std::nullopt);
}

TEST_CASE("what is not plain is left to libgit2 and git") {
  GitRepo repo;
  repo.commit_file("a", "a\n");
  const fs::path config = repo / ".git/config";
  fs::path start = repo.path();
  SECTION("included configuration") {
    append(config, "[include]\n\tpath = other\n");
  }
  SECTION("an unknown extension") {
    append(config, "[extensions]\n\trefStorage = reftable\n");
  }
  SECTION("an unknown format") {
    append(config, "[core]\n\trepositoryFormatVersion = 2\n");
  }
  SECTION("a work tree elsewhere") {
    append(config, "[core]\n\tworktree = /\n");
  }
  SECTION("a bare one in the place of one with a work tree") {
    append(config, "[core] bare\n");
  }
  SECTION("inside of the git directory") {
    start = repo / ".git/refs";
  }
  SECTION("a git directory that is a symlink") {
    fs::rename(repo / ".git", repo.beside("moved"));
    fs::create_directory_symlink(repo.beside("moved"), repo / ".git");
  }
  SECTION("a HEAD that is a symlink") {
    fs::remove(repo / ".git/HEAD");
    fs::create_symlink("refs/heads/main", repo / ".git/HEAD");
  }
  SECTION("no repository") {
    fs::rename(repo / ".git", repo.beside("moved"));
  }
  SECTION("a worktree that was moved") {
    repo.git({"worktree", "add", "-q", repo.beside("linked")});
    start = repo.beside("moved");
    fs::rename(repo.beside("linked"), start);
  }
  CHECK_FALSE(find_file_layout(start).has_value());
}

TEST_CASE("whoever is not the owner of all of it is not trusted by its files") {
  if (::geteuid() != 0) return;  // Only root can give files away.
  GitRepo repo;
  repo.commit_file("a", "a\n");
  repo.git({"worktree", "add", "-q", repo.beside("linked")});
  const fs::path linked = repo.beside("linked");
  const auto give = [](const fs::path& path, unsigned owner) {
    REQUIRE(::lchown(path.c_str(), owner, owner) == 0);
  };
  REQUIRE(find_file_layout(repo.path()).has_value());
  REQUIRE(find_file_layout(linked).has_value());
  for (const fs::path& path : {repo / ".git", repo.path()}) {
    CAPTURE(path);
    give(path, 12345);
    CHECK_FALSE(find_file_layout(repo.path()).has_value());
    give(path, 0);
  }
  const fs::path bare = repo.beside("bare");
  repo.git({"clone", "-q", "--bare", repo.path(), bare});
  REQUIRE(find_file_layout(bare).has_value());
  give(bare, 12345);
  CHECK_FALSE(find_file_layout(bare).has_value());
  for (const fs::path& path : {repo / ".git", repo / ".git/worktrees/linked",
                               linked, linked / ".git"}) {
    CAPTURE(path);
    give(path, 12345);
    CHECK_FALSE(find_file_layout(linked).has_value());
    give(path, 0);
  }
}

TEST_CASE("settings are read as git reads them, or not at all") {
  CHECK(settings_in("")->version == 0);
  CHECK(settings_in("[core]\n\tbare = false\n")->bare == false);
  CHECK(settings_in("[CORE]\n\tBare = Yes\n")->bare == true);
  CHECK(settings_in("[core]bare=on")->bare == true);
  CHECK(settings_in("[core]\n\tbare\n")->bare == true);
  CHECK(settings_in("[core]\n\tbare =\n")->bare == false);
  CHECK(settings_in("[core]\n\tbare # = false\n")->bare == true);
  CHECK_FALSE(settings_in("[core \"x\"]\n\tbare = true\n")->bare);
  CHECK_FALSE(settings_in("[core.x]\n\tbare = true\n")->bare);
  CHECK_FALSE(settings_in("# [core]\n;bare = true\n")->bare);
  CHECK(settings_in("[core]\r\n\tworktree = ../x\r\n")->work_tree == "../x");
  CHECK(settings_in("\xef\xbb\xbf[core]\n\tbare = true\n")->bare == true);
  CHECK(settings_in("[extensions]\n\tobjectFormat = sha256\n")->sha256);
  CHECK(settings_in("[remote \"a\"]\n\tpromisor = true\n")->partial);
  CHECK_FALSE(settings_in("[remote]\n\tpromisor = true\n")->partial);
  CHECK(settings_in("[alias]\n\tx = \"!f() { [ a ]; }; f\" # \"\n"));
  for (const std::string odd :
       {"[core]\n\tbare = \"true\"\n", "[core]\n\tbare = 2\n",
        "[core]\n\tbare = tr\\\nue\n", "[core]\n\tworktree\n",
        "[core]\n\tworktree = \"a b\"\n", "[core\n", "[core \"x]\n",
        "[include]\n\tpath = x\n", "[includeIf \"gitdir:x\"]\n\tpath = x\n",
        "[core]\n\trepositoryformatversion = 2\n",
        "[extensions]\n\tfromTheFuture = true\n",
        "[extensions]\n\tobjectFormat = sha512\n"}) {
    CAPTURE(odd);
    CHECK_FALSE(settings_in(odd).has_value());
  }
}

#include "unit/install/hooks_fixture.h"

using namespace gitward;
namespace fs = std::filesystem;

namespace {

// A home of its own, so that "global" is this test only.
class GlobalFixture : public HooksFixture {
 public:
  GlobalFixture()
      : home_path(repo.beside("home")), home_("HOME", home_path.native()) {
    fs::create_directory(home_path);
  }

  fs::path own_folder() const {
    return home_path / ".config/git/gitward-hooks";
  }
  std::string setting() {
    return repo.git.run({"config", "--global", "--get", "core.hooksPath"})
        .output;
  }

  fs::path home_path;

 private:
  EnvironmentVariable home_;
};

}  // namespace

TEST_CASE("a global installation guards every repository") {
  GlobalFixture fixture;
  const HookResult result = install_hooks_globally(fixture.options);
  CHECK(result.changed);
  CHECK(fixture.setting() == fixture.own_folder().native() + "\n");
  CHECK(fixture.commit().status == 0);
  CHECK(fixture.log() == "gitward hook pre-commit\n");
  fixture.tell(1);
  CHECK(fixture.commit().status != 0);

  const HookResult again = install_hooks_globally(fixture.options);
  CHECK_FALSE(again.changed);
}

TEST_CASE("a repository's own hooks go on running under global ones") {
  GlobalFixture fixture;
  for (const char* const hook : {"pre-commit", "commit-msg", "post-commit"}) {
    write_program(fixture.hook(hook), std::string("echo \"own ") + hook +
                                          " $#\" >>" +
                                          fixture.log_path().native() +
                                          "\n[ ! -f stop ] || exit 7\n");
  }
  install_hooks_globally(fixture.options);
  CHECK(fixture.commit().status == 0);
  CHECK(fixture.log() ==
        "own pre-commit 0\ngitward hook pre-commit\nown commit-msg 1\n"
        "own post-commit 0\n");
  const fs::path tree = fixture.repo.beside("tree");
  fixture.repo.git({"worktree", "add", "-q", tree.native()});
  fixture.log();
  Git git(tree);
  CHECK(git.run({"commit", "-q", "--allow-empty", "-m", "x"}).status == 0);
  CHECK_THAT(fixture.log(), ContainsSubstring("own pre-commit 0\ngitward"));
  fixture.repo.write("stop", "");
  CHECK(fixture.commit().status != 0);
  CHECK(fixture.log() == "own pre-commit 0\n");
}

TEST_CASE("a global uninstallation leaves no trace") {
  GlobalFixture fixture;
  install_hooks_globally(fixture.options);
  const HookResult result = uninstall_hooks_globally(fixture.options);
  CHECK(result.changed);
  CHECK(fixture.setting().empty());
  CHECK_FALSE(fs::exists(fixture.own_folder()));
  CHECK_FALSE(uninstall_hooks_globally(fixture.options).changed);
}

TEST_CASE("a global folder that is the user's own keeps its hooks") {
  GlobalFixture fixture;
  const fs::path mine = fixture.home_path / "my hooks";
  fs::create_directory(mine);
  write_program(mine / "pre-commit",
                "echo mine >>" + fixture.log_path().native() + "\n");
  fixture.repo.git({"config", "--global", "core.hooksPath", "~/my hooks"});
  install_hooks_globally(fixture.options);
  CHECK(fixture.commit().status == 0);
  CHECK(fixture.log() == "mine\ngitward hook pre-commit\n");
  CHECK_FALSE(fs::exists(mine / "commit-msg"));
  uninstall_hooks_globally(fixture.options);
  CHECK(fixture.commit().status == 0);
  CHECK(fixture.log() == "mine\n");
  CHECK(fixture.setting() == "~/my hooks\n");
}

TEST_CASE("a repository's installation never writes to a global folder") {
  GlobalFixture fixture;
  const fs::path mine = fixture.home_path / "mine";
  fixture.repo.git({"config", "--global", "core.hooksPath", mine.native()});
  CHECK_THAT(refusal_of([&] { fixture.install(); }),
             ContainsSubstring("'gitward install --global'"));
  CHECK_THAT(refusal_of([&] { fixture.uninstall(); }),
             ContainsSubstring("'gitward uninstall --global'"));
  CHECK_FALSE(fs::exists(mine));
  fixture.repo.git({"config", "core.hooksPath", ".git/hooks"});
  CHECK(fixture.install().changed);
  CHECK(fs::exists(fixture.hook("pre-commit")));
}

TEST_CASE("a global dry run changes nothing") {
  GlobalFixture fixture;
  fixture.options.dry_run = true;
  CHECK(install_hooks_globally(fixture.options).changed);
  CHECK(fixture.setting().empty());
  CHECK_FALSE(fs::exists(fixture.own_folder()));
}

TEST_CASE("a relative global folder is no one folder") {
  GlobalFixture fixture;
  fixture.repo.git({"config", "--global", "core.hooksPath", ".hooks"});
  CHECK_THAT(refusal_of([&] { install_hooks_globally(fixture.options); }),
             ContainsSubstring("run 'gitward install' in each"));
}

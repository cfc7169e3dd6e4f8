#include "install/install.h"

#include <set>

#include "unit/install/hooks_fixture.h"

using namespace gitward;
namespace fs = std::filesystem;

TEST_CASE("installed hooks run gitward before each commit and push") {
  HooksFixture fixture;
  const HookResult result = fixture.install();
  CHECK(result.changed);
  CHECK(result.lines ==
        std::vector<std::string>{
            "pre-commit: installed " + fixture.hook("pre-commit").native(),
            "pre-push: installed " + fixture.hook("pre-push").native()});

  CHECK(fixture.commit().status == 0);
  CHECK(fixture.log() == "gitward hook pre-commit\n");
  fixture.tell(1);
  CHECK(fixture.commit().status != 0);
  fixture.log();

  const std::string remote = fixture.repo.beside("remote.git").native();
  fixture.repo.git({"init", "-q", "--bare", remote});
  CHECK(fixture.repo.git.run({"push", "-q", remote, "main"}).status != 0);
  fixture.tell(0);
  fixture.log();
  CHECK(fixture.repo.git.run({"push", "-q", remote, "main"}).status == 0);
  const std::string head = fixture.repo.git({"rev-parse", "HEAD"});
  CHECK(fixture.log() == "gitward hook pre-push " + remote + " " + remote +
                             "\nrefs/heads/main " + head + " refs/heads/main " +
                             std::string(40, '0') + "\n");
}

TEST_CASE("installing again changes nothing") {
  const HooksFixture fixture;
  fixture.install();
  const std::string before = content(fixture.hook("pre-commit"));
  const HookResult again = fixture.install();
  CHECK_FALSE(again.changed);
  CHECK(again.lines.at(0) == "pre-commit: already installed as " +
                                 fixture.hook("pre-commit").native());
  CHECK(content(fixture.hook("pre-commit")) == before);
  CHECK_FALSE(fs::exists(fixture.hook("pre-commit.before-gitward")));
}

TEST_CASE("installing again mends the program's place and the mode") {
  HooksFixture fixture;
  fixture.install();
  fs::permissions(fixture.hook("pre-commit"), fs::perms(0644));
  const fs::path moved = fixture.repo.beside("moved");
  fs::rename(fixture.program, moved);
  fixture.options.program = moved;
  CHECK_THAT(fixture.install().lines.at(0),
             ContainsSubstring("pre-commit: updated "));
  CHECK(mode_of(fixture.hook("pre-commit")) == 0755);
  CHECK(fixture.commit().status == 0);
  CHECK(fixture.log() == "gitward hook pre-commit\n");
}

TEST_CASE("a hook that was there runs first and can stop the commit") {
  HooksFixture fixture;
  write_program(fixture.hook("pre-commit"), "echo \"before $*\" >>" +
                                                fixture.log_path().native() +
                                                "\n[ ! -f stop ] || exit 7\n");
  const HookResult result = fixture.install();
  CHECK_THAT(result.lines.at(0),
             ContainsSubstring("the hook that was there runs first"));
  CHECK(fixture.commit().status == 0);
  CHECK(fixture.log() == "before \ngitward hook pre-commit\n");
  fixture.repo.write("stop", "");
  CHECK(fixture.commit().status != 0);
  CHECK(fixture.log() == "before \n");
}

TEST_CASE("both hooks of a push read all that git says, and exit as they do") {
  HooksFixture fixture;
  write_program(fixture.hook("pre-push"),
                "echo \"before $*\" >>" + fixture.log_path().native() +
                    "\ncat >>" + fixture.log_path().native() +
                    "\n[ ! -f stop ] || exit 7\n");
  fixture.install();
  const auto push = [&](const std::string& input) {
    Command command;
    command.argv = {fixture.hook("pre-push").native(), "origin", "a url"};
    command.directory = fixture.repo.path();
    command.input = input;
    return run_command(command).status;
  };
  std::string lines = "a\\n %s $(x) `y` 'z' 1 b 2\nsecond line\n";
  CHECK(push(lines) == 0);
  CHECK(fixture.log() == "before origin a url\n" + lines +
                             "gitward hook pre-push origin a url\n" + lines);
  CHECK(push("") == 0);
  CHECK(fixture.log() ==
        "before origin a url\ngitward hook pre-push origin a url\n");
  for (int i = 0; i < 15; ++i) lines += lines;  // Two megabytes.
  CHECK(push(lines) == 0);
  CHECK(fixture.log().size() > 2 * lines.size());
  fixture.tell(3);
  CHECK(push(lines) == 3);
  fixture.repo.write("stop", "");
  fixture.log();
  CHECK(push(lines) == 7);
  CHECK_THAT(fixture.log(), !ContainsSubstring("gitward"));
}

TEST_CASE("a previous hook that does not read its input is no trouble") {
  HooksFixture fixture;
  write_program(fixture.hook("pre-push"), "exit 0\n");
  fixture.install();
  Command command;
  command.argv = {fixture.hook("pre-push").native(), "origin", "url"};
  const std::string lines(1 << 20, 'x');
  command.input = lines;
  CHECK(run_command(command).status == 0);
  CHECK(fixture.log() == "gitward hook pre-push origin url\n" + lines + "\n");
}

TEST_CASE("uninstalling puts back exactly what was there") {
  const HooksFixture fixture;
  const std::string odd = "#!/bin/sh\r\n\xff no newline";
  write_file_atomically(fixture.hook("pre-commit"), odd);
  fs::permissions(fixture.hook("pre-commit"), fs::perms(0750));
  fs::create_symlink("../somewhere/else", fixture.hook("pre-push"));
  fixture.install();
  CHECK(mode_of(fixture.hook("pre-commit")) == 0755);
  const HookResult result = fixture.uninstall();
  CHECK(result.changed);
  CHECK_THAT(result.lines.at(0),
             ContainsSubstring("the hook that was there is back"));
  CHECK(content(fixture.hook("pre-commit")) == odd);
  CHECK(mode_of(fixture.hook("pre-commit")) == 0750);
  CHECK(fs::read_symlink(fixture.hook("pre-push")) == "../somewhere/else");
  CHECK_FALSE(fs::exists(fixture.hook("pre-commit.before-gitward")));
}

TEST_CASE("uninstalling leaves nothing where nothing was") {
  const HooksFixture fixture;
  const auto list = [&] {
    std::set<std::string> names;
    for (const auto& entry :
         fs::directory_iterator(fixture.repo / ".git/hooks")) {
      names.insert(entry.path().filename());
    }
    return names;
  };
  const std::set<std::string> before = list();
  fixture.install();
  CHECK(list() != before);
  fixture.uninstall();
  CHECK(list() == before);
  const HookResult again = fixture.uninstall();
  CHECK_FALSE(again.changed);
  CHECK(again.lines.at(0) == "pre-commit: not installed");
}

TEST_CASE("somebody else's hook is not uninstalled") {
  const HooksFixture fixture;
  write_program(fixture.hook("pre-commit"), "exit 0\n");
  const HookResult result = fixture.uninstall();
  CHECK_FALSE(result.changed);
  CHECK_THAT(result.lines.at(0), ContainsSubstring("is not gitward's"));
  CHECK(fs::exists(fixture.hook("pre-commit")));
}

TEST_CASE("a hook that git ignored is kept, and is still not run") {
  HooksFixture fixture;
  write_program(fixture.hook("pre-commit"), "exit 1\n");
  fs::permissions(fixture.hook("pre-commit"), fs::perms(0644));
  fixture.install();
  CHECK(fixture.commit().status == 0);
  fixture.uninstall();
  CHECK(mode_of(fixture.hook("pre-commit")) == 0644);
}

TEST_CASE("gitward's script is never lost or chained once somebody edits it") {
  const HooksFixture fixture;
  fixture.install();
  const fs::path hook = fixture.hook("pre-commit");
  const std::string edited = content(hook) + "# mine\n";
  write_file_atomically(hook, edited);
  for (int i = 0; i < 2; ++i) {
    CHECK_THAT(
        refusal_of([&] { i == 0 ? fixture.install() : fixture.uninstall(); }),
        ContainsSubstring("pre-commit was changed since gitward wrote "
                          "it: move it away"));
    CHECK(content(hook) == edited);
  }
}

TEST_CASE("two hooks for one place are refused before anything is written") {
  const HooksFixture fixture;
  write_program(fixture.hook("pre-push"), "exit 0\n");
  write_program(fixture.hook("pre-push.before-gitward"), "exit 1\n");
  CHECK_THAT(refusal_of([&] { fixture.install(); }),
             ContainsSubstring("remove one of them"));
  CHECK_FALSE(fs::exists(fixture.hook("pre-commit")));
}

TEST_CASE("an installation that broke off is completed by the next one") {
  HooksFixture fixture;
  write_program(fixture.hook("pre-commit.before-gitward"), "exit 7\n");
  fixture.install();
  CHECK(fixture.commit().status != 0);
  fixture.uninstall();
  CHECK(content(fixture.hook("pre-commit")) == "#!/bin/sh\nexit 7\n");
}

TEST_CASE("a dry run says what it would do and does nothing") {
  HooksFixture fixture;
  fixture.options.dry_run = true;
  const HookResult result = fixture.install();
  CHECK(result.changed);
  CHECK(result.lines.at(0) ==
        "pre-commit: would install " + fixture.hook("pre-commit").native());
  CHECK_FALSE(fs::exists(fixture.hook("pre-commit")));
}

TEST_CASE("a linked worktree shares the hooks of its repository") {
  HooksFixture fixture;
  fixture.repo.commit();
  const fs::path tree = fixture.repo.beside("tree");
  fixture.repo.git({"worktree", "add", "-q", tree.native()});
  install_hooks(*Repository::open(tree), fixture.options);
  CHECK(fs::exists(fixture.hook("pre-commit")));
  Git git(tree);
  CHECK(git.run({"commit", "-q", "--allow-empty", "-m", "x"}).status == 0);
  CHECK(fixture.log() == "gitward hook pre-commit\n");
}

TEST_CASE("hooks in the work tree name no place on this machine") {
  HooksFixture fixture;
  fixture.repo.git({"config", "core.hooksPath", ".githooks"});
  const HookResult result = fixture.install();
  const fs::path hook = fixture.repo / ".githooks/pre-commit";
  CHECK_THAT(result.lines.back(),
             ContainsSubstring("is part of the work tree"));
  CHECK_THAT(content(hook), ContainsSubstring("\npinned=''\n"));
  CHECK(content(hook) ==
        content(fs::path(GITWARD_SOURCE_DIR) / "hooks/pre-commit"));
  CHECK_FALSE(fs::exists(fixture.hook("pre-commit")));
}

TEST_CASE("where git runs no hooks, none are installed") {
  HooksFixture fixture;
  fixture.repo.git({"config", "core.hooksPath", ""});
  CHECK_THAT(refusal_of([&] { fixture.install(); }),
             ContainsSubstring("core.hooksPath is empty"));
  fixture.repo.git({"config", "core.hooksPath", "/dev/null"});
  CHECK_THAT(refusal_of([&] { fixture.install(); }),
             ContainsSubstring("/dev/null, which is no folder"));
}

TEST_CASE("husky's own folder is left alone, and what to do is said") {
  HooksFixture fixture;
  fixture.repo.git({"config", "core.hooksPath", ".husky/_"});
  CHECK_THAT(refusal_of([&] { fixture.install(); }),
             ContainsSubstring("to .husky/pre-commit"));
}

TEST_CASE("a folder that can't be made is a clear refusal") {
  HooksFixture fixture;
  fixture.repo.write("file", "");
  fixture.repo.git({"config", "core.hooksPath", "file/hooks"});
  CHECK_THAT(refusal_of([&] { fixture.install(); }),
             ContainsSubstring("can't create "));
}

// The scripts themselves, as users of other hook managers copy them.
#include "unit/install/hooks_fixture.h"

using namespace gitward;
namespace fs = std::filesystem;

namespace {

// Runs a script in an empty repository with this PATH before the system's.
CommandResult run_script(const HooksFixture& fixture, const fs::path& script,
                         const std::string& path) {
  Command command;
  command.argv = {"/bin/sh", script.native(), "origin", "url"};
  command.directory = fixture.repo.path();
  command.environment = {{"PATH", path + "/usr/bin:/bin"}};
  return run_command(command);
}

fs::path source_hook(std::string_view name) {
  return fs::path(GITWARD_SOURCE_DIR) / "hooks" / name;
}

}  // namespace

TEST_CASE("a copied hook finds gitward on the PATH") {
  const HooksFixture fixture;
  for (const std::string_view hook : installed_hooks()) {
    const std::string path = fixture.program.parent_path().native() + ":";
    CHECK(run_script(fixture, source_hook(hook), path).status == 0);
    CHECK(fixture.log() ==
          "gitward hook " + std::string(hook) + " origin url\n");
    fixture.tell(2);
    CHECK(run_script(fixture, source_hook(hook), path).status == 2);
    fixture.tell(0);
    fixture.log();
  }
}

TEST_CASE("without gitward nothing passes, and the message says what to do") {
  const HooksFixture fixture;
  for (const std::string_view hook : installed_hooks()) {
    const CommandResult result = run_script(fixture, source_hook(hook), "");
    CHECK(result.status == 1);
    CHECK_THAT(result.errors, ContainsSubstring("gitward: not found on the "
                                                "PATH, so this "));
    CHECK_THAT(result.errors, ContainsSubstring("gitward install"));
  }
}

TEST_CASE("when the installed program is gone, the PATH is looked at") {
  HooksFixture fixture;
  const fs::path elsewhere = fixture.repo.beside("bin");
  fs::create_directory(elsewhere);
  fixture.install();
  fs::rename(fixture.program, elsewhere / "gitward");
  for (const std::string_view hook : installed_hooks()) {
    const fs::path script = fixture.hook(std::string(hook));
    CHECK(run_script(fixture, script, elsewhere.native() + ":").status == 0);
    CHECK_THAT(fixture.log(), ContainsSubstring("gitward hook "));
    const CommandResult result = run_script(fixture, script, "");
    CHECK(result.status == 1);
    CHECK_THAT(result.errors,
               ContainsSubstring("not found at " + fixture.program.native() +
                                 " or on the PATH"));
  }
}

TEST_CASE("a program in the work tree is never taken for gitward") {
  const HooksFixture fixture;
  fs::copy_file(fixture.program, fixture.repo / "gitward");
  for (const std::string_view hook : installed_hooks()) {
    for (const char* const path : {".:", ":"}) {
      CHECK(run_script(fixture, source_hook(hook), path).status == 1);
    }
  }
  CHECK(fixture.log().empty());
}

TEST_CASE("SKIP=gitward skips gitward, says so, and skips nothing else") {
  HooksFixture fixture;
  write_program(fixture.hook("pre-commit"), "[ ! -f stop ] || exit 7\n");
  fixture.install();
  fixture.tell(1);
  for (const char* const skip : {"gitward", "a,gitward,b"}) {
    const EnvironmentVariable variable("SKIP", skip);
    const CommandResult result = fixture.commit();
    CHECK(result.status == 0);
    CHECK_THAT(result.errors, ContainsSubstring("this commit is not scanned"));
  }
  {
    const EnvironmentVariable variable("SKIP", "gitwards");
    CHECK(fixture.commit().status != 0);
  }
  const EnvironmentVariable variable("SKIP", "gitward");
  fixture.repo.write("stop", "");
  CHECK(fixture.commit().status != 0);
}

TEST_CASE("scripts are LF only, executable, and pass every POSIX shell") {
  for (const std::string_view hook : installed_hooks()) {
    const fs::path script = source_hook(hook);
    CHECK(content(script).find('\r') == std::string::npos);
    CHECK((mode_of(script) & 0111U) == 0111U);
    for (const char* const shell : {"dash", "bash"}) {
      Command command;
      command.argv = {shell, "-n", script.native()};
      if (std::string(shell) == "bash") {
        command.argv.insert(command.argv.begin() + 1, "--posix");
      }
      CHECK(run_command(command).status == 0);
    }
  }
}

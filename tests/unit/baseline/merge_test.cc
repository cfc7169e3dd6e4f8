// The layout is there for git's merges: so git merges here.
#include <random>

#include "base/file.h"
#include "base/process.h"
#include "baseline/baseline.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace gitward;

namespace {

BaselineEntry random_entry(std::mt19937& random) {
  BaselineEntry entry;
  entry.id = xxh3_128(std::to_string(random()));
  entry.rule = "acme-token";
  entry.path = "dir/" + std::to_string(random() % 100) + ".env";
  entry.reason = "made up";
  return entry;
}

class Git {
 public:
  Git() {
    run({"init", "-q", "-b", "main"});
    run({"config", "user.name", "A"});
    run({"config", "user.email", "a@example.test"});
  }

  int run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "git");
    Command command;
    command.argv = std::move(arguments);
    command.directory = folder_.path();
    command.environment = {{"GIT_CONFIG_GLOBAL", "/dev/null"},
                           {"GIT_CONFIG_NOSYSTEM", "1"},
                           {"GIT_DIR", std::nullopt},
                           {"GIT_INDEX_FILE", std::nullopt},
                           {"GIT_WORK_TREE", std::nullopt}};
    return run_command(command).status;
  }
  void write(std::string_view name, const std::string& text) const {
    write_file_atomically(folder_ / name, text);
  }
  void commit(const Baseline& baseline) const {
    write(Baseline::kFileName, baseline.write());
    REQUIRE(run({"add", "."}) == 0);
    REQUIRE(run({"commit", "-q", "-m", "x"}) == 0);
  }
  Baseline baseline() const {
    return Baseline::parse(*read_file(folder_ / Baseline::kFileName), "base");
  }

 private:
  TemporaryFolder folder_;
};

struct Branches {
  Baseline base;
  Baseline ours;
  Baseline theirs;
};

// `git merge-file` is what `git merge` runs on a file, without the rest.
int merge_file(const TemporaryFolder& folder, const Branches& branches) {
  write_file_atomically(folder / "ours", branches.ours.write());
  write_file_atomically(folder / "base", branches.base.write());
  write_file_atomically(folder / "theirs", branches.theirs.write());
  Command command;
  command.argv = {"git", "merge-file", "-q", "ours", "base", "theirs"};
  command.directory = folder.path();
  return run_command(command).status;
}

Branches one_entry_each(std::mt19937& random, std::size_t base_size) {
  Branches branches;
  while (branches.base.entries().size() < base_size) {
    branches.base.accept(random_entry(random));
  }
  branches.ours = branches.base;
  branches.theirs = branches.base;
  branches.ours.accept(random_entry(random));
  branches.theirs.accept(random_entry(random));
  return branches;
}

}  // namespace

TEST_CASE("two branches that each accept a finding merge without a conflict") {
  const TemporaryFolder folder;
  std::mt19937 random(20261122);
  int conflicts = 0;
  for (const std::size_t base_size : {0U, 1U, 10U, 200U}) {
    for (int i = 0; i < 60; ++i) {
      CAPTURE(base_size, i);
      const Branches branches = one_entry_each(random, base_size);
      if (merge_file(folder, branches) != 0) {
        ++conflicts;
        continue;
      }
      const Baseline merged =
          Baseline::parse(*read_file(folder / "ours"), "ours");
      Baseline expected = branches.ours;
      for (const BaselineEntry& entry : branches.theirs.entries()) {
        expected.accept(entry);
      }
      CHECK(merged.entries() == expected.entries());
      CHECK(merged.write() == expected.write());
    }
  }
  // At most one in 256 is expected. Entries without sections between them
  // conflict in all of the first 60 pairs, and in about 110 altogether.
  CHECK(conflicts <= 3);
}

TEST_CASE("git merges two branches of a committed baseline") {
  const Git git;
  std::mt19937 random(1);
  const Branches branches = one_entry_each(random, 3);
  git.commit(branches.base);
  REQUIRE(git.run({"checkout", "-q", "-b", "topic"}) == 0);
  git.commit(branches.theirs);
  REQUIRE(git.run({"checkout", "-q", "main"}) == 0);
  git.commit(branches.ours);
  REQUIRE(git.run({"merge", "-q", "-m", "m", "topic"}) == 0);
  CHECK(git.baseline().entries().size() == 5);
}

TEST_CASE("with merge=union two branches may even create the baseline") {
  const Git git;
  git.write(".gitattributes", ".gitward-baseline merge=union\n");
  REQUIRE(git.run({"add", "."}) == 0);
  REQUIRE(git.run({"commit", "-q", "-m", "x"}) == 0);
  std::mt19937 random(2);
  Baseline ours;
  Baseline theirs;
  for (int i = 0; i < 10; ++i) {
    ours.accept(random_entry(random));
    theirs.accept(random_entry(random));
  }
  REQUIRE(git.run({"checkout", "-q", "-b", "topic"}) == 0);
  git.commit(theirs);
  REQUIRE(git.run({"checkout", "-q", "main"}) == 0);
  git.commit(ours);
  REQUIRE(git.run({"merge", "-q", "-m", "m", "topic"}) == 0);
  const Baseline merged = git.baseline();
  CHECK(merged.entries().size() == 20);
  for (const BaselineEntry& entry : theirs.entries()) ours.accept(entry);
  CHECK(merged.entries() == ours.entries());
}

#include "pipeline/pipeline.h"
#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

const Finding& only(const ScanReport& report) {
  REQUIRE(lines_of(report).size() == 1);
  return report.findings.front();
}

}  // namespace

TEST_CASE("one line for each id and path, from the commit that introduced it") {
  Lab lab;
  lab.repo.commit_file("a.env", "clean\n");
  const std::string guilty =
      lab.repo.commit_file("a.env", "first\nKEY=" + token(1) + "\n");
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  const ScanReport report = lab.history();
  const Finding& finding = only(report);
  CHECK(finding.path == "a.env");
  CHECK(finding.position.line == 2);
  CHECK(finding.occurrences == 2);
  CHECK(finding.provenance->commit.hex() == guilty);
  CHECK(finding.provenance->author == "A U Thor");
  CHECK(finding.provenance->refs == Lines{"main"});
  CHECK(finding.provenance->at_tip);
  CHECK(finding.provenance->reachable);
  CHECK(report.gaps.empty());
  CHECK(report.coverage.commits == 3);
  CHECK(report.coverage.trees == 3);
  CHECK(report.coverage.blobs == 3);
}

TEST_CASE("what was removed is found, and not at a tip") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.git({"rm", "-q", "a.env"});
  lab.repo.commit();
  const ScanReport report = lab.history();
  CHECK_FALSE(only(report).provenance->at_tip);
  CHECK(only(report).provenance->reachable);
}

TEST_CASE("one blob at several paths is one finding for each of them") {
  Lab lab;
  lab.repo.add("a.env", "KEY=" + token(1) + "\n");
  lab.repo.add("deep/er/b.env", "KEY=" + token(1) + "\n");
  lab.repo.add("vendor/c.env", "KEY=" + token(1) + "\n");
  lab.repo.commit();
  lab.git({"mv", "a.env", "moved.env"});
  lab.repo.commit();
  const ScanReport report = lab.history();
  CHECK(lines_of(report) == Lines{"a.env:1", "deep/er/b.env:1", "moved.env:1"});
  for (const Finding& finding : report.findings) {
    CHECK(finding.provenance->at_tip == (finding.path != "a.env"));
  }
}

TEST_CASE("every ref is covered, and named") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.git({"branch", "topic"});
  lab.git({"tag", "v1"});
  lab.git({"update-ref", "refs/remotes/origin/main", "HEAD"});
  lab.git({"checkout", "-q", "-b", "later"});
  lab.git({"rm", "-q", "a.env"});
  lab.repo.commit();
  const Finding finding = only(lab.history());
  CHECK(finding.provenance->refs ==
        Lines{"later", "main", "origin/main", "topic", "v1"});
}

TEST_CASE("of many refs those that still hold the finding are named") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  const std::string with = lab.git({"rev-parse", "HEAD"});
  lab.git({"rm", "-q", "a.env"});
  const std::string without = lab.repo.commit();
  std::string updates;
  for (int i = 100; i < 200; ++i) {
    updates += "create refs/heads/b" + std::to_string(i) + " " + without + "\n";
  }
  updates += "create refs/heads/z " + with + "\n";
  lab.git({"update-ref", "--stdin"}, updates);
  const Finding finding = only(lab.history());
  REQUIRE(finding.provenance->refs.size() == 20);
  CHECK(finding.provenance->refs.front() == "b100");
  CHECK(finding.provenance->refs.back() == "z");
}

TEST_CASE("stashes, notes, tags and what nothing reaches are stored too") {
  Lab lab;
  lab.repo.commit_file("a.env", "clean\n");
  SECTION("a stash, with what was only in the work tree") {
    lab.repo.write("a.env", "KEY=" + token(1) + "\n");
    lab.git({"stash", "-q"});
    const Finding finding = only(lab.history());
    CHECK(finding.path == "a.env");
    CHECK(finding.provenance->refs == Lines{"stash"});
    CHECK_FALSE(finding.provenance->at_tip);
  }
  SECTION("a note") {
    lab.git({"notes", "add", "-m", "KEY=" + token(1)});
    CHECK(only(lab.history()).provenance->reachable);
  }
  SECTION("an amended commit") {
    lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
    const std::string before = lab.git({"rev-parse", "HEAD"});
    lab.repo.add("a.env", "clean again\n");
    lab.git({"commit", "-q", "--amend", "-m", "amended"});
    const Finding finding = only(lab.history());
    CHECK(finding.path == "a.env");
    CHECK(finding.provenance->commit.hex() == before);
    CHECK_FALSE(finding.provenance->reachable);
    CHECK(finding.provenance->refs.empty());
  }
  SECTION("a blob that only a tag holds") {
    lab.git({"tag", "blob",
             lab.git({"hash-object", "-w", "--stdin"}, "KEY=" + token(1))});
    const Finding finding = only(lab.history());
    CHECK(finding.path.empty());
    CHECK(finding.provenance->commit.is_null());
    CHECK(finding.provenance->reachable);
    CHECK(finding.provenance->refs == Lines{"blob"});
  }
  SECTION("a tree that only a tag holds") {
    lab.repo.add("only.env", "KEY=" + token(1) + "\n");
    const std::string tree = lab.git({"write-tree"});
    lab.git({"reset", "-q", "--hard"});
    lab.git({"tag", "-a", "-m", "tree", "tree", tree});
    const Finding finding = only(lab.history());
    CHECK(finding.path == "only.env");
    CHECK(finding.provenance->reachable);
    CHECK(finding.provenance->refs == Lines{"tree"});
  }
  SECTION("a blob that nothing names") {
    lab.git({"hash-object", "-w", "--stdin"}, "KEY=" + token(1));
    const Finding finding = only(lab.history());
    CHECK(finding.path.empty());
    CHECK(finding.provenance->commit.is_null());
    CHECK_FALSE(finding.provenance->reachable);
  }
  SECTION("a blob that only the index names") {
    lab.repo.add("new/b.env", "KEY=" + token(1) + "\n");
    const Finding finding = only(lab.history());
    CHECK(finding.path == "new/b.env");
    CHECK_FALSE(finding.provenance->reachable);
  }
  SECTION("a blob that only another worktree's index names") {
    lab.git({"worktree", "add", "-q", "--detach",
             lab.repo.beside("linked").native()});
    Git linked(lab.repo.beside("linked"));
    std::ofstream(lab.repo.beside("linked") / "c.env") << token(1);
    linked({"add", "c.env"});
    CHECK(only(lab.history()).path == "c.env");
  }
  SECTION("a detached HEAD of a linked worktree") {
    lab.git({"worktree", "add", "-q", "--detach",
             lab.repo.beside("linked").native()});
    Git linked(lab.repo.beside("linked"));
    std::ofstream(lab.repo.beside("linked") / "c.env") << token(1);
    linked({"add", "c.env"});
    linked({"commit", "-q", "-m", "detached"});
    const Finding finding = only(lab.history());
    CHECK(finding.provenance->reachable);
    CHECK(finding.provenance->at_tip);
  }
}

TEST_CASE("raw commits and tags are contents") {
  Lab lab;
  const std::string first = lab.repo.commit("subject\n\n" + token(1));
  lab.repo.commit("again " + token(1));
  lab.git({"tag", "-a", "-m", token(2), "v1"});
  const ScanReport report = lab.history();
  Lines found = lines_of(report);
  std::erase_if(found, [](const std::string& line) {
    return line.find("reflog") != std::string::npos;
  });
  CHECK(found == Lines{"commit-message=:3", "tag-message=:1"});
  const Finding& message = report.findings[0];
  REQUIRE(message.where == Where::kCommitMessage);
  CHECK(message.occurrences == 2);
  CHECK(message.provenance->commit.hex() == first);
  CHECK(message.provenance->at_tip);
  const Finding& tag = report.findings[1];
  CHECK(tag.provenance->commit.is_null());
  CHECK(tag.provenance->refs == Lines{"v1"});
}

TEST_CASE("names of files, refs, reflogs and the configuration are contents") {
  Lab lab;
  lab.repo.commit_file("dir/" + token(1) + "/a", "a\n");
  lab.git({"branch", "b-" + token(2)});
  lab.git({"update-ref", "-m", "moved " + token(3), "HEAD",
           lab.repo.commit("second")});
  lab.git({"config", "remote.origin.url", "https://x:" + token(4) + "@h/r"});
  const ScanReport report = lab.history();
  Lines kinds;
  for (const Finding& finding : report.findings) {
    kinds.push_back(std::string(name_of(finding.where)) + " " + finding.path);
  }
  std::sort(kinds.begin(), kinds.end());
  const auto count = [&](const std::string& kind) {
    return std::count(kinds.begin(), kinds.end(), kind);
  };
  CHECK(count("path dir/" + token(1)) == 1);
  CHECK(count("ref refs/heads/b-" + token(2)) == 1);
  CHECK(count("config config") == 1);
  CHECK(report.coverage.refs >= 2);
  const auto& names = report.findings;
  const auto name = std::find_if(
      names.begin(), names.end(),
      [](const Finding& finding) { return finding.where == Where::kPath; });
  REQUIRE(name != names.end());
  CHECK(name->provenance->at_tip);
}

TEST_CASE("a reflog's messages are contents, under its path") {
  Lab lab;
  const std::string first = lab.repo.commit("first");
  lab.repo.commit("second");
  lab.git({"update-ref", "--create-reflog", "-m", "moved " + token(3),
           "refs/heads/main", first});
  const ScanReport report = lab.history();
  const Lines lines = lines_of(report);
  CHECK(std::count(lines.begin(), lines.end(),
                   "reflog=logs/refs/heads/main:3") == 1);
}

TEST_CASE("packed or loose, the report is the same") {
  Lab lab;
  for (std::uint64_t i = 0; i < 12; ++i) {
    lab.repo.commit_file(
        "f" + std::to_string(i % 5),
        filler(20) + token(i % 4) + "\n" + filler(static_cast<int>(i)));
  }
  const ScanReport loose = lab.history();
  lab.git({"repack", "-a", "-d", "-q"});
  const ScanReport packed = lab.history();
  CHECK(lines_of(packed) == lines_of(loose));
  CHECK(packed.coverage.bytes == loose.coverage.bytes);
  lab.run_options.threads = 1;
  const ScanReport alone = lab.history();
  REQUIRE(alone.findings.size() == packed.findings.size());
  for (std::size_t i = 0; i < alone.findings.size(); ++i) {
    CHECK(alone.findings[i].id == packed.findings[i].id);
    CHECK(alone.findings[i].occurrences == packed.findings[i].occurrences);
    CHECK(alone.findings[i].provenance->commit ==
          packed.findings[i].provenance->commit);
  }
}

TEST_CASE("with revisions only what they reach is scanned") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.git({"tag", "-a", "-m", "old", "old"});
  lab.repo.commit_file("b.env", "KEY=" + token(2) + "\n");
  const ScanReport report = lab.history({"old"});
  CHECK(lines_of(report) == Lines{"a.env:1"});
  CHECK(report.coverage.commits == 1);
  CHECK(report.coverage.tags == 1);
  CHECK(report.coverage.refs == 0);
  CHECK(report.findings[0].provenance->at_tip);
  CHECK(lines_of(lab.history({"main"})) == Lines{"a.env:1", "b.env:1"});
}

TEST_CASE("what is referred to and absent is a gap under its path") {
  Lab lab;
  lab.repo.commit_file("dir/gone.env", "gone\n");
  lab.repo.commit_file("here.env", "KEY=" + token(1) + "\n");
  SECTION("a blob") {
    lab.remove_object(lab.git({"rev-parse", "main:dir/gone.env"}));
    const ScanReport report = lab.history();
    CHECK(gaps_of(report) == Lines{"missing dir/gone.env"});
    CHECK(lines_of(report) == Lines{"here.env:1"});
  }
  SECTION("a tree") {
    lab.remove_object(lab.git({"rev-parse", "main:dir"}));
    CHECK(gaps_of(lab.history()) == Lines{"missing dir"});
  }
  SECTION("a damaged blob") {
    lab.corrupt_object(lab.git({"rev-parse", "main:dir/gone.env"}));
    CHECK(gaps_of(lab.history()) == Lines{"corrupt dir/gone.env"});
  }
}

TEST_CASE("a shallow clone's end is one gap, and no missing commit") {
  Lab lab;
  lab.repo.commit("first");
  lab.repo.commit("second");
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  GitRepo clone(lab.repo.beside("clone"));
  clone.git({"fetch", "-q", "--depth=1", "file://" + lab.repo.path().native(),
             "main:base"});
  const auto repository = Repository::open(clone.path());
  const ScanReport report =
      run_history(*repository, lab.scanner, lab.run_options, {});
  CHECK(gaps_of(report) == Lines{"shallow "});
  CHECK(lines_of(report) == Lines{"a.env:1"});
}

TEST_CASE("a submodule's commit is not an object of this repository") {
  Lab lab;
  lab.repo.commit("first");
  lab.git({"update-index", "--add", "--cacheinfo",
           "160000," + std::string(40, '5') + ",sub"});
  lab.repo.commit("with a submodule");
  const ScanReport report = lab.history();
  CHECK(report.gaps.empty());
  CHECK(report.outside.at("submodule") == 1);
}

TEST_CASE("the same ids come from staged, range and history") {
  Lab lab;
  lab.repo.commit("first");
  lab.repo.add("x/a.env", "KEY=" + token(1) + "\n");
  lab.repo.add(token(2), "name\n");
  std::vector<FindingId> staged;
  for (const Finding& finding : lab.staged().findings) {
    staged.push_back(finding.id);
  }
  lab.repo.commit("plain");
  std::vector<FindingId> range;
  for (const Finding& finding : lab.range({"main"}, {"main~1"}).findings) {
    range.push_back(finding.id);
  }
  std::vector<FindingId> history;
  for (const Finding& finding : lab.history().findings) {
    history.push_back(finding.id);
  }
  CHECK(staged.size() == 2);
  CHECK(range == staged);
  CHECK(history == staged);
}

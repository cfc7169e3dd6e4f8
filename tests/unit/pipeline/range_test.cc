#include "pipeline/pipeline.h"
#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

TEST_CASE("what is added and removed within the range is seen") {
  Lab lab;
  lab.repo.commit_file("a.env", "clean\n");
  const std::string guilty =
      lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.repo.commit_file("a.env", "clean again\n");
  const ScanReport report = lab.range({"main"}, {"main~2"});
  REQUIRE(lines_of(report) == Lines{"a.env:1"});
  const Provenance& origin = report.findings[0].provenance.value();
  CHECK(origin.commit.hex() == guilty);
  CHECK(origin.author == "A U Thor");
  CHECK(origin.email == "author@example.com");
  CHECK_FALSE(origin.at_tip);
  CHECK(report.coverage.commits == 2);
}

TEST_CASE("what the tip of the range still has is live") {
  Lab lab;
  lab.repo.commit("empty");
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.repo.commit_file("b", "b\n");
  const ScanReport report = lab.range({"main"}, {"main~2"});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].provenance->at_tip);
}

TEST_CASE("what was there before the range is not its finding") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.repo.commit_file("a.env", "more\nKEY=" + token(1) + "\n");
  lab.git({"mv", "a.env", "b.env"});
  lab.repo.commit();
  CHECK(lab.range({"main"}, {"main~2"}).findings.empty());
}

TEST_CASE("a root commit is compared with nothing") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  CHECK(lines_of(lab.range({"main"})) == Lines{"a.env:1"});
}

TEST_CASE("a merge is compared with every parent") {
  Lab lab;
  lab.repo.commit_file("a.env", filler(10));
  lab.git({"checkout", "-q", "-b", "other"});
  lab.repo.commit_file("theirs.env", "KEY=" + token(1) + "\n");
  lab.git({"checkout", "-q", "main"});
  lab.repo.commit_file("ours.env", "ours\n");
  lab.git({"merge", "-q", "--no-commit", "other"});
  SECTION("a clean one brings in nothing itself") {
    lab.repo.commit("merge");
    CHECK(lines_of(lab.range({"main"}, {"other"})).empty());
    CHECK(lines_of(lab.range({"main"}, {"main~1"})) == Lines{"theirs.env:1"});
  }
  SECTION("an evil one does") {
    lab.repo.add("a.env", filler(10) + "KEY=" + token(2) + "\n");
    const std::string evil = lab.repo.commit("merge");
    const ScanReport report = lab.range({"main"}, {"main~1", "other"});
    REQUIRE(lines_of(report) == Lines{"a.env:11"});
    CHECK(report.findings[0].provenance->commit.hex() == evil);
  }
}

TEST_CASE("an octopus brings in only what none of its parents had") {
  Lab lab;
  lab.repo.commit_file("base", "base\n");
  for (const char* name : {"one", "two", "three"}) {
    lab.git({"checkout", "-q", "-b", name, "main"});
    lab.repo.commit_file(std::string(name) + ".env", "KEY=" + token(1) + "\n");
  }
  lab.git({"checkout", "-q", "main"});
  lab.git(
      {"merge", "-q", "-s", "octopus", "--no-commit", "one", "two", "three"});
  lab.repo.add("evil.env", "KEY=" + token(2) + "\n");
  lab.repo.add("copy.env", "KEY=" + token(1) + "\n");
  lab.repo.commit("octopus");
  const ScanReport report = lab.range({"main"}, {"one", "two", "three"});
  CHECK(lines_of(report) == Lines{"copy.env:1", "evil.env:1"});
}

TEST_CASE("a side branch older than the merge base is in the range") {
  Lab lab;
  lab.repo.commit_file("base", "base\n");
  lab.git({"checkout", "-q", "--orphan", "side"});
  lab.git.set_clock(1000000000);
  lab.repo.commit_file("old.env", "KEY=" + token(1) + "\n");
  lab.git.set_clock(1767400000);
  lab.git({"checkout", "-q", "main"});
  lab.git({"checkout", "-q", "-b", "topic"});
  lab.repo.commit_file("topic", "topic\n");
  lab.git(
      {"merge", "-q", "--allow-unrelated-histories", "-m", "merge", "side"});
  CHECK(lines_of(lab.range({"topic"}, {"main"})) == Lines{"old.env:1"});
}

TEST_CASE("a commit's message, identities and headers are contents") {
  Lab lab;
  lab.repo.commit("first");
  lab.repo.commit("subject\n\nbody " + token(1));
  lab.git({"-c", "user.name=x", "commit", "-q", "--allow-empty", "-m", "third",
           "--author", "Somebody <" + token(2) + "@example.com>"});
  const ScanReport report = lab.range({"main"}, {"main~2"});
  CHECK(lines_of(report) == Lines{"commit-message=:3", "identity=:3"});
  CHECK(report.findings[0].position.column == 6);
}

TEST_CASE("an annotated tag is a content, and leads to its commit") {
  Lab lab;
  lab.repo.commit("first");
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.git({"tag", "-a", "-m", "with " + token(2), "v1"});
  lab.git({"tag", "-a", "-m", "of a tag", "v2", "v1"});
  const ScanReport report = lab.range({"v2"}, {"main~1"});
  CHECK(lines_of(report) == Lines{"a.env:1", "tag-message=:1"});
  CHECK(report.coverage.tags == 2);
}

TEST_CASE("a tag of a blob brings in that blob") {
  Lab lab;
  lab.repo.commit("first");
  const std::string blob =
      lab.git({"hash-object", "-w", "--stdin"}, "KEY=" + token(1));
  lab.git({"tag", "blob", blob});
  CHECK(lines_of(lab.range({"blob"})) == Lines{":1"});
}

TEST_CASE("an empty range says that it is empty") {
  Lab lab;
  lab.repo.commit("first");
  const ScanReport report = lab.range({"main"}, {"main"});
  CHECK(report.coverage.commits == 0);
  REQUIRE(report.notes.size() == 1);
  CHECK_THAT(report.notes[0], ContainsSubstring("empty"));
}

TEST_CASE("a base that is not there leaves the range unknown") {
  Lab lab;
  lab.repo.commit("first");
  const std::string base = lab.repo.commit("second");
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  const auto repository = lab.open();
  const Range range{{*repository->resolve("main")},
                    {*ObjectId::from_hex(std::string(40, '7'))}};
  const ScanReport report =
      run_range(*repository, lab.scanner, lab.run_options, range);
  CHECK(report.coverage.commits == 0);
  CHECK(gaps_of(report) == Lines{"missing "});
  CHECK(exit_status(report, false) == ExitStatus::kIncomplete);
}

TEST_CASE("beyond a shallow boundary the base stands in for the parents") {
  Lab lab;
  lab.repo.commit_file("old.env", "KEY=" + token(1) + "\n");
  lab.repo.commit_file("b", "b\n");
  lab.repo.commit_file("new.env", "KEY=" + token(2) + "\n");
  GitRepo clone(lab.repo.beside("clone"));
  clone.git({"fetch", "-q", "--depth=1", "file://" + lab.repo.path().native(),
             "main:base"});
  const auto repository = Repository::open(clone.path());
  const ScanReport all = run_range(*repository, lab.scanner, lab.run_options,
                                   {{*repository->resolve("base")}, {}});
  CHECK(lines_of(all) == Lines{"new.env:1", "old.env:1"});
  CHECK(gaps_of(all) == Lines{"shallow "});
  CHECK_THAT(all.gaps[0].detail, ContainsSubstring("git fetch --unshallow"));
}

TEST_CASE("a commit of the range that is damaged is a gap; others go on") {
  Lab lab;
  lab.repo.commit("first");
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.corrupt_object(lab.git({"rev-parse", "main:a.env"}));
  lab.repo.commit_file("b.env", "KEY=" + token(2) + "\n");
  const ScanReport report = lab.range({"main"}, {"main~2"});
  CHECK(lines_of(report) == Lines{"b.env:1"});
  CHECK(gaps_of(report) == Lines{"corrupt a.env"});
}

TEST_CASE("a range's report does not depend on the number of threads") {
  Lab lab;
  lab.repo.commit("first");
  for (std::uint64_t i = 0; i < 20; ++i) {
    lab.repo.commit_file("f" + std::to_string(i % 7),
                         "KEY=" + token(i % 5) + "\n" + token(i) + "\n");
  }
  lab.run_options.threads = 1;
  const ScanReport one = lab.range({"main"}, {"main~20"});
  REQUIRE(one.findings.size() > 20);
  for (const unsigned threads : {2U, 7U}) {
    lab.run_options.threads = threads;
    const ScanReport many = lab.range({"main"}, {"main~20"});
    CHECK(lines_of(many) == lines_of(one));
    CHECK(many.coverage.bytes == one.coverage.bytes);
    REQUIRE(many.findings.size() == one.findings.size());
    for (std::size_t i = 0; i < one.findings.size(); ++i) {
      CHECK(many.findings[i].id == one.findings[i].id);
      CHECK(many.findings[i].provenance->commit ==
            one.findings[i].provenance->commit);
    }
  }
}

#include <unistd.h>

#include "pipeline/pipeline.h"
#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

TEST_CASE("a first commit is compared with nothing") {
  Lab lab;
  lab.repo.add("a.env", "one\nKEY=" + token(1) + "\n");
  const ScanReport report = lab.staged();
  CHECK(lines_of(report) == Lines{"a.env:2"});
  CHECK(report.findings[0].position.column == 5);
  CHECK(report.coverage.blobs == 1);
  CHECK(report.gaps.empty());
  CHECK_FALSE(report.findings[0].provenance);
}

TEST_CASE("what is staged counts, not what the work tree has") {
  Lab lab;
  lab.repo.commit_file("a.env", "clean\n");
  lab.repo.add("a.env", "KEY=" + token(1) + "\n");
  lab.repo.write("a.env", "clean again\n");
  CHECK(lines_of(lab.staged()) == Lines{"a.env:1"});

  lab.repo.add("a.env", "clean\n");
  lab.repo.write("a.env", "KEY=" + token(1) + "\n");
  CHECK(lab.staged().findings.empty());
}

TEST_CASE("an edit elsewhere in a file leaves its old finding old") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.repo.add("a.env", "new line\nKEY=" + token(1) + "\nand more\n");
  CHECK(lab.staged().findings.empty());
}

TEST_CASE("a move is not new, with or without an edit") {
  Lab lab;
  lab.repo.commit_file("a.env", filler(50) + "KEY=" + token(1) + "\n");
  SECTION("the same bytes") {
    lab.git({"mv", "a.env", "b.env"});
  }
  SECTION("an edit on the way") {
    lab.git({"mv", "a.env", "b.env"});
    lab.repo.add("b.env", filler(60) + "KEY=" + token(1) + "\n");
  }
  SECTION("another line around it") {
    lab.git({"rm", "-q", "a.env"});
    lab.repo.add("b.env", "wholly = '" + token(1) + "'\n");
  }
  CHECK(lab.staged().findings.empty());
}

TEST_CASE("a rename that adds a secret reports that one alone") {
  Lab lab;
  lab.repo.commit_file("a.env", filler(50) + "KEY=" + token(1) + "\n");
  lab.git({"mv", "a.env", "b.env"});
  lab.repo.add("b.env",
               filler(50) + "KEY=" + token(1) + "\nTWO=" + token(2) + "\n");
  CHECK(lines_of(lab.staged()) == Lines{"b.env:52"});
}

TEST_CASE("a copy is new where it was copied to") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.repo.add("b.env", "KEY=" + token(1) + "\n");
  CHECK(lines_of(lab.staged()) == Lines{"b.env:1"});
}

TEST_CASE("of three copies of a moved file two are new") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.git({"rm", "-q", "a.env"});
  for (const char* name : {"b.env", "c.env", "d.env"}) {
    lab.repo.add(name, "KEY=" + token(1) + "\n");
  }
  CHECK(lab.staged().findings.size() == 2);
}

TEST_CASE("a second copy in the same file is new, at its own line") {
  Lab lab;
  lab.repo.commit_file("a.env", "first\nKEY=" + token(1) + "\n");
  SECTION("after the old one") {
    lab.repo.add("a.env",
                 "first\nKEY=" + token(1) + "\nCOPY=" + token(1) + "\n");
    CHECK(lines_of(lab.staged()) == Lines{"a.env:3"});
  }
  SECTION("before it") {
    lab.repo.add("a.env",
                 "COPY=" + token(1) + "\nfirst\nKEY=" + token(1) + "\n");
    CHECK(lines_of(lab.staged()) == Lines{"a.env:1"});
  }
}

TEST_CASE("a changed value is new") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.repo.add("a.env", "KEY=" + token(2) + "\n");
  CHECK(lines_of(lab.staged()) == Lines{"a.env:1"});
}

TEST_CASE("an allowed finding is on the record; without its allow it is new") {
  Lab lab;
  const std::string allowed =
      "KEY=" + token(1) + " # gitward:allow[token] no\n";
  lab.repo.add("a.env", allowed);
  CHECK(lines_of(lab.staged()) == Lines{"a.env:1 allowed"});
  lab.repo.commit();

  lab.repo.add("a.env", "more\n" + allowed);
  CHECK(lab.staged().findings.empty());
  lab.repo.add("a.env", "KEY=" + token(1) + "\n");
  CHECK(lines_of(lab.staged()) == Lines{"a.env:1"});
}

TEST_CASE("a file that leaves an allowlisted folder is new") {
  Lab lab;
  lab.repo.add("vendor/a.env", "KEY=" + token(1) + "\n");
  CHECK(lab.staged().findings.empty());
  lab.repo.commit();
  lab.git({"mv", "vendor/a.env", "a.env"});
  CHECK(lines_of(lab.staged()) == Lines{"a.env:1"});
}

TEST_CASE("a deletion and a mode bring in nothing") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  SECTION("deletion") {
    lab.git({"rm", "-q", "a.env"});
  }
  SECTION("mode") {
    lab.git({"update-index", "--chmod=+x", "a.env"});
  }
  const ScanReport report = lab.staged();
  CHECK(report.findings.empty());
  CHECK(report.coverage.blobs == 0);
}

TEST_CASE("a symlink's text is content, and so is the file that replaces it") {
  Lab lab;
  REQUIRE(::symlink(("/srv/" + token(1)).c_str(),
                    (lab.repo / "link").c_str()) == 0);
  lab.git({"add", "link"});
  CHECK(lines_of(lab.staged()) == Lines{"link:1"});
  lab.repo.commit();
  std::filesystem::remove(lab.repo / "link");
  lab.repo.add("link", "KEY=" + token(2) + "\n");
  CHECK(lines_of(lab.staged()) == Lines{"link:1"});
}

TEST_CASE("a submodule is elsewhere, and said to be") {
  Lab lab;
  lab.repo.commit_file("a", "a\n");
  lab.git({"update-index", "--add", "--cacheinfo",
           "160000," + lab.git({"rev-parse", "HEAD"}) + ",sub"});
  const ScanReport report = lab.staged();
  CHECK(report.findings.empty());
  CHECK(report.gaps.empty());
  CHECK(report.outside ==
        std::map<std::string, std::uint64_t>{{"submodule", 1}});
}

TEST_CASE("an entry added with intent brings in nothing yet") {
  Lab lab;
  lab.repo.commit_file("a", "a\n");
  lab.repo.write("b.env", "KEY=" + token(1) + "\n");
  lab.git({"add", "-N", "b.env"});
  const ScanReport report = lab.staged();
  CHECK(report.findings.empty());
  CHECK(report.coverage.blobs == 0);
}

TEST_CASE("an LFS pointer is counted as content that is elsewhere") {
  Lab lab;
  lab.repo.add("big.bin",
               "version https://git-lfs.github.com/spec/v1\noid sha256:" +
                   std::string(64, '0') + "\nsize 12345\n");
  CHECK(lab.staged().outside.at("lfs-pointer") == 1);
}

TEST_CASE("both sides of a conflict are scanned") {
  Lab lab;
  lab.repo.commit_file("a.env", "base\n");
  lab.git({"checkout", "-q", "-b", "other"});
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  lab.git({"checkout", "-q", "main"});
  lab.repo.commit_file("a.env", "different\n");
  lab.git.run({"merge", "-q", "other"});
  const ScanReport report = lab.staged();
  // Theirs is what a parent has; ours too: nothing is new.
  CHECK(report.findings.empty());

  std::filesystem::remove(lab.repo / ".git/MERGE_HEAD");
  CHECK(lines_of(lab.staged()) == Lines{"a.env:1"});
}

TEST_CASE("a merge brings in only what no parent had") {
  Lab lab;
  lab.repo.commit_file("a.env", filler(10));
  lab.git({"checkout", "-q", "-b", "other"});
  lab.repo.commit_file("theirs.env", "KEY=" + token(1) + "\n");
  lab.git({"checkout", "-q", "main"});
  lab.repo.commit_file("ours.env", "KEY=" + token(2) + "\n");
  lab.git({"merge", "-q", "--no-commit", "other"});
  CHECK(lab.staged().findings.empty());

  SECTION("an evil merge changes a file of its own") {
    lab.repo.add("a.env", filler(10) + "KEY=" + token(3) + "\n");
    CHECK(lines_of(lab.staged()) == Lines{"a.env:11"});
  }
  SECTION("a copy of what a parent had elsewhere is new") {
    lab.repo.add("copy.env", "KEY=" + token(1) + "\n");
    CHECK(lines_of(lab.staged()) == Lines{"copy.env:1"});
  }
  SECTION("what one parent moved and the merge copies is new") {
    lab.repo.add("ours.env", "KEY=" + token(2) + "\nTWO=" + token(2) + "\n");
    CHECK(lines_of(lab.staged()) == Lines{"ours.env:2"});
  }
}

TEST_CASE("a value that two parents hold in different files is not new") {
  Lab lab;
  lab.repo.commit_file("both.env",
                       filler(5) + "KEY=" + token(1) + "\n" + filler(5, "end"));
  lab.git({"checkout", "-q", "-b", "other"});
  lab.repo.commit_file("both.env",
                       filler(5) + "KEY=" + token(1) + "\n" + filler(6, "end"));
  lab.repo.commit_file("theirs.env", "KEY=" + token(1) + "\n");
  lab.git({"checkout", "-q", "main"});
  lab.repo.commit_file("both.env", "first\n" + filler(5) + "KEY=" + token(1) +
                                       "\n" + filler(5, "end"));
  lab.repo.commit_file("ours.env", "KEY=" + token(1) + "\n");
  lab.git({"merge", "-q", "--no-commit", "other"});
  CHECK(lab.staged().findings.empty());
}

TEST_CASE("a value that one parent moved does not hide a new copy") {
  Lab lab;
  lab.repo.commit_file("y.env", "KEY=" + token(1) + "\n");
  lab.repo.commit_file("x.env", "nothing\n");
  lab.git({"checkout", "-q", "-b", "other"});
  lab.repo.commit_file("other", "other\n");
  lab.git({"checkout", "-q", "main"});
  lab.git({"mv", "y.env", "z.env"});
  lab.repo.commit();
  lab.git({"merge", "-q", "--no-commit", "other"});
  lab.repo.add("x.env", "KEY=" + token(1) + "\n");
  CHECK(lines_of(lab.staged()) == Lines{"x.env:1"});
}

TEST_CASE("a new name is a content of its own") {
  Lab lab;
  const std::string name = token(1);
  lab.repo.commit_file("dir/a", "a\n");
  SECTION("a file") {
    lab.repo.add("dir/" + name, "clean\n");
    CHECK(lines_of(lab.staged()) == Lines{"path=dir/" + name});
  }
  SECTION("a folder, once for all its files") {
    lab.repo.add("dir/" + name + "/b", "b\n");
    lab.repo.add("dir/" + name + "/c", "c\n");
    CHECK(lines_of(lab.staged()) == Lines{"path=dir/" + name});
    lab.repo.commit();
    lab.repo.add("dir/" + name + "/d", "d\n");
    CHECK(lab.staged().findings.empty());
    // Moved whole: not new. Copied: new.
    lab.git({"mv", "dir/" + name, "moved-" + name});
    CHECK(lab.staged().findings.empty());
    lab.repo.add("dir/" + name + "/e", "e\n");
    CHECK(lines_of(lab.staged()) == Lines{"path=moved-" + name});
  }
}

TEST_CASE("an object that is missing is a gap, and everything else goes on") {
  Lab lab;
  lab.repo.add("gone.env", "this one goes\n");
  lab.repo.add("here.env", "KEY=" + token(1) + "\n");
  lab.remove_object(lab.git({"rev-parse", ":gone.env"}));
  ScanReport report = lab.staged();
  CHECK(lines_of(report) == Lines{"here.env:1"});
  CHECK(gaps_of(report) == Lines{"missing gone.env"});
  CHECK_THAT(report.gaps[0].detail, ContainsSubstring("gone.env"));
  CHECK(report.coverage.blobs == 1);

  lab.corrupt_object(lab.git({"rev-parse", ":here.env"}));
  report = lab.staged();
  CHECK(report.findings.empty());
  CHECK(gaps_of(report) == Lines{"corrupt here.env", "missing gone.env"});
}

TEST_CASE("a gap that moved is not brought in by the change") {
  Lab lab;
  lab.repo.add("gone.env", "this one goes\n");
  const std::string blob = lab.git({"rev-parse", ":gone.env"});
  lab.repo.commit();
  lab.remove_object(blob);
  lab.git({"rm", "-q", "--cached", "gone.env"});
  lab.git({"update-index", "--add", "--cacheinfo",
           "100644," + blob + ",moved.env"});
  CHECK(lab.staged().gaps.empty());
}

TEST_CASE("where the old side can't be read, what might be old is reported") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  const std::string old = lab.git({"rev-parse", ":a.env"});
  lab.repo.add("a.env", "more\nKEY=" + token(1) + "\n");
  lab.remove_object(old);
  const ScanReport report = lab.staged();
  CHECK(lines_of(report) == Lines{"a.env:2"});
  CHECK(gaps_of(report) == Lines{"missing a.env"});
}

TEST_CASE("a clean change never reads the old side") {
  Lab lab;
  lab.repo.commit_file("a.env", "KEY=" + token(1) + "\n");
  const std::string old = lab.git({"rev-parse", ":a.env"});
  lab.repo.add("a.env", "clean\n");
  lab.remove_object(old);
  CHECK(lab.staged().gaps.empty());
}

TEST_CASE("a blob above the limit is a gap") {
  Lab lab;
  lab.repo.add("big.env", filler(100));
  lab.repo.add("small.env", "KEY=" + token(1) + "\n");
  lab.run_options.max_blob_size = 100;
  const ScanReport report = lab.staged();
  CHECK(gaps_of(report) == Lines{"too-large big.env"});
  CHECK(lines_of(report) == Lines{"small.env:1"});
}

TEST_CASE("the baseline in use is not scanned, and that is counted") {
  Lab lab;
  lab.repo.add(".gitward-baseline", "KEY=" + token(1) + "\n");
  lab.run_options.skip_paths = {".gitward-baseline"};
  const ScanReport report = lab.staged();
  CHECK(report.findings.empty());
  CHECK(report.outside.at("baseline") == 1);
}

TEST_CASE("what is below the asked-for severity is left out") {
  Lab lab;
  const std::string value = "pwd_" + token(1).substr(4);
  lab.repo.add("a.pass", value + "\n");
  lab.repo.add("a.txt", value + "\n");
  CHECK(lines_of(lab.staged()) == Lines{"a.pass:1"});
  lab.run_options.min_severity = Severity::kMedium;
  CHECK(lab.staged().findings.empty());
}

TEST_CASE("a rename into the file that a rule names is new") {
  Lab lab;
  lab.repo.commit_file("a.txt", "pwd_" + token(1).substr(4) + "\n");
  lab.git({"mv", "a.txt", "a.pass"});
  CHECK(lines_of(lab.staged()) == Lines{"a.pass:1"});
}

#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "pipeline/pipeline.h"
#include "support/catch.h"
#include "support/temporary_folder.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

class Folder {
 public:
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  ScanReport scan(std::vector<std::filesystem::path> paths = {},
                  unsigned threads = 2) const {
    if (paths.empty()) paths = {folder.path()};
    RunOptions options = run_options;
    options.threads = threads;
    return run_dir(Scanner(lab_rules()), options, {paths, folder.path()});
  }

  TemporaryFolder folder;
  RunOptions run_options;
};

}  // namespace

TEST_CASE("every regular file is read, hidden and ignored ones too") {
  const Folder lab;
  lab.write("a.env", token(1));
  lab.write(".hidden/.b", token(2));
  lab.write(".gitignore", "ignored\n");
  lab.write("ignored", token(3));
  const ScanReport report = lab.scan();
  CHECK(lines_of(report) == Lines{".hidden/.b:1", "a.env:1", "ignored:1"});
  CHECK(report.coverage.files == 4);
}

TEST_CASE("a .git folder's objects are not files, all else in it is") {
  const Folder lab;
  lab.write(".git/HEAD", "ref: refs/heads/main");
  lab.write(".git/config", token(1));
  lab.write(".git/objects/info/alternates", token(2));
  lab.write(".git/gitward/known", token(3));
  lab.write(".git/lfs/objects/ab/cd", token(4));
  lab.write(".git/modules/part/HEAD", "ref: refs/heads/main");
  lab.write(".git/modules/part/config", token(5));
  lab.write(".git/modules/part/objects/pack/a", token(6));
  lab.write(".git/modules/objects/config", token(7));
  lab.write("objects/a.env", token(8));
  lab.write("sub/.git", token(9));
  CHECK(lines_of(lab.scan()) ==
        Lines{".git/config:1", ".git/modules/objects/config:1",
              ".git/modules/part/config:1", "objects/a.env:1", "sub/.git:1"});
}

TEST_CASE("a symlink's text is content, and is not followed") {
  const Folder lab;
  lab.write("real/a.env", token(1));
  std::filesystem::create_symlink("real", lab.folder / "folder-link");
  std::filesystem::create_symlink("/srv/" + token(2), lab.folder / "link");
  CHECK(lines_of(lab.scan()) == Lines{"link:1", "real/a.env:1"});
}

TEST_CASE("names of files and folders are contents, once each") {
  const Folder lab;
  lab.write(token(1) + "/a", "a");
  lab.write(token(1) + "/b", "b");
  CHECK(lines_of(lab.scan()) == Lines{"path=" + token(1)});
}

TEST_CASE("a file that is named directly keeps its path below the root") {
  const Folder lab;
  lab.write("deep/a.env", token(1));
  lab.write("deep/b.env", token(2));
  CHECK(lines_of(lab.scan({lab.folder / "deep/a.env"})) ==
        Lines{"deep/a.env:1"});
  // Paths that overlap give each file once.
  CHECK(lines_of(lab.scan({lab.folder.path(), lab.folder / "deep"})) ==
        Lines{"deep/a.env:1", "deep/b.env:1"});
}

TEST_CASE("a path that does not exist is a mistake, not an empty folder") {
  const Folder lab;
  try {
    static_cast<void>(lab.scan({lab.folder / "absent"}));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kUsage);
    CHECK_THAT(error.what(), ContainsSubstring("absent"));
  }
}

TEST_CASE("what is neither file, folder nor symlink is counted as elsewhere") {
  const Folder lab;
  REQUIRE(::mkfifo((lab.folder / "pipe").c_str(), 0600) == 0);
  const ScanReport report = lab.scan();
  CHECK(report.outside.at("special-file") == 1);
  CHECK(report.gaps.empty());
}

TEST_CASE("what may not be read is a gap, and the rest is still scanned") {
  if (::geteuid() == 0) return;  // Nothing is unreadable to root.
  const Folder lab;
  lab.write("locked", token(1));
  lab.write("shut/inside", token(2));
  lab.write("open", token(3));
  ::chmod((lab.folder / "locked").c_str(), 0);
  ::chmod((lab.folder / "shut").c_str(), 0);
  const ScanReport report = lab.scan();
  ::chmod((lab.folder / "shut").c_str(), 0700);
  CHECK(lines_of(report) == Lines{"open:1"});
  CHECK(gaps_of(report) == Lines{"unreadable locked", "unreadable shut"});
}

TEST_CASE("a file above the limit is a gap") {
  Folder lab;
  lab.write("big", filler(100));
  lab.write("small", token(1));
  lab.run_options.max_blob_size = 100;
  const ScanReport report = lab.scan();
  CHECK(lines_of(report) == Lines{"small:1"});
  CHECK(gaps_of(report) == Lines{"too-large big"});
}

TEST_CASE("a folder's report does not depend on the number of threads") {
  const Folder lab;
  for (std::uint64_t i = 0; i < 100; ++i) {
    lab.write("d" + std::to_string(i % 7) + "/f" + std::to_string(i),
              filler(3) + token(i) + "\n");
  }
  const ScanReport one = lab.scan({}, 1);
  const ScanReport many = lab.scan({}, 5);
  CHECK(one.findings.size() == 100);
  CHECK(lines_of(one) == lines_of(many));
  CHECK(one.coverage.bytes == many.coverage.bytes);
}

TEST_CASE("standard input is one content without a path") {
  const TemporaryFolder folder;
  std::ofstream(folder / "in", std::ios::binary) << "one\n" << token(1);
  const int descriptor = ::open((folder / "in").c_str(), O_RDONLY);
  REQUIRE(descriptor >= 0);
  const ScanReport report =
      run_stdin(Scanner(lab_rules()), RunOptions(), descriptor);
  ::close(descriptor);
  CHECK(lines_of(report) == Lines{":2"});
  CHECK(report.coverage.files == 1);
  CHECK(report.command == "stdin");
}

// Whatever happens to a repository between two runs: a run that remembers what
// an earlier one saw says what a run that remembers nothing says.
#include <filesystem>
#include <random>

#include "base/file.h"
#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBranches = 6;

// A lab in which anything may happen.
class Changing : public Lab {
 public:
  explicit Changing(unsigned seed) : random_(seed) {
    // Enough objects for a cache to be written.
    std::string stream = commit_line("main");
    for (int i = 0; i < 1'100; ++i) {
      stream += file("many/" + std::to_string(i % 10) + "/" + std::to_string(i),
                     "number " + std::to_string(i) + "\n");
    }
    git({"fast-import", "--quiet"}, stream);
    for (int i = 0; i < 30; ++i) add_commit();
    git({"repack", "-adq"});
  }

  ScanReport cached_history() {
    run_options.cache = CachePlace{repo.path() / ".git/gitward/cache", "test"};
    ScanReport report = history();
    run_options.cache.reset();
    return report;
  }

  // One of many things, told by its name.
  std::string change() {
    switch (below(14)) {
      case 0:
        git({"update-ref", "refs/heads/b" + some(kBranches), some_commit()});
        return "a branch moved";
      case 1:
        git({"update-ref", "-d", "refs/heads/b" + some(kBranches)});
        return "a branch was deleted";
      case 2:
        git({"tag", "-f", "-a", "-m", "tag " + token(below(9)), "t" + some(4),
             some_commit()});
        return "a tag";
      case 3:
        git({"tag", "-f", "tree" + some(2), some_commit() + "^{tree}"});
        return "a tag of a tree";
      case 4:
        git({"repack", "-adfq"});
        return "all was packed";
      case 5:
        git({"gc", "-q", "--prune=now"});
        return "what nothing names was pruned";
      case 6:
        make_tree();
        return "a tree that no commit has";
      case 7:
        git({"update-ref", "--no-deref", "HEAD", some_commit()});
        return "HEAD moved";
      default:
        for (std::uint64_t i = 0; i <= below(4); ++i) add_commit();
        return "commits";
    }
  }

 private:
  std::uint64_t below(std::uint64_t count) { return random_() % count; }
  std::string some(std::uint64_t count) { return std::to_string(below(count)); }

  std::string some_commit() {
    const std::string all = git({"rev-list", "--all"});
    const std::size_t count = (all.size() + 1) / 41;
    return all.substr(41 * below(count), 40);
  }

  std::string commit_line(const std::string& branch) {
    // Clocks that go wrong, too.
    return "commit refs/heads/" + branch + "\ncommitter C <c@example.com> " +
           std::to_string(1'767'312'000 + 60 * ++commits_ -
                          (below(5) == 0 ? 3'000 : 0)) +
           " +0000\ndata 12\n" + (below(6) == 0 ? "KEY=" : "key ") +
           std::to_string(10'000'000 + below(9)) + "\n";
  }
  static std::string file(const std::string& path, const std::string& content) {
    return "M 100644 inline " + path + "\ndata " +
           std::to_string(content.size()) + "\n" + content + "\n";
  }
  // Of a few, so that contents come again.
  std::string content() {
    std::string text = "line " + some(5) + "\n";
    if (below(2) == 0) text += "KEY=" + token(below(6)) + "\n";
    // Of interest only where the file is named *.pass.
    if (below(2) == 0) text += "pwd_" + token(below(3)).substr(4) + "\n";
    return text;
  }
  std::string path() {
    std::string path;
    for (std::uint64_t i = below(3); i > 0; --i) path += "d" + some(3) + "/";
    if (below(40) == 0) path += "d-" + token(50 + below(3)) + "/";
    return path + "f" + some(4) + (below(5) == 0 ? ".pass" : ".env");
  }

  void add_commit() {
    const std::string first = some_commit();
    std::string stream =
        commit_line("b" + some(kBranches)) + "from " + first + "\n";
    if (below(4) == 0) {
      const std::string second = some_commit();
      if (second != first) stream += "merge " + second + "\n";
    }
    for (std::uint64_t i = below(4); i > 0; --i) {
      switch (below(6)) {
        case 0:
          stream += "D " + path() + "\n";
          break;
        case 1:
          stream += "M 040000 " +
                    git({"rev-parse", some_commit() + "^{tree}"}) + " in" +
                    some(2) + "\n";
          break;
        default:
          stream += file(path(), content());
      }
    }
    git({"fast-import", "--quiet", "--force"}, stream);
  }

  void make_tree() {
    const std::string inner = git({"rev-parse", some_commit() + "^{tree}"});
    const std::string blob = git({"hash-object", "-w", "--stdin"}, content());
    git({"mktree"}, "100644 blob " + blob + "\tlost.pass\n040000 tree " +
                        inner + "\tlost" + some(3) + "\n");
  }

  std::mt19937_64 random_;
  int commits_ = 0;
};

}  // namespace

TEST_CASE("a run with a cache says what one without says, whatever happened") {
  const unsigned seed = GENERATE(1U, 2U, 3U, 4U);
  Changing lab(seed);
  CAPTURE(seed);
  REQUIRE(whole(lab.cached_history()) == whole(lab.history()));
  REQUIRE(fs::exists(lab.repo.path() / ".git/gitward/cache"));
  std::string happened;
  for (int round = 0; round < 25; ++round) {
    happened += lab.change() + "; ";
    CAPTURE(round, happened);
    REQUIRE(whole(lab.cached_history()) == whole(lab.history()));
  }
}

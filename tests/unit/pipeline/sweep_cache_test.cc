// A run that remembers what an earlier one saw says what a run that remembers
// nothing says.
#include "pipeline/sweep_cache.h"

#include <cstring>
#include <random>

#include "base/digest.h"
#include "base/file.h"
#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

// A lab with a folder for the cache.
struct CachedLab : Lab {
  fs::path file = repo.path() / ".git/gitward/history.cache";

  ScanReport cached_history(const std::string& key = "test") {
    run_options.cache = CachePlace{file, key};
    ScanReport report = history();
    run_options.cache.reset();
    return report;
  }
  // Enough objects for a cache to be written, some in a pack.
  void fill() {
    for (int i = 0; i < 12; ++i) {
      for (int n = 0; n < 100; ++n) {
        repo.write("dir" + std::to_string(n % 10) + "/file" +
                       std::to_string(n * 12 + i),
                   filler(5, std::to_string(i * 100 + n)));
      }
      repo.write("secret" + std::to_string(i % 7),
                 filler(i) + "KEY=" + token(static_cast<unsigned>(i)) + "\n");
      repo.git({"add", "-A"});
      repo.commit("number " + std::to_string(i));
      if (i == 6) git({"repack", "-adq"});
    }
    git({"tag", "-a", "-m", "tagged " + token(100), "v1"});
  }
};

bool remembers(const ScanReport& report) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [](const std::string& note) {
                       return note.find("--cache") != std::string::npos;
                     });
}

}  // namespace

TEST_CASE("a second run with a cache says what one without says") {
  CachedLab lab;
  lab.fill();
  const Lines first = whole(lab.history());
  CHECK(whole(lab.cached_history()) == first);
  REQUIRE(fs::exists(lab.file));
  const ScanReport second = lab.cached_history();
  CHECK(remembers(second));
  CHECK(whole(second) == first);

  SECTION("after commits, branches, renames and merges") {
    lab.repo.commit_file("new", "KEY=" + token(200) + "\n");
    lab.git({"mv", "secret3", "moved"});
    lab.repo.commit("moved");
    lab.git({"checkout", "-q", "-b", "side", "HEAD~5"});
    lab.repo.commit_file("dir3/again", "KEY=" + token(3) + "\n");
    lab.git({"checkout", "-q", "-"});
    lab.git({"merge", "-q", "-m", "merged", "side"});
    lab.git({"branch", "-q", "-D", "side"});
  }
  SECTION("after everything was packed anew") {
    lab.repo.commit_file("new", "KEY=" + token(200) + "\n");
    lab.git({"repack", "-adfq", "--depth=50"});
  }
  SECTION("after an old branch of other commits came in first") {
    lab.git({"checkout", "-q", "--orphan", "older"});
    lab.git.set_clock(1'000'000);
    lab.repo.commit("an older root with the same files");
  }
  SECTION("after files got names with a secret") {
    lab.git({"mv", "dir1", "dir-" + token(300)});
    lab.repo.commit("named");
  }
  SECTION("after objects were lost") {
    const std::string blob = lab.git({"rev-parse", "HEAD:secret1"});
    lab.remove_object(blob);
  }
  SECTION("after objects were pruned") {
    lab.git({"tag", "-d", "v1"});
    lab.git({"reset", "-q", "--hard", "HEAD~10"});
    lab.git({"reflog", "expire", "--expire=now", "--all"});
    lab.git({"gc", "-q", "--prune=now"});
  }
  CHECK(whole(lab.cached_history()) == whole(lab.history()));
  CHECK(whole(lab.cached_history()) == whole(lab.history()));
}

TEST_CASE("what was missing is asked for again") {
  CachedLab lab;
  lab.fill();
  const std::string blob = lab.git({"rev-parse", "HEAD:secret1"});
  const std::string content = lab.git({"cat-file", "blob", blob}) + "\n";
  lab.remove_object(blob);
  const ScanReport broken = lab.cached_history();
  CHECK(gaps_of(broken) == Lines{"missing secret1"});
  CHECK(whole(lab.cached_history()) == whole(broken));
  lab.repo.write("again", content);
  REQUIRE(lab.git({"hash-object", "-w", "again"}) == blob);
  const ScanReport mended = lab.cached_history();
  CHECK(remembers(mended));
  CHECK(mended.gaps.empty());
  CHECK(whole(mended) == whole(lab.history()));
}

TEST_CASE("another program's cache and a damaged one are not used") {
  CachedLab lab;
  lab.fill();
  const Lines expected = whole(lab.history());
  static_cast<void>(lab.cached_history());
  CHECK_FALSE(remembers(lab.cached_history("another")));
  REQUIRE(remembers(lab.cached_history("another")));

  const std::string bytes = read_file(lab.file).value();
  std::mt19937 random(11);
  for (int i = 0; i < 5; ++i) {
    std::string damaged = bytes;
    damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
    if (i == 0) damaged.resize(damaged.size() / 2);
    if (i == 1) damaged.clear();
    write_file_atomically(lab.file, damaged);
    const ScanReport report = lab.cached_history("another");
    CHECK_FALSE(remembers(report));
    CHECK(whole(report) == expected);
  }
}

TEST_CASE("what was not worth reporting then is found when it is asked for") {
  CachedLab lab;
  lab.fill();
  lab.repo.commit_file("some.pass", "pwd_" + token(500).substr(4) + "\n");
  lab.run_options.min_severity = Severity::kHigh;
  const ScanReport high = lab.cached_history();
  CHECK(whole(high) == whole(lab.history()));
  REQUIRE(remembers(lab.cached_history()));

  lab.run_options.min_severity = Severity::kLow;
  const ScanReport low = lab.cached_history();
  CHECK_FALSE(remembers(low));
  CHECK(whole(low) == whole(lab.history()));
  CHECK(low.findings.size() > high.findings.size());
}

TEST_CASE("a history that is cut elsewhere is another history") {
  CachedLab lab;
  lab.fill();
  const std::string cut = lab.git({"rev-parse", "HEAD~3"});
  write_file_atomically(lab.repo.path() / ".git/shallow", cut + "\n");
  static_cast<void>(lab.cached_history());
  REQUIRE(remembers(lab.cached_history()));
  fs::remove(lab.repo.path() / ".git/shallow");
  const ScanReport whole_history = lab.cached_history();
  CHECK_FALSE(remembers(whole_history));
  CHECK(whole(whole_history) == whole(lab.history()));
}

TEST_CASE("a cache holds no value of a finding") {
  CachedLab lab;
  lab.fill();
  const ScanReport report = lab.cached_history();
  REQUIRE_FALSE(report.findings.empty());
  const std::string bytes = read_file(lab.file).value();
  for (const Finding& finding : report.findings) {
    const std::string value(finding.secret.reveal());
    REQUIRE_FALSE(value.empty());
    CHECK(bytes.find(value) == std::string::npos);
    CHECK(bytes.find(value.substr(4)) == std::string::npos);
  }
}

TEST_CASE("numbers that lead nowhere make a cache useless") {
  CachedLab lab;
  lab.fill();
  static_cast<void>(lab.cached_history());
  const std::string bytes = read_file(lab.file).value();
  const auto number_at = [&](std::size_t at) {
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data() + at, sizeof(number));
    return static_cast<std::size_t>(number);
  };
  // Behind the format: a hash, then the size of what it is of, which begins
  // with the key.
  constexpr std::size_t kHeadBytes = 24;
  const std::size_t head_size = number_at(16);
  const std::string key = bytes.substr(kHeadBytes + 8, number_at(kHeadBytes));
  const auto whole_cache = decode_sweep(bytes, key);
  REQUIRE(whole_cache.has_value());
  REQUIRE(whole_cache->places.has_value());
  REQUIRE(decode_links(*whole_cache).has_value());
  // With the hashes made right again, only what the numbers mean can tell.
  std::mt19937 random(5);
  std::size_t refused = 0;
  for (int i = 0; i < 2'000; ++i) {
    std::string changed = bytes;
    const std::size_t at = i % 2 == 0 ? kHeadBytes + random() % head_size
                                      : 8 + random() % (changed.size() - 8);
    changed[at] = static_cast<char>(random());
    const auto set = [&](std::size_t where, std::uint64_t hash) {
      std::memcpy(changed.data() + where, &hash, sizeof(hash));
    };
    const ByteView all = changed;
    set(kHeadBytes + 8 + key.size(),
        xxh3_64(all.substr(kHeadBytes + head_size)));
    set(8, xxh3_64(all.substr(kHeadBytes, head_size)));
    const auto sweep = decode_sweep(changed, key);
    const auto links = sweep ? decode_links(*sweep) : std::nullopt;
    if (!links) {
      ++refused;
      continue;
    }
    for (const TreeLinks::Tree& tree : links->trees) {
      REQUIRE(tree.object < sweep->objects.size());
      REQUIRE(tree.first + tree.count <= links->links.size());
    }
    for (const CachedSweep::Noted& noted : sweep->notable) {
      REQUIRE(noted.object < sweep->objects.size());
    }
  }
  CHECK(refused > 20);
}

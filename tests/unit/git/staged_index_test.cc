// The index read straight from its file tells what `git diff-index --cached`
// tells, and what comparing all entries tells.
#include "git/staged_index.h"

#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "base/file.h"
#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

std::string state_text(const std::optional<EntryState>& state) {
  return state ? fmt::format("{:06o} {}", state->mode, state->id.hex()) : "-";
}

// What the next commit changes, one line for each path; a conflict is its
// path alone.
std::string difference_text(const StagedIndex& index, const ObjectId& tree,
                            ObjectReader& reader) {
  std::set<std::string> conflicts;
  for (const IndexEntry& entry : index.conflicts()) {
    conflicts.insert(entry.path);
  }
  const TreeDiff diff = index.difference_from(tree, reader);
  std::map<std::string, std::string> lines;
  for (const std::string& path : conflicts) lines[path] = "conflict";
  for (const EntryChange& change : diff.changes) {
    if (conflicts.contains(change.path)) continue;
    lines[change.path] +=
        state_text(change.before) + " -> " + state_text(change.after);
  }
  std::string text;
  for (const auto& [path, line] : lines) {
    text += gitward::visible(path) + ": " + line + "\n";
  }
  for (const UnreadTree& tree_gap : diff.unread) {
    text += "unread " + tree_gap.id.hex() + "\n";
  }
  return text;
}

std::string difference_of(const Repository& repository) {
  const auto reader = repository.reader();
  const auto head = repository.head();
  const ObjectId tree =
      head ? parse_commit(reader->read(*head).value().bytes).tree : ObjectId();
  return difference_text(*repository.staged_index(), tree, *reader);
}

// The same from `git diff-index --cached --raw -z`; "fatal" if git gives up.
std::string difference_by_git(Git& git) {
  const bool born =
      git.run({"rev-parse", "-q", "--verify", "HEAD"}).status == 0;
  const std::string tree =
      born ? "HEAD" : git({"hash-object", "-t", "tree", "/dev/null"});
  const CommandResult result =
      git.run({"diff-index", "--cached", "--raw", "-z", "--no-renames",
               "--no-abbrev", "--ita-invisible-in-index", tree});
  if (result.status != 0) return "fatal";
  std::map<std::string, std::string> lines;
  std::istringstream words(result.output);
  std::string meta;
  std::string path;
  while (std::getline(words, meta, '\0') && std::getline(words, path, '\0')) {
    std::istringstream fields(meta.substr(1));
    std::string old_mode;
    std::string new_mode;
    std::string old_id;
    std::string new_id;
    std::string status;
    fields >> old_mode >> new_mode >> old_id >> new_id >> status;
    const auto side = [](const std::string& mode, const std::string& id) {
      return mode == "000000" ? std::string("-") : mode + " " + id;
    };
    if (status == "U") {
      lines[path] = "conflict";
    } else if (lines[path] != "conflict") {
      lines[path] = side(old_mode, old_id) + " -> " + side(new_mode, new_id);
    }
  }
  std::string text;
  for (const auto& [name, line] : lines) {
    text += gitward::visible(name) + ": " + line + "\n";
  }
  return text;
}

// All ways to read it agree; gives what they say. `plain`: no other backend
// may be needed.
std::string agreed(GitRepo& repo, bool plain = true) {
  const std::string expected = difference_by_git(repo.git);
  if (plain) {
    CHECK(difference_of(*open_with("files", repo.path())) == expected);
  }
  CHECK(difference_of(*Repository::open(repo.path())) == expected);
  CHECK(difference_of(*open_with("git", repo.path())) == expected);
  return expected;
}

using Random = std::mt19937;

unsigned below(Random& random, unsigned limit) {
  return static_cast<unsigned>(random() % limit);
}

// A path out of few, so that files meet folders of their name.
std::string random_path(Random& random) {
  static const std::vector<std::string> kNames = {
      "a", "b", "a.c", "a-b", "ab", "folder", "x y", "\xc3\xa9", "0"};
  std::string path;
  const unsigned depth = 1 + below(random, 5);
  for (unsigned i = 0; i < depth; ++i) {
    if (i > 0) path += '/';
    path += kNames[below(random, static_cast<unsigned>(kNames.size()))];
    if (below(random, 3) == 0) path += std::to_string(below(random, 20));
  }
  return path;
}

// Lines for `git update-index --index-info`. Objects need not exist.
class RandomIndex {
 public:
  RandomIndex(unsigned seed, std::size_t id_size)
      : random_(seed), digits_(2 * id_size) {}

  // Adds and replaces `count` paths; where a folder or file is in the way it
  // is git that takes it out.
  std::string additions(unsigned count) {
    std::string lines;
    for (unsigned i = 0; i < count; ++i) {
      const std::string path = random_path(random_);
      lines += fmt::format("{} {}\t{}\n", mode(), id(), path);
      paths_.push_back(path);
    }
    return lines;
  }
  std::string removals(unsigned count) {
    std::string lines;
    for (unsigned i = 0; i < count; ++i) {
      lines += fmt::format("0 {}\t{}\n", std::string(digits_, '0'), known());
    }
    return lines;
  }
  std::string conflicts(unsigned count) {
    std::string lines;
    for (unsigned i = 0; i < count; ++i) {
      const std::string path = known() + "-conflict";
      for (const unsigned stage : {1U, 2U, 3U}) {
        if (below(random_, 4) == 0) continue;
        lines += fmt::format("100644 {} {}\t{}\n", id(), stage, path);
      }
    }
    return lines;
  }
  const std::string& known() {
    return paths_[below(random_, static_cast<unsigned>(paths_.size()))];
  }
  bool maybe(unsigned of) { return below(random_, of) == 0; }

 private:
  std::string mode() {
    static const std::vector<std::string> kModes = {
        "100644", "100644", "100644", "100755", "120000", "160000"};
    return kModes[below(random_, static_cast<unsigned>(kModes.size()))];
  }
  std::string id() {
    // From few, so that a mode can change alone.
    return std::string(digits_ - 1, '1') +
           std::string(1, "123456789"[below(random_, 9)]);
  }

  Random random_;
  std::size_t digits_;
  std::vector<std::string> paths_;
};

void commit_index(GitRepo& repo) {
  const std::string tree = repo.git({"write-tree", "--missing-ok"});
  const std::string commit = repo.git({"commit-tree", "-m", "x", tree});
  repo.git({"update-ref", "HEAD", commit});
}

// A repository whose index has unchanged folders, changed ones and all kinds
// of entries, with a cache-tree that knows some of them.
void fill(GitRepo& repo) {
  for (int folder = 0; folder < 8; ++folder) {
    for (int file = 0; file < 6; ++file) {
      repo.write(fmt::format("folder{}/below{}/file{}", folder, file % 2, file),
                 fmt::format("{} {}\n", folder, file));
    }
  }
  repo.write("top", "top\n");
  repo.git({"add", "."});
  repo.commit();
  repo.add("folder3/below1/file1", "changed\n");
  repo.add("folder5/new", "new\n");
  repo.git({"rm", "-q", "--cached", "folder6/below0/file2"});
}

}  // namespace

TEST_CASE("generated indexes differ from HEAD as git says they do") {
  const unsigned seed = GENERATE(range(0U, 32U));
  CAPTURE(seed);
  const bool sha256 = seed % 6 == 5;
  GitRepo repo(sha256 ? GitRepo::Options{"--object-format=sha256"}
                      : GitRepo::Options{});
  RandomIndex made(seed, sha256 ? 32 : 20);
  const auto update = [&](const std::string& lines) {
    repo.git({"update-index", "--replace", "--index-info"}, lines);
  };
  update(made.additions(20 + seed * 3));
  if (made.maybe(8)) {  // HEAD stays unborn.
    agreed(repo);
    return;
  }
  commit_index(repo);
  CHECK(agreed(repo).empty());
  update(made.removals(1 + seed % 7) + made.additions(1 + seed % 5));
  // The cache-tree learns of the new state: valid, but not HEAD's.
  if (made.maybe(3)) repo.git({"write-tree", "--missing-ok"});
  if (made.maybe(3)) update(made.removals(1) + made.additions(2));
  if (made.maybe(3)) update(made.conflicts(3));
  if (made.maybe(3)) {
    repo.git.run({"update-index", "--skip-worktree", made.known()});
  }
  if (made.maybe(4)) {
    repo.write("later/on", "x\n");
    repo.git.run({"add", "-N", "later/on"});
  }
  if (made.maybe(3)) repo.git({"update-index", "--index-version", "4"});
  const bool split = made.maybe(8);
  if (split) {
    repo.git({"update-index", "--split-index"});
    update(made.additions(1));
  }
  agreed(repo, !split);
}

TEST_CASE("a change between a file and a folder is a removal and additions") {
  GitRepo repo;
  repo.add("a", "file\n");
  repo.add("b/c", "folder\n");
  repo.commit();
  repo.git({"rm", "-q", "--cached", "a", "b/c"});
  fs::remove(repo / "a");
  fs::remove_all(repo / "b");
  repo.add("a/x", "folder\n");
  repo.add("b", "file\n");
  const std::string text = agreed(repo);
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
}

TEST_CASE("a folder that the cache-tree knows unchanged is not read") {
  GitRepo repo;
  fill(repo);
  const auto repository = open_with("files", repo.path());
  // Its tree is gone, and nothing asks for it.
  const std::string same = repo.git({"rev-parse", "HEAD:folder1"});
  const std::string changed = repo.git({"rev-parse", "HEAD:folder3"});
  fs::remove(repo /
             (".git/objects/" + same.substr(0, 2) + "/" + same.substr(2)));
  const std::string text = difference_of(*repository);
  CHECK(text.find("unread") == std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
  CHECK(text == difference_by_git(repo.git));
  fs::remove(repo / (".git/objects/" + changed.substr(0, 2) + "/" +
                     changed.substr(2)));
  CHECK(
      difference_of(*Repository::open(repo.path())).find("unread " + changed) !=
      std::string::npos);
}

TEST_CASE("an index without a cache-tree is compared as a whole") {
  GitRepo repo;
  fill(repo);
  const std::string before = agreed(repo);
  // Rebuilt from a list, it has none.
  const std::string list = repo.git({"ls-files", "--stage", "-z"});
  fs::remove(repo / ".git/index");
  repo.git({"update-index", "-z", "--index-info"}, list);
  CHECK(agreed(repo) == before);
}

TEST_CASE("an index without a checksum is read") {
  GitRepo repo;
  fill(repo);
  const std::string before = agreed(repo);
  std::string bytes = read_file(repo / ".git/index").value();
  bytes.replace(bytes.size() - 20, 20, 20, '\0');
  write_file_atomically(repo / ".git/index", bytes);
  CHECK(agreed(repo) == before);
}

TEST_CASE("no index at all is an empty one") {
  GitRepo repo;
  CHECK(agreed(repo).empty());
  repo.commit_file("a", "a\n");
  fs::remove(repo / ".git/index");
  CHECK(agreed(repo).starts_with("a: 100644"));
}

TEST_CASE("a tree that is not sorted is compared with all entries") {
  GitRepo repo;
  fill(repo);
  const auto raw = [&](const std::string& revision) {
    const ObjectId id = id_of(repo.git({"rev-parse", revision}));
    std::string bytes;
    for (const std::uint8_t byte : id.bytes()) {
      bytes += static_cast<char>(byte);
    }
    return bytes;
  };
  const std::string nul(1, '\0');
  const std::string top = "100644 top" + nul + raw("HEAD:top");
  const std::string folder = "40000 folder1" + nul + raw("HEAD:folder1");
  const std::string tree = GENERATE_COPY(top + folder, folder + top + top,
                                         folder + folder, top + top + folder);
  const std::string id = repo.git(
      {"hash-object", "-t", "tree", "-w", "--literally", "--stdin"}, tree);
  repo.git({"update-ref", "HEAD", repo.git({"commit-tree", "-m", "x", id})});
  const std::string seen = difference_of(*open_with("files", repo.path()));
  CHECK(seen == difference_of(*open_with("git", repo.path())));
  CHECK(seen.find("folder2/below0/file0: - ->") != std::string::npos);
  CHECK(seen.find("folder1/below0/file0: - ->") == std::string::npos);
}

TEST_CASE("a sparse index is compared through git") {
  GitRepo repo;
  fill(repo);
  repo.git({"reset", "-q", "--hard"});
  repo.git({"sparse-checkout", "init", "--cone", "--sparse-index"});
  repo.git({"sparse-checkout", "set", "folder1"});
  repo.add("folder1/more", "more\n");
  REQUIRE(repo.git({"ls-files", "--sparse"}).find("folder2/\n") !=
          std::string::npos);
  CHECK(agreed(repo, false).starts_with("folder1/more: - -> 100644"));
}

TEST_CASE("the paths of an index are found, and its folders") {
  GitRepo repo;
  fill(repo);
  const std::string version = GENERATE("2", "4");
  repo.git({"update-index", "--index-version", version});
  for (const std::string backend : {"files", "git"}) {
    const auto index = open_with(backend, repo.path())->staged_index();
    CAPTURE(backend);
    CHECK(index->has("folder5/new"));
    CHECK(index->has("folder5"));
    CHECK(index->has("folder5/below1"));
    CHECK_FALSE(index->has("folder"));
    CHECK_FALSE(index->has("folder5/ne"));
    CHECK_FALSE(index->has("zzz"));
    CHECK_FALSE(index->has("folder6/below0/file2"));
  }
}

TEST_CASE("a damaged index is git's own view of it, or an error") {
  GitRepo repo;
  fill(repo);
  const std::string version = GENERATE("2", "4");
  repo.git({"update-index", "--index-version", version});
  const std::string whole = read_file(repo / ".git/index").value();
  const std::string undamaged = agreed(repo);
  const fs::path file = repo.beside("damaged-index");
  const EnvironmentVariable git_dir("GIT_DIR", repo / ".git");
  const EnvironmentVariable work_tree("GIT_WORK_TREE", repo.path());
  const EnvironmentVariable index_file("GIT_INDEX_FILE", file);
  repo.git.set_environment("GIT_INDEX_FILE", file);

  constexpr unsigned kSeed = 20261122;
  CAPTURE(kSeed, version);
  Random random(kSeed);
  int errors = 0;
  int like_before = 0;
  int changed = 0;
  for (int round = 0; round < 1000; ++round) {
    const auto at = below(random, static_cast<unsigned>(whole.size()));
    const auto flip = static_cast<char>(1U << below(random, 8));
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ flip);
    std::ofstream(file, std::ios::binary) << bytes;
    CAPTURE(round, at, static_cast<int>(flip));
    std::string seen;
    try {
      seen = difference_of(*open_with("files", std::nullopt));
    } catch (const Error& error) {
      CHECK_THAT(error.what(), ContainsSubstring("index"));
      ++errors;
      continue;
    }
    // Most bytes are times and sizes: a sample of those is enough.
    seen == undamaged ? ++like_before : ++changed;
    if (seen == undamaged && round % 16 != 0) continue;
    CHECK(seen == difference_by_git(repo.git));
  }
  // All three are met, so that each is tested.
  CHECK(errors > 20);
  CHECK(like_before > 100);
  CHECK(changed > 5);
}

TEST_CASE("an index cut short anywhere is an error") {
  GitRepo repo;
  fill(repo);
  const std::string whole = read_file(repo / ".git/index").value();
  const fs::path file = repo.beside("short-index");
  const EnvironmentVariable git_dir("GIT_DIR", repo / ".git");
  const EnvironmentVariable work_tree("GIT_WORK_TREE", repo.path());
  const EnvironmentVariable index_file("GIT_INDEX_FILE", file);
  const auto repository = open_with("files", std::nullopt);
  for (std::size_t size = 0; size < whole.size(); size += 37) {
    CAPTURE(size);
    std::ofstream(file, std::ios::binary) << whole.substr(0, size);
    CHECK_THROWS_WITH(repository->index(), ContainsSubstring("damaged"));
  }
}

// Random repositories, judged by oracles too simple to be wrong: counting
// values in whole trees, and walking every tree of every commit.
#include <map>
#include <random>
#include <set>

#include "git/tree_diff.h"
#include "pipeline/pipeline.h"
#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

constexpr std::uint64_t kValues = 6;

// Everything in one commit's tree: path -> blob content.
using Files = std::map<std::string, std::string>;

struct MadeCommit {
  ObjectId id;
  std::vector<std::size_t> parents;
  Files files;
};

std::uint64_t draw(std::mt19937_64& random, std::uint64_t below) {
  return random() % below;
}

std::string random_content(std::mt19937_64& random) {
  std::string text;
  for (std::uint64_t i = draw(random, 6); i > 0; --i) {
    if (draw(random, 3) == 0) {
      text += "KEY" + std::to_string(draw(random, 3)) + "=" +
              token(draw(random, kValues)) + "\n";
    } else {
      text += "line " + std::to_string(draw(random, 1000)) + "\n";
    }
  }
  return text;
}

std::string random_path(std::mt19937_64& random) {
  std::string path;
  for (std::uint64_t i = draw(random, 3); i > 0; --i) {
    path += "d" + std::to_string(draw(random, 3)) + "/";
  }
  return path + "f" + std::to_string(draw(random, 4)) + ".env";
}

// Adds, edits, copies, moves and removes a few files.
void change_files(Files& files, std::mt19937_64& random) {
  for (std::uint64_t i = 1 + draw(random, 4); i > 0; --i) {
    const std::string path = random_path(random);
    const auto any = [&] {
      return std::next(files.begin(),
                       static_cast<std::ptrdiff_t>(draw(random, files.size())));
    };
    switch (files.empty() ? 0 : draw(random, 5)) {
      case 1:
        files[path] = any()->second;
        break;
      case 2: {
        std::string content = any()->second;
        files.erase(any());
        files[path] = std::move(content);
        break;
      }
      case 3:
        files.erase(any());
        break;
      case 4:
        any()->second += random_content(random);
        break;
      default:
        files[path] = random_content(random);
    }
  }
}

// Commits with up to three parents; a merge takes some files of each and
// changes some.
std::vector<MadeCommit> make_commits(Lab& lab, std::mt19937_64& random,
                                     std::size_t count, bool merges) {
  std::vector<MadeCommit> commits(count);
  std::string stream;
  for (std::size_t n = 0; n < count; ++n) {
    MadeCommit& commit = commits[n];
    if (n > 0) commit.parents.push_back(n - 1);
    if (merges && n > 2) {
      commit.parents[0] = draw(random, n);
      for (std::uint64_t i = draw(random, 3); i > 0; --i) {
        const std::size_t parent = draw(random, n);
        if (std::find(commit.parents.begin(), commit.parents.end(), parent) ==
            commit.parents.end()) {
          commit.parents.push_back(parent);
        }
      }
    }
    for (const std::size_t parent : commit.parents) {
      for (const auto& [path, content] : commits[parent].files) {
        if (parent == commit.parents[0] || draw(random, 2) == 0) {
          commit.files[path] = content;
        }
      }
    }
    if (commit.parents.size() < 2 || draw(random, 2) == 0) {
      change_files(commit.files, random);
    }
    stream += "commit refs/heads/b" + std::to_string(n) +
              "\nmark :" + std::to_string(n + 1) +
              "\ncommitter C <c@example.com> " +
              std::to_string(1767312000 + 60 * n) + " +0000\ndata 1\nx\n";
    for (std::size_t i = 0; i < commit.parents.size(); ++i) {
      stream += (i == 0 ? "from :" : "merge :") +
                std::to_string(commit.parents[i] + 1) + "\n";
    }
    stream += "deleteall\n";
    for (const auto& [path, content] : commit.files) {
      stream += "M 100644 inline " + path + "\ndata " +
                std::to_string(content.size()) + "\n" + content + "\n";
    }
    stream += "\n";
  }
  lab.git({"fast-import", "--quiet"}, stream);
  const auto repository = lab.open();
  for (std::size_t n = 0; n < count; ++n) {
    commits[n].id = repository->resolve("b" + std::to_string(n)).value();
  }
  return commits;
}

std::size_t count_in(const std::string& text, const std::string& value) {
  std::size_t count = 0;
  for (std::size_t at = text.find(value); at != std::string::npos;
       at = text.find(value, at + 1)) {
    ++count;
  }
  return count;
}

std::size_t count_in(const Files& files, const std::string& value) {
  std::size_t count = 0;
  for (const auto& [path, content] : files) count += count_in(content, value);
  return count;
}

}  // namespace

TEST_CASE("what a commit brings in is what its whole tree has more of") {
  const unsigned seed = GENERATE(1U, 2U, 3U, 4U, 5U, 6U);
  const bool merges = GENERATE(false, true);
  CAPTURE(seed, merges);
  std::mt19937_64 random(seed);
  Lab lab;
  const auto commits = make_commits(lab, random, 40, merges);
  const auto repository = lab.open();
  Range range;
  for (const MadeCommit& commit : commits) range.include.push_back(commit.id);
  const ScanReport report =
      run_range(*repository, lab.scanner, lab.run_options, range);
  REQUIRE(report.gaps.empty());
  REQUIRE(report.coverage.commits == commits.size());

  std::size_t total = 0;
  for (const MadeCommit& commit : commits) {
    for (std::uint64_t n = 0; n < kValues; ++n) {
      CAPTURE(commit.id.hex(), n);
      std::size_t found = 0;
      for (const Finding& finding : report.findings) {
        if (finding.provenance->commit != commit.id ||
            finding.secret.reveal() != token(n)) {
          continue;
        }
        ++found;
        // It is where the report says, in a file that no parent has so.
        const std::string& content = commit.files.at(finding.path);
        CHECK(count_in(content, token(n)) > 0);
        for (const std::size_t parent : commit.parents) {
          const auto old = commits[parent].files.find(finding.path);
          CHECK((old == commits[parent].files.end() || old->second != content));
        }
      }
      const std::size_t now = count_in(commit.files, token(n));
      std::size_t expected = now;
      for (const std::size_t parent : commit.parents) {
        const std::size_t before = count_in(commits[parent].files, token(n));
        expected = std::min(expected, now > before ? now - before : 0);
      }
      if (commit.parents.size() < 2) {
        CHECK(found == expected);
      } else {
        CHECK(found <= expected);
      }
      total += found;
    }
  }
  CHECK(total == report.findings.size());
  CHECK(total > 10);
}

TEST_CASE(
    "a history's findings are those of all trees, with the first commit") {
  const unsigned seed = GENERATE(11U, 12U, 13U, 14U);
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  Lab lab;
  const auto commits = make_commits(lab, random, 40, true);
  if (seed % 2 == 0) lab.git({"repack", "-a", "-d", "-q"});
  const ScanReport report = lab.history();
  REQUIRE(report.gaps.empty());

  std::map<std::string, const MadeCommit*> by_id;
  for (const MadeCommit& commit : commits) by_id[commit.id.hex()] = &commit;
  struct Expected {
    std::string commit;
    std::set<std::string> contents;
    std::size_t occurrences = 0;
  };
  std::map<std::pair<std::string, std::string>, Expected> expected;
  const std::string log =
      lab.git({"log", "--reverse", "--topo-order", "--all", "--format=%H"});
  for (std::size_t begin = 0; begin < log.size(); begin += 41) {
    const std::string id = log.substr(begin, 40);
    for (const auto& [path, content] : by_id.at(id)->files) {
      for (std::uint64_t n = 0; n < kValues; ++n) {
        const std::size_t count = count_in(content, token(n));
        if (count == 0) continue;
        Expected& entry = expected[{path, token(n)}];
        if (entry.commit.empty()) entry.commit = id;
        if (entry.contents.insert(content).second) entry.occurrences += count;
      }
    }
  }
  CHECK(report.findings.size() == expected.size());
  for (const Finding& finding : report.findings) {
    const auto found =
        expected.find({finding.path, std::string(finding.secret.reveal())});
    REQUIRE(found != expected.end());
    CAPTURE(finding.path);
    CHECK(finding.provenance->commit.hex() == found->second.commit);
    CHECK(finding.occurrences == found->second.occurrences);
    CHECK(finding.provenance->reachable);
    // Every commit is a tip here, and holds what it has.
    CHECK(finding.provenance->at_tip);
    std::set<std::string> lines;
    const std::string& content =
        by_id.at(found->second.commit)->files.at(finding.path);
    const auto line_start = [&](std::uint64_t line) {
      std::size_t at = 0;
      for (; line > 1; --line) at = content.find('\n', at) + 1;
      return at;
    };
    CHECK(content.compare(
              line_start(finding.position.line) + finding.position.column - 1,
              found->first.second.size(), found->first.second) == 0);
  }
}

// A byte that changed on the disk is no reason to crash, to hang, or to say
// less than before and call that everything.
#include <array>
#include <fstream>
#include <random>

#include "base/file.h"
#include "pipeline/pipeline.h"
#include "support/catch.h"
#include "support/packs.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

constexpr unsigned kSeed = 20260102;
constexpr int kFlips = 1000;

std::string noise(std::mt19937& random, int bytes) {
  constexpr std::string_view kDigits = "0123456789 abcdefghijklmnopqrstuvwxyz";
  std::string text;
  for (int i = 0; i < bytes; ++i) text += kDigits[random() % kDigits.size()];
  return text;
}

// Versions of two files, of which each has a large part in common with the one
// before, and some bring a token.
void add_versions(Lab& lab, std::mt19937& random, int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < 60; ++i) lines.push_back(noise(random, 70) + "\n");
  for (int version = 0; version < count; ++version) {
    for (int edit = 0; edit < 20; ++edit) {
      lines[random() % lines.size()] = noise(random, 70) + "\n";
    }
    if (version % 3 == 0) {
      lines[random() % lines.size()] = "KEY=" + token(random() % 20) + "\n";
    }
    std::string text;
    for (const std::string& line : lines) text += line;
    lab.repo.add("a/file" + std::to_string(version % 2), text);
    lab.repo.commit("A version with " + token(random() % 3));
  }
}

// Two packs: one with deltas that name their base by its offset, the other
// with deltas that name it by its id.
std::vector<fs::path> make_packs(Lab& lab) {
  std::mt19937 random(kSeed);
  add_versions(lab, random, 24);
  lab.git({"repack", "-q", "-d", "--depth=250"});
  add_versions(lab, random, 24);
  lab.git({"tag", "-a", "-m", "KEY=" + token(1), "v1"});
  lab.git({"-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-d",
           "--depth=250"});
  std::vector<fs::path> files;
  for (const auto& file :
       fs::directory_iterator(lab.repo / ".git/objects/pack")) {
    const fs::path extension = file.path().extension();
    if (extension != ".pack" && extension != ".idx") continue;
    fs::permissions(file.path(), fs::perms::owner_all);
    files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// In place: nothing maps the file between two runs.
void put_byte(const fs::path& path, std::size_t at, char byte) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
  REQUIRE(file.flush().good());
}

Lines findings_of(const ScanReport& report) {
  Lines lines;
  for (const Finding& finding : report.findings) {
    std::string line = finding.id.hex() + " " + finding.path + ":" +
                       std::to_string(finding.position.line) + " " +
                       std::string(name_of(finding.where)) + " " +
                       std::to_string(finding.occurrences);
    if (finding.provenance) line += " " + finding.provenance->commit.hex();
    lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

bool tells_damage(const ScanReport& report) {
  return std::any_of(
      report.gaps.begin(), report.gaps.end(), [](const Gap& gap) {
        return !gap.detail.empty() && (gap.reason == GapReason::kCorrupt ||
                                       gap.reason == GapReason::kMissing);
      });
}

// Runs over the repository with one byte of one file changed.
class Damage {
 public:
  explicit Damage(Lab& lab) : lab_(lab), expected_(findings_of(lab.history())) {
    REQUIRE(expected_.size() > 20);
  }

  void flip(const fs::path& file, std::size_t at, char mask) {
    const std::string bytes = read_file(file).value();
    CAPTURE(file.filename().string(), at, static_cast<int>(mask));
    put_byte(file, at, static_cast<char>(bytes[at] ^ mask));
    const ScanReport report = lab_.history();
    if (!tells_damage(report)) {
      CHECK(report.gaps.empty());
      CHECK(findings_of(report) == expected_);
      ++unnoticed_;
    } else {
      ++told_;
    }
    put_byte(file, at, bytes[at]);
  }

  int told() const { return told_; }
  int unnoticed() const { return unnoticed_; }
  const Lines& expected() const { return expected_; }

 private:
  Lab& lab_;
  const Lines expected_;
  int told_ = 0;
  int unnoticed_ = 0;
};

}  // namespace

TEST_CASE("a changed byte of a pack or its index loses nothing silently") {
  CAPTURE(kSeed);
  Lab lab;
  const std::vector<fs::path> files = make_packs(lab);
  REQUIRE(files.size() == 4);
  Damage damage(lab);
  std::mt19937 random(kSeed);
  const auto any_mask = [&] {
    return random() % 2 == 0 ? static_cast<char>(1U << random() % 8)
                             : static_cast<char>(1 + random() % 255);
  };
  for (int i = 0; i < kFlips; ++i) {
    const fs::path& file = files[random() % files.size()];
    damage.flip(file, random() % fs::file_size(file), any_mask());
  }
  // Where few bytes mean much: the headers and the trailers.
  for (const fs::path& file : files) {
    for (std::size_t at = 0; at < 14; ++at) damage.flip(file, at, any_mask());
    const std::size_t size = fs::file_size(file);
    damage.flip(file, size - 1, any_mask());
    damage.flip(file, size - 30, any_mask());
  }
  // An index whose checksum is wrong but whose entries are right loses nothing.
  CHECK(damage.told() > kFlips / 4);
  CHECK(damage.unnoticed() > 0);
  // What was put back is whole again.
  const ScanReport report = lab.history();
  CHECK(report.gaps.empty());
  CHECK(findings_of(report) == damage.expected());
}

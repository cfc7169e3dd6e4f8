// Reading packs in storage order, and of each content only what is new, finds
// what reading every object by itself finds.
#include <random>

#include "base/file.h"
#include "pipeline/pipeline.h"
#include "support/catch.h"
#include "support/packs.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

void require_same_each_way(Lab& lab) {
  const EnvironmentVariable one_by_one("GITWARD_SWEEP", "none");
  const Lines expected = whole(lab.history());
  for (const char* scope : {"new", "all"}) {
    CAPTURE(scope);
    const EnvironmentVariable swept("GITWARD_SWEEP", scope);
    CHECK(whole(lab.history()) == expected);
  }
}

// Versions of a large file and of a folder: tokens come, move, are cut, are
// allowed and go, amid edits that leave them alone.
void fill_with_secrets(Lab& lab, int versions) {
  std::mt19937 random(7);
  std::vector<std::string> lines;
  for (int i = 0; i < 600; ++i) {
    lines.push_back("line " + std::to_string(random()) + "\n");
  }
  const auto any = [&] {
    return lines.begin() + static_cast<std::ptrdiff_t>(random() % lines.size());
  };
  for (int version = 0; version < versions; ++version) {
    const auto seed = static_cast<unsigned>(random() % 9);
    switch (random() % 5) {
      case 0:
        lines.insert(any(), "KEY=" + token(seed) + "\n");
        break;
      case 1:
        any()->insert(0, token(seed).substr(0, 12));
        break;
      case 2:
        lines.erase(any());
        break;
      case 3:
        std::swap(*any(), *any());
        break;
      default:
        any()->append("edit\n");
    }
    std::string text;
    for (const std::string& line : lines) text += line;
    lab.repo.add("large.env", text);
    lab.repo.add("many/file" + std::to_string(version % 40),
                 "content " + std::to_string(random()) + "\n");
    lab.repo.commit("Version " + std::to_string(version));
  }
}

}  // namespace

TEST_CASE("packs give the same report as single objects") {
  Lab lab;
  fill_with_secrets(lab, 120);
  lab.git({"tag", "-a", "-m", "KEY=" + token(1), "v1"});
  SECTION("in one pack") {
    pack_everything(lab.repo);
  }
  SECTION("in one pack, with new loose objects") {
    pack_everything(lab.repo);
    fill_with_secrets(lab, 5);
  }
  SECTION("in several packs with objects in common") {
    lab.git({"repack", "-q"});
    fill_with_secrets(lab, 20);
    lab.git({"-c", "repack.packKeptObjects=true", "repack", "-q"});
    lab.git({"repack", "-q", "-a", "-f"});
  }
  require_same_each_way(lab);
}

TEST_CASE("a damaged pack gives the same report as single objects") {
  Lab lab;
  fill_with_secrets(lab, 40);
  std::filesystem::path path = pack_everything(lab.repo);
  path.replace_extension(".pack");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  std::string bytes = read_file(path).value();
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  write_file_atomically(path, bytes);
  require_same_each_way(lab);
}

TEST_CASE("an unusable pack index is a gap, and the rest is scanned") {
  Lab lab;
  fill_with_secrets(lab, 10);
  const std::filesystem::path index = pack_everything(lab.repo);
  lab.repo.commit_file("loose.env", "KEY=" + token(20) + "\n");
  std::filesystem::permissions(index, std::filesystem::perms::owner_all);
  write_file_atomically(index, read_file(index).value().substr(0, 500));
  const ScanReport report = lab.history();
  CHECK_FALSE(report.gaps.empty());
  const auto is_loose = [](const Finding& finding) {
    return finding.path == "loose.env";
  };
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), is_loose));
}

// Repositories with packs worth reading: long chains of deltas, wide trees.
#pragma once

#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>

#include "support/git_repo.h"

// Commits a file that changes a little each time, in a few places: `versions`
// blobs that git stores as deltas of one another.
inline void fill_with_deltas(GitRepo& repo, int versions, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::vector<std::string> lines;
  for (int i = 0; i < 200; ++i) {
    lines.push_back("line " + std::to_string(random()) + "\n");
  }
  for (int version = 0; version < versions; ++version) {
    lines[random() % lines.size()] = "edit " + std::to_string(random()) + "\n";
    lines.insert(lines.begin() + static_cast<long>(random() % lines.size()),
                 "more " + std::to_string(version) + "\n");
    std::string text;
    for (const std::string& line : lines) text += line;
    repo.commit_file("changing", text);
  }
}

// Repacks all objects into one pack; gives the path of its index.
inline std::filesystem::path pack_everything(GitRepo& repo, int depth = 250) {
  repo.git({"-c", "pack.threads=1", "repack", "-q", "-a", "-d", "-f",
            "--window=20", "--depth=" + std::to_string(depth)});
  for (const auto& file :
       std::filesystem::directory_iterator(repo / ".git/objects/pack")) {
    if (file.path().extension() == ".idx") return file.path();
  }
  throw std::runtime_error("git made no pack");
}

// libgit2's object database over StoredObjects. Private to this folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "git/git_handle.h"

namespace gitward {

struct Libgit2Objects {
  git::Handle<git_odb> database;
  // Packs whose objects it lacks, and why.
  std::vector<std::string> unusable;
};

// For one thread. `folders` as from object_folders().
Libgit2Objects open_objects(const std::vector<std::filesystem::path>& folders);

}  // namespace gitward

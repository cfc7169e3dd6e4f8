// Where a repository's objects are stored. Private to this folder.
#pragma once

#include <filesystem>
#include <vector>

namespace gitward {

// The repository's own folder first, then all alternates, each once.
// `from_environment`: GIT_OBJECT_DIRECTORY and
// GIT_ALTERNATE_OBJECT_DIRECTORIES count, as in git's own hooks.
std::vector<std::filesystem::path> object_folders(
    const std::filesystem::path& common_dir, bool from_environment);

}  // namespace gitward

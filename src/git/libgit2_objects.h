// libgit2's object database over object folders, with a reader of loose
// objects of our own: libgit2 (to 1.9 at least) never returns from reading a
// loose object whose file is cut short.
//
// Private to this folder.
#pragma once

#include <filesystem>
#include <vector>

#include "git/git_handle.h"

namespace gitward {

// Where the objects are: the repository's own folder first, then all
// alternates. `from_environment`: GIT_OBJECT_DIRECTORY and
// GIT_ALTERNATE_OBJECT_DIRECTORIES count, as in git's own hooks.
std::vector<std::filesystem::path> object_folders(
    const std::filesystem::path& common_dir, bool from_environment);

// For one thread.
git::Handle<git_odb> open_objects(
    const std::vector<std::filesystem::path>& folders);

}  // namespace gitward

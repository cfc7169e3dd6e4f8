// Finding a repository without libgit2 and without git, as long as nothing
// about it is unusual. Private to this folder.
#pragma once

#include <filesystem>
#include <optional>

#include "git/repository.h"

namespace gitward {

// The layout that libgit2 and git would find: see Repository::open() for the
// meaning of `directory`. Nothing where that takes more than reading a few
// files: no repository, one that is not all this user's own (so that
// safe.directory decides), the inside of a `.git`, unknown formats, a
// configuration with includes, reftables …
std::optional<RepositoryLayout> find_file_layout(
    const std::optional<std::filesystem::path>& directory);

// True where there is no repository for certain: nothing in the environment
// names one, and no folder from `directory` up to the root of the file system
// has a `.git` or looks like a git directory. False where that can't be told.
bool has_no_repository(const std::optional<std::filesystem::path>& directory);

}  // namespace gitward

// A repository read straight from its files, for as long as nothing about it
// is unusual. What the file formats of git's own core do not settle (the list
// of references, revision expressions, configuration …) is asked of libgit2 or
// git, which are not started before that: their start alone takes longer than
// scanning a commit. Private to this folder.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "git/repository.h"

namespace gitward {

// See Repository::open() for the meaning of `directory`. Nothing if it takes
// more to open it (see find_file_layout()). `other` opens it in the other way;
// what that throws comes out of whatever needed it.
std::unique_ptr<Repository> find_in_files(
    const std::optional<std::filesystem::path>& directory,
    std::function<std::unique_ptr<Repository>()> other);

}  // namespace gitward

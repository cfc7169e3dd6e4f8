// A repository read through the `git` program.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "git/repository.h"

namespace gitward {

// See Repository::find(). Throws Error(kInput) if there is no `git`.
std::unique_ptr<Repository> find_with_git(
    const std::optional<std::filesystem::path>& directory);

}  // namespace gitward

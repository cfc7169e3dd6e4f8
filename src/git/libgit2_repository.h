// A repository read through libgit2, and what to do where it can't be.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "git/repository.h"

namespace gitward {

struct Libgit2Attempt {
  enum class Outcome {
    kOpened,
    kNone,         // There is no repository.
    kUntrusted,    // It belongs to somebody else.
    kUnsupported,  // git may be able to read it; libgit2 is not.
  };
  Outcome outcome = Outcome::kNone;
  std::unique_ptr<Repository> repository;  // Of kOpened.
  std::string cause;                       // Of kUntrusted and kUnsupported.
};

// See Repository::open() for the meaning of `directory`.
Libgit2Attempt try_libgit2(
    const std::optional<std::filesystem::path>& directory);

}  // namespace gitward

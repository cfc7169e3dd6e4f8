// The environment, which nothing in this program changes. Private to this
// folder.
#pragma once

#include <filesystem>
#include <optional>
#include <stdlib.h>
#include <string>

namespace gitward {

// An empty variable counts as none, as it does for git's paths.
inline std::optional<std::string> variable(const char* name) {
  const char* value = ::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

inline bool has_variable(const char* name) {
  return ::getenv(name) != nullptr;  // NOLINT(concurrency-mt-unsafe)
}

// git goes to the top of the work tree before it looks at GIT_INDEX_FILE; for a
// program that stays where it is a relative one means another file there.
inline bool index_is_relative_to_elsewhere(
    const std::filesystem::path& work_tree) {
  const std::optional<std::string> index = variable("GIT_INDEX_FILE");
  if (!index || std::filesystem::path(*index).is_absolute()) return false;
  std::error_code error;
  const bool here = std::filesystem::equivalent(".", work_tree, error);
  return error || !here;
}

}  // namespace gitward

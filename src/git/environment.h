// The environment, which nothing in this program changes. Private to this
// folder.
#pragma once

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

}  // namespace gitward

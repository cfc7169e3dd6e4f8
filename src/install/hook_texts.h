// The scripts that gitward installs, as they are in the source tree.
#pragma once

#include <string_view>

namespace gitward {

// hooks/NAME; empty for a hook that gitward has no script for.
std::string_view hook_text(std::string_view hook);

// Runs the hook of the same name in the repository's own folder.
std::string_view forward_hook_text();

}  // namespace gitward

// Which gitward this is.
#pragma once

#include <string_view>

namespace gitward {

// "1.2.3": the project's version in CMakeLists.txt.
std::string_view gitward_version();

}  // namespace gitward

#include "report/version.h"

namespace gitward {

std::string_view gitward_version() {
  return GITWARD_VERSION;
}

}  // namespace gitward

// Apart from what needs tables: judgec compiles these before there are any.
#include "judge/features.h"

namespace gitward {

std::string_view name_of(Feature feature) {
  static constexpr std::string_view kNames[] = {
#define GITWARD_FEATURE(name) #name,
      GITWARD_JUDGE_FEATURES(GITWARD_FEATURE)
#undef GITWARD_FEATURE
  };
  return kNames[static_cast<std::size_t>(feature)];
}

}  // namespace gitward

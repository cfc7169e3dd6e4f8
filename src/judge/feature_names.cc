// Apart from what needs tables: judgec is built before there are any.
#include "judge/features.h"

namespace gitward {

std::string_view name_of(Feature feature) {
  static constexpr std::string_view kNames[] = {
#define GITWARD_FEATURE(name, words) #name,
      GITWARD_JUDGE_FEATURES(GITWARD_FEATURE)
#undef GITWARD_FEATURE
  };
  return kNames[static_cast<std::size_t>(feature)];
}

std::string_view words_of(Feature feature) {
  static constexpr std::string_view kWords[] = {
#define GITWARD_FEATURE(name, words) words,
      GITWARD_JUDGE_FEATURES(GITWARD_FEATURE)
#undef GITWARD_FEATURE
  };
  return kWords[static_cast<std::size_t>(feature)];
}

}  // namespace gitward

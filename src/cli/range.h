// Revisions as typed, resolved to what a run needs.
#pragma once

#include <string>

#include "git/repository.h"
#include "pipeline/pipeline.h"

namespace gitward::cli {

// Throws Error(kUsage) for a name that means nothing, and Error(kInput) with
// the cure for an id whose object is not there (a shallow or partial clone).
ObjectId resolve_revision(const Repository& repository,
                          const std::string& revision);

// "BASE..HEAD"; an empty side is HEAD, as in git. Throws also if the two have
// no common history: then nothing says what the change brings in.
Range parse_range(const Repository& repository, const std::string& text);

}  // namespace gitward::cli

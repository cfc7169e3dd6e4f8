// Scans what lies in archives: each member is a content of its own.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "pipeline/content.h"

namespace gitward {

// Adds what the members of this content hold to it, if it is a container, and
// returns how many there were. A candidate of the container's own bytes that
// a member has, too, is taken away: it is the same one, seen from outside.
// The content's own scan must be in `content` already.
std::uint64_t scan_members(ByteView bytes, const Scanner& scanner,
                           const RunOptions& options, Worker& worker,
                           Content& content);

}  // namespace gitward

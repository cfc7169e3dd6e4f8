// Where something stands, as reports say it.
#pragma once

#include "model/finding.h"
#include "scan/encoding.h"
#include "scan/line_index.h"

namespace gitward {

// Of a part of the reading's text, not empty: its lines, and its columns in the
// bytes of the content. Requires: the lines are those of the reading's text.
Position position_in(const Reading& reading, LineIndex& lines, ByteRange part);

}  // namespace gitward

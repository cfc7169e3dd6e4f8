// The nearest line ends in a text, sixteen bytes at a time.
#pragma once

#include <cstddef>

#include "base/bytes.h"

namespace gitward {

// The first \n or \r at or behind `from`; `ceiling` if there is none before it.
// Requires: from <= ceiling <= text.size().
std::size_t next_line_end(ByteView text, std::size_t from, std::size_t ceiling);

// What is behind the last \n or \r before `at`; `floor` if there is none from
// there on. Requires: floor <= at <= text.size().
std::size_t behind_last_line_end(ByteView text, std::size_t at,
                                 std::size_t floor);

}  // namespace gitward

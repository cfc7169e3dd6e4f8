// Names that head a column, and the values below them.
#pragma once

#include <cstddef>

#include "judge/key_place.h"
#include "judge/key_value_reader.h"
#include "judge/key_window.h"

namespace gitward {

// What stands under or beside the name in a table, or in its place in INSERT's
// values. What is behind the name is at i.
void read_tables(KeyWindow& window, const KeyPlace& key, std::size_t i,
                 KeyValueReader& reader);

}  // namespace gitward

// How random some bytes look.
#pragma once

#include "base/bytes.h"

namespace gitward {

// Shannon entropy of the distribution of byte values, in bits per byte: 0 for
// one value repeated, at most log2(bytes.size()). 0 for no bytes.
double shannon_entropy(ByteView bytes);

}  // namespace gitward

// The words that wallets' recovery phrases are made of.
#pragma once

#include <string_view>

namespace gitward {

// 2,048 words with a space between them, sorted. A word is known by its first
// four letters.
std::string_view bip39_words();

}  // namespace gitward

// What a path says of the secrets in its file.
#pragma once

#include <string_view>

namespace gitward {

// Whether the file looks like a test or an example.
bool is_test_or_example(std::string_view path);

// That, or like documentation: what looks like a secret there is one less
// often. Real ones turn up there, too.
bool is_unlikely_place(std::string_view path);

}  // namespace gitward

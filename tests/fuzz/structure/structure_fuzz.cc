// No token, whatever its bytes, harms a check of a structure or of a whole
// token, and the verdict is the same each time; no structure is larger than
// what it was found in.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "rules/structure.h"

namespace {

using Check = gitward::Proof (*)(std::string_view kind, gitward::ByteView);

void check_all(const std::vector<std::string_view>& kinds, Check check,
               std::string_view token) {
  for (const std::string_view kind : kinds) {
    if (check(kind, token) != check(kind, token)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view token(reinterpret_cast<const char*>(data), size);
  check_all(gitward::structure_kinds(), gitward::check_structure, token);
  for (const std::string_view kind : gitward::structure_kinds()) {
    if (gitward::structure_size(kind, token) > token.size()) std::abort();
  }
  check_all(gitward::checksum_kinds(), gitward::check_token, token);
  return 0;
}

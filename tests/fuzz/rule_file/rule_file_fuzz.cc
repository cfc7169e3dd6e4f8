// Any bytes are a configuration that loads, or one that is refused with the
// mistakes in it. What follows a NUL is the file that its [extend] may name.
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/error.h"
#include "rules/rule_set.h"

using namespace gitward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  RuleSetRequest request;
  request.config = RuleText{".gitward.toml", std::string(bytes.substr(0, end))};
  request.read = [&](const std::string&) -> std::optional<std::string> {
    if (end == bytes.size()) return std::nullopt;
    return std::string(bytes.substr(end + 1));
  };
  try {
    const RuleSet set = load_rules(request);
    std::set<std::string_view> ids;
    for (const Rule& rule : set.rules()) {
      if (!ids.insert(rule.id()).second) std::abort();
      if (rule.max_match == 0 && rule.reach.kind != Reach::Kind::kWhole) {
        std::abort();
      }
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kConfig) std::abort();
    if (std::string_view(error.what()).empty()) std::abort();
  }
  return 0;
}

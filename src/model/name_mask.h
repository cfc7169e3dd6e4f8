// Keeps credentials out of the names that reports and files hold: a file's
// name, a reference's or an author's can be the very thing that was found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/report.h"

namespace gitward {

class NameMask {
 public:
  // Masks nothing if `show_secrets`. Valid while the report lives.
  NameMask(const ScanReport& report, bool show_secrets);

  // The bytes with every such credential replaced by its redacted form, or by
  // `stand_in`. Linear in their length, however many credentials there are.
  std::string operator()(
      std::string_view bytes,
      std::optional<std::string_view> stand_in = std::nullopt) const;

 private:
  struct Masked {
    std::string_view secret;
    std::string_view redacted;
  };

  std::size_t shortest_ = 0;
  // By the hash of the first `shortest_` bytes; the longest first.
  std::unordered_map<std::uint64_t, std::vector<Masked>> masked_;
};

}  // namespace gitward

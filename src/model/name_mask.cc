#include "model/name_mask.h"

#include <algorithm>

#include "base/digest.h"

namespace gitward {
namespace {

// Where a finding's credential is part of something that reports name. What
// is in a blob or a message is never printed but for its redacted excerpt.
bool is_in_a_name(const Finding& finding) {
  return finding.where == Where::kPath || finding.where == Where::kRef ||
         finding.where == Where::kIdentity;
}

}  // namespace

NameMask::NameMask(const ScanReport& report, bool show_secrets) {
  if (show_secrets) return;
  std::vector<Masked> all;
  for (const Finding& finding : report.findings) {
    const std::string_view secret = finding.secret.reveal();
    if (!is_in_a_name(finding) || secret.empty()) continue;
    all.push_back({secret, finding.redacted});
    shortest_ =
        shortest_ == 0 ? secret.size() : std::min(shortest_, secret.size());
  }
  std::sort(all.begin(), all.end(), [](const Masked& a, const Masked& b) {
    return a.secret.size() > b.secret.size() ||
           (a.secret.size() == b.secret.size() && a.secret < b.secret);
  });
  all.erase(std::unique(all.begin(), all.end(),
                        [](const Masked& a, const Masked& b) {
                          return a.secret == b.secret;
                        }),
            all.end());
  for (const Masked& masked : all) {
    masked_[xxh3_64(masked.secret.substr(0, shortest_))].push_back(masked);
  }
}

std::string NameMask::operator()(
    std::string_view bytes, std::optional<std::string_view> stand_in) const {
  if (masked_.empty()) return std::string(bytes);
  std::string text;
  std::size_t at = 0;
  while (at + shortest_ <= bytes.size()) {
    const auto found = masked_.find(xxh3_64(bytes.substr(at, shortest_)));
    const Masked* match = nullptr;
    if (found != masked_.end()) {
      for (const Masked& masked : found->second) {
        if (bytes.substr(at, masked.secret.size()) == masked.secret) {
          match = &masked;
          break;
        }
      }
    }
    if (match == nullptr) {
      text += bytes[at++];
    } else {
      text += stand_in.value_or(match->redacted);
      at += match->secret.size();
    }
  }
  return text.append(bytes.substr(at));
}

}  // namespace gitward

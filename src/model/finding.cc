#include "model/finding.h"

#include <array>
#include <tuple>
#include <utility>

namespace gitward {
namespace {

template <class Enum>
using Names = std::pair<Enum, std::string_view>;

constexpr std::array kSeverities{
    Names<Severity>{Severity::kLow, "low"},
    Names<Severity>{Severity::kMedium, "medium"},
    Names<Severity>{Severity::kHigh, "high"},
    Names<Severity>{Severity::kCritical, "critical"}};

constexpr std::array kConfidences{
    Names<Confidence>{Confidence::kLow, "low"},
    Names<Confidence>{Confidence::kMedium, "medium"},
    Names<Confidence>{Confidence::kHigh, "high"},
    Names<Confidence>{Confidence::kProven, "proven"}};

constexpr std::array kPlaces{
    Names<Where>{Where::kBlob, "blob"},
    Names<Where>{Where::kCommitMessage, "commit-message"},
    Names<Where>{Where::kTagMessage, "tag-message"},
    Names<Where>{Where::kIdentity, "identity"},
    Names<Where>{Where::kHeader, "header"},
    Names<Where>{Where::kPath, "path"},
    Names<Where>{Where::kRef, "ref"},
    Names<Where>{Where::kReflog, "reflog"},
    Names<Where>{Where::kConfig, "config"}};

constexpr std::array kStatuses{Names<Status>{Status::kNew, "new"},
                               Names<Status>{Status::kAccepted, "accepted"},
                               Names<Status>{Status::kExpired, "expired"},
                               Names<Status>{Status::kAllowed, "allowed"}};

template <class Table, class Enum>
std::string_view name_in(const Table& table, Enum value) {
  for (const auto& [known, name] : table) {
    if (known == value) return name;
  }
  return "unknown";
}

template <class Table>
auto value_in(const Table& table, std::string_view name)
    -> std::optional<decltype(table[0].first)> {
  for (const auto& [value, known] : table) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Severity severity) {
  return name_in(kSeverities, severity);
}
std::string_view name_of(Confidence confidence) {
  return name_in(kConfidences, confidence);
}
std::string_view name_of(Where where) {
  return name_in(kPlaces, where);
}
std::string_view name_of(Status status) {
  return name_in(kStatuses, status);
}

std::optional<Severity> parse_severity(std::string_view name) {
  return value_in(kSeverities, name);
}
std::optional<Confidence> parse_confidence(std::string_view name) {
  return value_in(kConfidences, name);
}

bool precedes(const Finding& a, const Finding& b) {
  const auto commit_of = [](const Finding& finding) {
    return finding.provenance ? finding.provenance->commit : ObjectId();
  };
  const auto key = [&](const Finding& finding) {
    return std::tuple(finding.where, std::string_view(finding.path),
                      std::string_view(finding.inside), finding.position,
                      std::string_view(finding.rule->id), finding.id,
                      commit_of(finding), finding.object);
  };
  return key(a) < key(b);
}

std::string baseline_path(Where where, const std::string& path) {
  if (where != Where::kBlob) return ":" + std::string(name_of(where));
  return path.empty() || path[0] != ':' ? path : "./" + path;
}

}  // namespace gitward

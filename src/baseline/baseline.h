// The baseline: findings and gaps that somebody accepted, hashed. Its format
// is in baseline/FORMAT.md.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "model/report.h"

namespace gitward {

enum class BaselineState { kFalsePositive, kTest, kAccepted, kToRotate };
std::string_view name_of(BaselineState state);
std::optional<BaselineState> parse_baseline_state(std::string_view name);

struct BaselineEntry {
  FindingId id;
  std::string rule;  // A rule's id, or "gap:" and a reason.
  BaselineState state = BaselineState::kAccepted;
  std::string expires;  // "YYYY-MM-DD", the last day it holds; may be empty.
  std::string path;     // baseline_path(): raw bytes.
  std::string reason;   // Never empty.

  friend bool operator==(const BaselineEntry&, const BaselineEntry&) = default;
};

// Invariant: sorted by id, then path; no two entries have both alike.
// write() of read() gives the same bytes.
class Baseline {
 public:
  static constexpr std::string_view kFileName = ".gitward-baseline";

  Baseline() = default;
  // Throws Error(kConfig) naming `name` and the line: conflict markers, an
  // unknown version, a malformed entry.
  static Baseline parse(std::string_view text, std::string_view name);
  std::string write() const;

  const std::vector<BaselineEntry>& entries() const { return entries_; }
  // Adds the entry, or replaces the one with the same id and path.
  void accept(BaselineEntry entry);
  void remove(const BaselineEntry& entry);

 private:
  std::vector<BaselineEntry> entries_;
};

struct BaselineContext {
  std::string today;  // "YYYY-MM-DD".
  // Whether a path still exists in what is scanned (`history`: at any tip).
  // An entry applies at its path, or elsewhere once that path is gone.
  std::function<bool(const std::string& path)> exists;
};

// Sets status and reason of every finding and gap that an entry covers.
// A strong `false-positive` holds at every path. Leaves kAllowed alone.
void apply_baseline(const Baseline& baseline, const BaselineContext& context,
                    ScanReport& report);

}  // namespace gitward

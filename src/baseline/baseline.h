// The baseline: findings and gaps that somebody accepted, hashed. Its format
// is in baseline/FORMAT.md.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "model/name_mask.h"
#include "model/report.h"

namespace gitward {

enum class BaselineState { kFalsePositive, kTest, kAccepted, kToRotate };
std::string_view name_of(BaselineState state);
std::optional<BaselineState> parse_baseline_state(std::string_view name);

// Whether the text is a day of the calendar, as "YYYY-MM-DD".
bool is_date(std::string_view text);

struct BaselineEntry {
  FindingId id;
  std::string rule;  // A rule's id, or gap_rule() of a gap's reason.
  BaselineState state = BaselineState::kAccepted;
  std::string expires;  // "YYYY-MM-DD", the last day it holds; may be empty.
  std::string path;     // Of EntryPaths: raw bytes.
  std::string reason;   // Never empty.
  // The lines of comment above it, each with '#' and a newline.
  std::string comment = {};

  friend bool operator==(const BaselineEntry&, const BaselineEntry&) = default;
};

// Stands in an entry's path for a part of a name that is a secret itself.
inline constexpr char kHiddenPart = '\x01';

// The paths that entries for a report's findings and gaps get:
// baseline_path(), with secrets in names hidden. Valid while the report lives.
class EntryPaths {
 public:
  explicit EntryPaths(const ScanReport& report) : mask_(report, false) {}

  std::string operator()(const Finding& finding) const;
  std::string operator()(const Gap& gap) const;

 private:
  NameMask mask_;
};

// What stands for the rule in a gap's entry: "gap:missing".
std::string gap_rule(GapReason reason);

// Invariant: sorted by id, then path; no two entries have both alike.
// write() of read() gives the same bytes, if write() made them.
class Baseline {
 public:
  static constexpr std::string_view kFileName = ".gitward-baseline";

  Baseline() = default;
  // Throws Error(kConfig) naming `name` and the line: conflict markers, an
  // unknown version, a malformed entry.
  static Baseline parse(std::string_view text, std::string_view name);
  std::string write() const;

  const std::vector<BaselineEntry>& entries() const { return entries_; }
  // Adds the entry, or replaces the one with the same id and path, whose
  // comment stays. Throws Error(kUsage) if the reason is blank or `expires`
  // is no date.
  void accept(BaselineEntry entry);
  // Removes the entry with this id and path, if there is one.
  void remove(const BaselineEntry& entry);

 private:
  std::vector<BaselineEntry> entries_;
  // Comments with no entry below them: at the end of a section (its number),
  // or before the first one (-1).
  std::map<int, std::string> loose_comments_;
};

struct BaselineContext {
  std::string today;  // "YYYY-MM-DD".
  // Whether a file still exists in what is scanned (`history`: at any tip).
  // An entry applies at its path, or elsewhere once that path is gone. Asked
  // about files only, and only when an entry could apply elsewhere.
  std::function<bool(const std::string& path)> exists;
};

// Sets status and reason of every finding and gap that an entry covers.
// A strong `false-positive` holds at every path. Leaves kAllowed alone. Where
// every entry that covers a finding has expired, its status is kExpired.
void apply_baseline(const Baseline& baseline, const BaselineContext& context,
                    ScanReport& report);

// The entries that the report has no use for, in the baseline's order.
// Requires: apply_baseline() ran with the same baseline, on a scan that covers
// all the baseline is for (`history`, or a whole tree with `dir`): a smaller
// one leaves out what it did not look at.
std::vector<BaselineEntry> unused_entries(const Baseline& baseline,
                                          const ScanReport& report);

}  // namespace gitward

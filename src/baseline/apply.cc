// Which entry covers which finding.
//
// An entry covers a finding with its id
//   - at the entry's own path;
//   - everywhere, if it says `false-positive` and the id is that of a strong
//     value (which can't be another value by chance);
//   - elsewhere, if the entry's file is gone: a rename. That is only so for
//     files. A commit message or a reference does not become a file.
// Where a part of the entry's path is hidden, any name may stand there, and the
// file never counts as gone. A file counts as gone only if nothing in the
// report stands there and the context doesn't know it either, so a copy of an
// accepted file is new.
#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "baseline/baseline.h"

namespace gitward {
namespace {

// The file that a baseline path names; nothing for ":commit-message" and the
// like, for content without a path, and where a part of it is hidden.
std::optional<std::string> file_of(const std::string& path) {
  if (path.empty() || path[0] == ':') return std::nullopt;
  if (path.find(kHiddenPart) != std::string::npos) return std::nullopt;
  return path.rfind("./:", 0) == 0 ? path.substr(2) : path;
}

// Whether `path` is `wanted`, in which each hidden part stands for one byte or
// more of one name. The usual way to match a single wildcard: on a mismatch,
// let the last one take one byte more.
bool is_path(std::string_view wanted, std::string_view path) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t w = 0;
  std::size_t p = 0;
  std::size_t hidden = kNone;  // The last hidden part, and what it took.
  std::size_t taken = 0;
  while (p < path.size()) {
    if (w < wanted.size() && wanted[w] == kHiddenPart && path[p] != '/') {
      hidden = w++;
      taken = ++p;
    } else if (w < wanted.size() && wanted[w] == path[p]) {
      ++w;
      ++p;
    } else if (hidden != kNone && taken < path.size() && path[taken] != '/') {
      w = hidden + 1;
      p = ++taken;
    } else {
      return false;
    }
  }
  return w == wanted.size();
}

std::span<const BaselineEntry> entries_of(const Baseline& baseline,
                                          const FindingId& id) {
  struct ById {
    bool operator()(const BaselineEntry& a, const FindingId& b) const {
      return a.id < b;
    }
    bool operator()(const FindingId& a, const BaselineEntry& b) const {
      return a < b.id;
    }
  };
  const auto [first, last] = std::equal_range(
      baseline.entries().begin(), baseline.entries().end(), id, ById());
  return {first, last};
}

std::string path_of(const Finding& finding) {
  return baseline_path(finding.where, finding.path);
}

// The (id, path) of every finding: where entries are in use.
using Places = std::set<std::pair<FindingId, std::string>>;

Places places_of(const ScanReport& report) {
  Places places;
  for (const Finding& finding : report.findings) {
    places.emplace(finding.id, path_of(finding));
  }
  return places;
}

class Judge {
 public:
  Judge(const BaselineContext& context, const Places& places)
      : context_(context), places_(places) {}

  bool covers(const BaselineEntry& entry, const Finding& finding) const {
    const std::string path = path_of(finding);
    if (is_path(entry.path, path)) return true;
    if (entry.state == BaselineState::kFalsePositive && finding.strong) {
      return true;
    }
    const std::optional<std::string> file = file_of(entry.path);
    return file && file_of(path) &&
           places_.count({entry.id, entry.path}) == 0 && context_.exists &&
           !context_.exists(*file);
  }

  bool expired(const BaselineEntry& entry) const {
    return !entry.expires.empty() && entry.expires < context_.today;
  }

  // Sets what the better of all covering entries says: one that still holds
  // before one that has expired.
  template <class Covers>
  void settle(std::span<const BaselineEntry> entries, Covers&& is_covered,
              Status& status, std::string& reason) const {
    const BaselineEntry* best = nullptr;
    for (const BaselineEntry& entry : entries) {
      if (!is_covered(entry)) continue;
      if (best == nullptr || (expired(*best) && !expired(entry))) {
        best = &entry;
      }
    }
    if (best == nullptr) return;
    status = expired(*best) ? Status::kExpired : Status::kAccepted;
    reason = best->reason;
  }

 private:
  const BaselineContext& context_;
  const Places& places_;
};

// Whether some entry covers the finding, but none at its path: then it was one
// from elsewhere, and which one does not matter.
bool is_settled_from_elsewhere(const Finding& finding,
                               const Baseline& baseline) {
  if (finding.status != Status::kAccepted &&
      finding.status != Status::kExpired) {
    return false;
  }
  const std::span<const BaselineEntry> entries =
      entries_of(baseline, finding.id);
  return std::none_of(entries.begin(), entries.end(),
                      [path = path_of(finding)](const BaselineEntry& entry) {
                        return is_path(entry.path, path);
                      });
}

}  // namespace

std::string EntryPaths::operator()(const Finding& finding) const {
  return mask_(path_of(finding), std::string_view(&kHiddenPart, 1));
}

std::string EntryPaths::operator()(const Gap& gap) const {
  return mask_(gap.path, std::string_view(&kHiddenPart, 1));
}

void apply_baseline(const Baseline& baseline, const BaselineContext& context,
                    ScanReport& report) {
  if (baseline.entries().empty()) return;
  const Places places = places_of(report);
  const Judge judge(context, places);
  for (Finding& finding : report.findings) {
    if (finding.status == Status::kAllowed) continue;
    judge.settle(
        entries_of(baseline, finding.id),
        [&](const BaselineEntry& entry) {
          return judge.covers(entry, finding);
        },
        finding.status, finding.reason);
  }
  for (Gap& gap : report.gaps) {
    // A gap's id names the object or the path already; one object can stand
    // at many paths.
    judge.settle(
        entries_of(baseline, gap.id),
        [&](const BaselineEntry& entry) {
          return entry.rule == gap_rule(gap.reason);
        },
        gap.status, gap.accept_reason);
  }
}

std::vector<BaselineEntry> unused_entries(const Baseline& baseline,
                                          const ScanReport& report) {
  std::map<FindingId, std::vector<const Finding*>> findings;
  for (const Finding& finding : report.findings) {
    findings[finding.id].push_back(&finding);
  }
  std::set<FindingId> gaps;
  for (const Gap& gap : report.gaps) gaps.insert(gap.id);

  std::vector<BaselineEntry> unused;
  for (const BaselineEntry& entry : baseline.entries()) {
    const auto found = findings.find(entry.id);
    const bool used =
        gaps.count(entry.id) > 0 ||
        (found != findings.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const Finding* finding) {
                       return is_path(entry.path, path_of(*finding)) ||
                              is_settled_from_elsewhere(*finding, baseline);
                     }));
    if (!used) unused.push_back(entry);
  }
  return unused;
}

}  // namespace gitward

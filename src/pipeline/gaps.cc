#include "pipeline/gaps.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace gitward {
namespace {

// Of what was read, but not to the end of all that it says.
constexpr std::string_view kDecoding = "decoding";
constexpr std::string_view kCureOfDecoding =
    "look at it by hand and accept the gap";

std::string_view cure_of(GapReason reason) {
  switch (reason) {
    case GapReason::kMissing:
      return "`git fetch --refetch --no-filter` brings what a partial clone "
             "left out, `git fsck` names damage";
    case GapReason::kCorrupt:
      return "`git fsck` names the damage; fetch the object from a clone that "
             "has it";
    case GapReason::kTooLarge:
      return "raise --max-blob-size";
    case GapReason::kUnreadable:
      return "make it readable for the user that runs gitward";
    case GapReason::kLimit:
      return "tighten the rule, or look at the file by hand and accept the gap";
    case GapReason::kEncrypted:
    case GapReason::kUnsupported:
      return "look at it by hand and accept the gap";
    case GapReason::kShallow:
      break;
  }
  return "";
}

bool rule_applies(const Rule& rule, std::string_view path, Worker& worker) {
  if (!rule.path) return true;
  Regex::Match match;
  return rule.path->search(path, 0, worker.scratch.match, match) !=
         Regex::Outcome::kNoMatch;
}

std::string in_archive(const std::string& inside) {
  return inside.empty() ? "" : fmt::format(", in it '{}'", visible(inside));
}

}  // namespace

void Gaps::add(Gap gap) {
  const auto [at, added] = gaps_.try_emplace(gap.id, gap);
  if (!added && precedes(gap, at->second)) at->second = std::move(gap);
}

void Gaps::add(const Trouble& trouble, const ObjectId& object,
               const std::string& path, const std::string& what,
               const std::string& about) {
  Gap gap;
  gap.id = gap_id(trouble.reason, object, path, about);
  gap.reason = trouble.reason;
  gap.path = path;
  gap.object = object;
  gap.detail = fmt::format("{}: {}", what, trouble.cause);
  const std::string_view cure =
      about.starts_with(kDecoding) ? kCureOfDecoding : cure_of(trouble.reason);
  if (!cure.empty()) {
    gap.detail += fmt::format("; {}", cure);
  }
  add(std::move(gap));
}

void Gaps::add_all(const Gaps& other) {
  for (const auto& [id, gap] : other.gaps_) add(gap);
}

void Gaps::move_to(ScanReport& report) {
  for (auto& [id, gap] : gaps_) report.gaps.push_back(std::move(gap));
  gaps_.clear();
}

std::string describe(std::string_view kind, const ObjectId& object,
                     const std::string& path) {
  std::string text(kind);
  if (!object.is_null()) text += " " + object.short_hex();
  if (!path.empty()) {
    text +=
        fmt::format("{} '{}'", object.is_null() ? "" : " at", visible(path));
  }
  return text;
}

void add_content_gaps(Gaps& gaps, const Scanner& scanner,
                      const Content& content, const ObjectId& object,
                      const std::string& path, std::string_view kind,
                      Worker& worker) {
  if (content.trouble) {
    gaps.add(*content.trouble, object, path, describe(kind, object, path));
  }
  const auto add_limits = [&](const ScannedContent& scanned,
                              std::string_view file,
                              const std::string& inside) {
    const std::string what = describe(kind, object, path) + in_archive(inside);
    const std::string suffix = inside.empty() ? "" : "!" + inside;
    for (const ScanLimit& limit : scanned.limits) {
      if (limit.rule == kNoRule) {
        gaps.add({limit.reason, limit.detail}, object, path, what,
                 std::string(kDecoding) + suffix);
        continue;
      }
      const Rule& rule = scanner.rules().rules()[limit.rule];
      if (!rule_applies(rule, file, worker)) continue;
      gaps.add({GapReason::kLimit, limit.detail}, object, path,
               fmt::format("{}: rule '{}'", what, rule.id()),
               rule.id() + suffix);
    }
  };
  add_limits(content.scanned, path, "");
  for (const MemberContent& member : content.members) {
    add_limits(member.scanned,
               std::string_view(member.inside).substr(member.name),
               member.inside);
  }
  for (const Unopened& unopened : content.unopened) {
    gaps.add(archive_gap(unopened, object, path, kind));
  }
}

Gap archive_gap(const Unopened& unopened, const ObjectId& object,
                const std::string& path, std::string_view kind) {
  Gap gap;
  gap.id = archive_gap_id(unopened);
  gap.reason = unopened.reason;
  gap.path = path;
  gap.object = object;
  gap.detail = fmt::format("{}{}: {}", describe(kind, object, path),
                           in_archive(unopened.inside), unopened.cause);
  return gap;
}

Gap shallow_gap(const RepositoryLayout& layout) {
  Gap gap;
  gap.reason = GapReason::kShallow;
  gap.id = gap_id(gap.reason, ObjectId(), "");
  gap.detail = fmt::format(
      "a shallow clone: the history before {} is not here; "
      "`git fetch --unshallow` brings it (in CI: fetch-depth: 0)",
      count_of(layout.shallow.size(), "commit"));
  return gap;
}

bool is_asked_for(const Finding& finding, const RunOptions& options) {
  return finding.confidence >= options.min_confidence &&
         finding.rule->severity >= options.min_severity;
}

void finish_report(ScanReport& report, Gaps& gaps, const Scanner& scanner,
                   const RunOptions& options) {
  gaps.move_to(report);
  std::erase_if(report.findings, [&](const Finding& finding) {
    return !is_asked_for(finding, options);
  });
  report.rule_set_hash = scanner.rules().hash();
  report.sort();
}

}  // namespace gitward

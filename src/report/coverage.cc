// The closing lines: a run that says "clean" says what it looked at.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "model/name_mask.h"
#include "report/reporter.h"
#include "report/short_ids.h"

namespace gitward {
namespace {

constexpr std::size_t kMostGaps = 10;

// "812 bytes", "5.8 GB": thousands, rounded down, so that the text never says
// more than was scanned.
std::string size_of(std::uint64_t bytes) {
  if (bytes < 1000) return count_of(bytes, "byte");
  constexpr std::string_view kUnits = "kMGTPE";
  std::size_t unit = 0;
  std::uint64_t step = 1000;
  while (bytes / step >= 1000 && unit + 1 < kUnits.size()) {
    step *= 1000;
    ++unit;
  }
  return fmt::format("{}.{} {}B", bytes / step, bytes / (step / 10) % 10,
                     kUnits[unit]);
}

std::string scanned(const ScanReport& report) {
  const Coverage& coverage = report.coverage;
  std::vector<std::string> parts;
  if (report.command == "dir" || report.command == "stdin" ||
      report.command == "image") {
    parts.push_back(count_of(coverage.files, "file"));
  } else {
    if (report.command != "staged") {
      parts.push_back(count_of(coverage.commits, "commit"));
    }
    parts.push_back(count_of(coverage.blobs, "blob"));
  }
  if (coverage.members > 0) {
    parts.push_back(count_of(coverage.members, "file") + " in archives");
  }
  parts.push_back(size_of(coverage.bytes));
  return fmt::format("{}", fmt::join(parts, ", "));
}

bool is_open(const Gap& gap) {
  return gap.status == Status::kNew || gap.status == Status::kExpired;
}

std::string not_scanned(const ScanReport& report) {
  std::map<GapReason, std::uint64_t> reasons;
  std::uint64_t accepted = 0;
  for (const Gap& gap : report.gaps) {
    ++reasons[gap.reason];
    accepted += is_open(gap) ? 0U : 1U;
  }
  if (reasons.empty()) return {};
  std::vector<std::string> parts;
  parts.reserve(reasons.size());
  for (const auto& [reason, count] : reasons) {
    parts.push_back(fmt::format("{} {}", grouped(count), name_of(reason)));
  }
  std::string text =
      fmt::format("; {} not scanned: {}", grouped(report.gaps.size()),
                  fmt::join(parts, ", "));
  if (accepted > 0) text += fmt::format(" ({} accepted)", grouped(accepted));
  return text;
}

std::string gap_line(const Gap& gap, const NameMask& mask,
                     const ShortIds& short_id) {
  std::string line =
      fmt::format("  {} {}", short_id(gap.id), name_of(gap.reason));
  if (!gap.path.empty()) line += " " + visible(mask(gap.path));
  if (!gap.object.is_null()) line += " (" + gap.object.short_hex() + ")";
  if (!gap.detail.empty()) line += ": " + visible(mask(gap.detail));
  if (gap.status == Status::kExpired) line += " (accepted before, expired)";
  return line + "\n";
}

std::string gap_lines(const ScanReport& report) {
  const std::size_t open = report.count_gaps();
  if (open == 0) return {};
  const NameMask mask(report, false);
  const ShortIds short_id(report);
  std::string text;
  std::size_t shown = 0;
  for (const Gap& gap : report.gaps) {
    if (!is_open(gap)) continue;
    if (shown++ == kMostGaps) break;
    text += gap_line(gap, mask, short_id);
  }
  if (open > kMostGaps) {
    text += fmt::format("  +{} more, all in --format jsonl\n",
                        grouped(open - kMostGaps));
  }
  return text +
         "  accept one with: gitward baseline accept ID --reason \"…\"\n";
}

}  // namespace

std::string coverage_lines(const ScanReport& report) {
  std::string text =
      fmt::format("scanned {}{}\n", scanned(report), not_scanned(report));
  text += gap_lines(report);
  if (!report.outside.empty()) {
    std::vector<std::string> parts;
    for (const auto& [reason, count] : report.outside) {
      parts.push_back(fmt::format("{} {}", grouped(count), visible(reason)));
    }
    text += fmt::format("stored elsewhere, so not scanned: {}\n",
                        fmt::join(parts, ", "));
  }
  return text;
}

}  // namespace gitward

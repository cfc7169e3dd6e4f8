// What was typed: checked, but nothing opened or read yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/container_walk.h"
#include "model/finding.h"
#include "report/reporter.h"
#include "scan/scanner.h"

namespace gitward::cli {

enum class ColorMode { kAuto, kAlways, kNever };

// Shared by every command that scans.
struct ScanOptions {
  std::optional<std::string> repository;  // --repo
  std::optional<std::string> config;
  std::optional<std::string> policy_from;
  std::optional<std::string> baseline;
  bool no_baseline = false;
  std::vector<std::string> rules;  // --rule

  ReportFormat format = ReportFormat::kHuman;
  std::vector<std::pair<ReportFormat, std::string>> reports;  // --report
  bool show_secrets = false;
  bool show_accepted = false;
  bool quiet = false;
  bool verbose = false;
  ColorMode color = ColorMode::kAuto;
  bool exit_zero = false;

  Severity min_severity = Severity::kLow;
  Confidence min_confidence = Confidence::kMedium;
  std::uint64_t max_blob_size = 0;
  unsigned max_archive_depth = kDefaultArchiveDepth;
  unsigned max_decode_depth = ScanSettings().max_decode_depth;
  unsigned threads = 0;
  bool cache = false;  // Of history only, like the next.
  std::optional<std::string> cache_folder;
};

struct RangeOptions {
  std::string range;  // "BASE..HEAD"
  bool ci = false;
};

struct HookOptions {
  std::string name;
  std::vector<std::string> arguments;
};

struct BaselineOptions {
  std::vector<std::string> ids;
  std::vector<std::string> images;  // Look there, and nowhere else.
  std::string reason;
  std::string state = "accepted";
  std::string expires;
  bool dry_run = false;
};

struct RulesOptions {
  std::string id;
  std::vector<std::string> files;
  std::size_t samples = 100;  // Of each rule, for its test.
  bool jsonl = false;
  std::uint64_t seed = 0;
  bool seeded = false;
};

struct ExplainOptions {
  std::string place;                // PATH:LINE
  std::optional<std::string> text;  // --string
};

struct InstallOptions {
  bool global = false;
  bool dry_run = false;
};

}  // namespace gitward::cli

#include "report/reporter.h"

#include <array>
#include <utility>

#include "report/formats.h"

namespace gitward {
namespace {

struct Format {
  ReportFormat format;
  std::string_view name;
  std::string (*write)(const ScanReport&, const ReportOptions&);
};

constexpr std::array kFormats{
    Format{ReportFormat::kHuman, "human", write_human},
    Format{ReportFormat::kJsonl, "jsonl", write_jsonl},
    Format{ReportFormat::kJson, "json", write_json}};

}  // namespace

std::optional<ReportFormat> parse_report_format(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return format.format;
  }
  return std::nullopt;
}

std::vector<std::string_view> report_format_names() {
  std::vector<std::string_view> names;
  names.reserve(kFormats.size());
  for (const Format& format : kFormats) names.push_back(format.name);
  return names;
}

std::string write_report(const ScanReport& report, ReportFormat format,
                         const ReportOptions& options) {
  for (const Format& known : kFormats) {
    if (known.format == format) return known.write(report, options);
  }
  return {};
}

}  // namespace gitward

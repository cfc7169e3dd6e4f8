// The same as JSONL, as one object for tools that read whole documents.
#include "report/formats.h"
#include "report/json_values.h"

namespace gitward {

std::string write_json(const ScanReport& report, const ReportOptions& options) {
  const NameMask mask(report, options.show_secrets);
  Json findings = Json::array();
  for (const Finding& finding : report.findings) {
    if (!is_printed(finding.status, options)) continue;
    findings.push_back(finding_json(finding, mask, options));
  }
  Json gaps = Json::array();
  for (const Gap& gap : report.gaps) {
    if (is_printed(gap.status, options)) gaps.push_back(gap_json(gap, mask));
  }
  const Json document = {{"findings", findings},
                         {"gaps", gaps},
                         {"summary", summary_json(report, options)}};
  return json_text(document, 2) + "\n";
}

}  // namespace gitward

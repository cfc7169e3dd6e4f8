// One line for each finding, then one for each gap, then the summary. A
// reader that finds no summary knows that the report was cut off.
#include "report/formats.h"
#include "report/json_values.h"

namespace gitward {

std::string write_jsonl(const ScanReport& report,
                        const ReportOptions& options) {
  const NameMask mask(report, options.show_secrets);
  std::string text;
  for (const Finding& finding : report.findings) {
    if (!is_printed(finding.status, options)) continue;
    text += json_text(finding_json(finding, mask, options)) + "\n";
  }
  for (const Gap& gap : report.gaps) {
    if (!is_printed(gap.status, options)) continue;
    text += json_text({{"gap", gap_json(gap, mask)}}) + "\n";
  }
  return text + json_text({{"summary", summary_json(report, options)}}) + "\n";
}

}  // namespace gitward

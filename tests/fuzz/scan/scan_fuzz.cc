// Any bytes can be scanned, and every candidate is where it says it is.
#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "rules/rule_set.h"
#include "scan/scanner.h"

namespace {

using namespace gitward;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Candidate& candidate, ByteView content, const RuleSet& rules) {
  require(candidate.rule < rules.rules().size());
  require(!candidate.span.empty());
  require(candidate.span.end <= content.size());
  require(!candidate.value.reveal().empty());
  const Position& at = candidate.position;
  require(at.line >= 1 && at.column >= 1 && at.end_column >= 1);
  require(at.line < at.end_line ||
          (at.line == at.end_line && at.column < at.end_column));
  require(visible(candidate.excerpt) == candidate.excerpt);
  require(candidate.inline_allowed || candidate.allow_reason.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const RuleSet rules = load_rules({});
  static const Scanner scanner(rules);
  static ScanScratch scratch;
  const ByteView content(reinterpret_cast<const char*>(data), size);
  const ScannedContent scanned = scanner.scan(content, scratch);
  for (const Candidate& candidate : scanned.candidates) {
    check(candidate, content, rules);
  }
  const std::vector<Judged> judged =
      scanner.judge(scanned, {Where::kBlob, "file", ""});
  require(judged.size() <= scanned.candidates.size());
  require(judged.empty() == scanned.candidates.empty() ||
          std::any_of(scanned.candidates.begin(), scanned.candidates.end(),
                      [](const Candidate& candidate) {
                        return rules.rules()[candidate.rule].path.has_value() ||
                               !candidate.pending_allowlists.empty();
                      }));
  for (const Judged& one : judged) {
    const Finding finding =
        make_finding(rules, one, {Where::kBlob, "file", ""}, ObjectId());
    require(finding.secret.reveal() == one.candidate->value.reveal());
    require(visible(finding.redacted) == finding.redacted);
  }
  return 0;
}

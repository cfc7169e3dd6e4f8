// Any line of any bytes can be explained, and what is told is what a scan says.
// The first byte chooses the line, 0 all of them.
#include <algorithm>
#include <cstdlib>

#include "rules/rule_set.h"
#include "scan/explain.h"

namespace {

using namespace gitward;

void require(bool holds) {
  if (!holds) std::abort();
}

std::ptrdiff_t drops(const ExplainedMatch& match) {
  return std::count_if(match.rulings.begin(), match.rulings.end(),
                       [](const Ruling& ruling) {
                         return ruling.effect == Ruling::Effect::kDrops;
                       });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const RuleSet rules = load_rules({});
  static const Scanner scanner(rules);
  static ScanScratch scratch;
  if (size == 0) return 0;
  const ByteView content(reinterpret_cast<const char*>(data) + 1, size - 1);
  const PlaceRanges place = find_place(content, {data[0], 0});
  if (place.lines.empty()) return 0;
  const PathContext context{Where::kBlob, "file", ""};
  const Explanation told = explain(scanner, content, context, place);
  const ScannedContent scanned = scanner.scan(content, scratch);
  require(told.content.candidates.size() == scanned.candidates.size());
  require(told.findings.size() == scanner.judge(scanned, context).size());
  std::size_t findings = 0;
  for (const ExplainedMatch& match : told.matches) {
    require(drops(match) == (match.finding == nullptr ? 1 : 0));
    if (match.finding != nullptr) ++findings;
  }
  require(data[0] == 0 ? findings == told.findings.size()
                       : findings <= told.findings.size());
  return 0;
}

#include "report/short_ids.h"

#include "support/catch.h"
#include "unit/report/samples.h"

using namespace gitward;

namespace {

Finding with_id(const std::string& hex) {
  Finding finding = sample::finding("a");
  finding.id = *Digest::from_hex(hex);
  return finding;
}

}  // namespace

TEST_CASE("a short id has eight digits unless another begins alike") {
  const std::string one = "00112233445566778899aabbccddeeff";
  const std::string near = "0011223344550000" + std::string(16, '0');
  const std::string far = std::string(32, 'f');
  ScanReport report =
      sample::report({with_id(one), with_id(one), with_id(near), with_id(far)});
  const ShortIds short_id(report);
  CHECK(short_id(*Digest::from_hex(one)) == "0011223344556");
  CHECK(short_id(*Digest::from_hex(near)) == "0011223344550");
  CHECK(short_id(*Digest::from_hex(far)) == "ffffffff");
}

TEST_CASE("a gap's short id is told apart from a finding's") {
  ScanReport report = sample::report({with_id(std::string(32, 'a'))});
  Gap gap = sample::gap(GapReason::kMissing, "x");
  gap.id = *Digest::from_hex(std::string(10, 'a') + std::string(22, 'b'));
  report.gaps = {gap};
  CHECK(ShortIds(report)(gap.id) == std::string(10, 'a') + "b");
}

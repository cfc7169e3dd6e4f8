#include "report/reporter.h"
#include "support/catch.h"
#include "unit/report/samples.h"

using namespace gitward;

TEST_CASE("the coverage line says what was scanned and what was not") {
  ScanReport report = sample::report(
      {}, {sample::gap(GapReason::kMissing, "a"),
           sample::gap(GapReason::kMissing, "b"),
           sample::gap(GapReason::kCorrupt, "c", Status::kAccepted)});
  report.coverage.commits = 39736;
  report.coverage.blobs = 70405;
  report.coverage.bytes = 5'812'345'678;
  const std::string text = coverage_lines(report);
  CHECK_THAT(text, ContainsSubstring(
                       "scanned 39,736 commits, 70,405 blobs, 5.8 GB; 3 not "
                       "scanned: 2 missing, 1 corrupt (1 accepted)\n"));
  const std::string id = gap_id(GapReason::kMissing, {}, "a").hex();
  CHECK_THAT(text, ContainsSubstring("\n  " + id.substr(0, 8) +
                                     " missing a: run git fetch\n"));
  CHECK_THAT(text, !ContainsSubstring(" corrupt c"));
  CHECK_THAT(text, ContainsSubstring("gitward baseline accept ID"));
}

TEST_CASE("a whole scan needs one line, in the command's own units") {
  ScanReport report = sample::report({});
  report.coverage.blobs = 1;
  report.coverage.files = 2;
  report.coverage.commits = 3;
  report.coverage.bytes = 999;
  CHECK(coverage_lines(report) == "scanned 3 commits, 1 blob, 999 bytes\n");
  report.command = "staged";
  CHECK(coverage_lines(report) == "scanned 1 blob, 999 bytes\n");
  report.command = "dir";
  CHECK(coverage_lines(report) == "scanned 2 files, 999 bytes\n");
}

TEST_CASE("sizes never claim more than was scanned") {
  ScanReport report = sample::report({});
  report.command = "stdin";
  const auto line = [&](std::uint64_t bytes) {
    report.coverage.bytes = bytes;
    return coverage_lines(report);
  };
  CHECK_THAT(line(1), ContainsSubstring(" 1 byte\n"));
  CHECK_THAT(line(1000), ContainsSubstring(" 1.0 kB\n"));
  CHECK_THAT(line(999'999), ContainsSubstring(" 999.9 kB\n"));
  CHECK_THAT(line(1'000'000), ContainsSubstring(" 1.0 MB\n"));
  CHECK_THAT(line(~std::uint64_t{0}), ContainsSubstring(" 18.4 EB\n"));
}

TEST_CASE("ten gaps are named, the others counted") {
  std::vector<Gap> gaps;
  for (int i = 0; i < 12; ++i) {
    gaps.push_back(sample::gap(GapReason::kMissing, std::to_string(i)));
  }
  const std::string text = coverage_lines(sample::report({}, gaps));
  CHECK_THAT(text, ContainsSubstring("  +2 more"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 13);
}

TEST_CASE("what is by nature elsewhere is named and is no gap") {
  ScanReport report = sample::report({});
  report.outside = {{"lfs-pointer", 2}, {"submodule", 1}};
  CHECK_THAT(coverage_lines(report),
             ContainsSubstring("stored elsewhere, so not scanned: "
                               "2 lfs-pointer, 1 submodule\n"));
}

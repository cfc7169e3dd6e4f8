// Fresh samples of a rule, in the places where people leave credentials.
#pragma once

#include <cstddef>

#include "scan/scanner.h"

namespace gitward {

// Tries a rule on `count` samples that its own generator makes: each in an
// assignment, JSON, YAML, a URL's query or a header, and, where the shape is
// distinctive, as a word of prose; where the rule knows its provider's name,
// also in a call on several lines and in a header near an API's URL. A sample
// that a checksum proves is tried once more with a wrong checksum, and must be
// found with less confidence. A rule without shapes is tried on fresh
// expansions of its `matches`.
void test_samples(const Scanner& scanner, RuleIndex index, std::size_t count,
                  ScanScratch& scratch, RuleTestResult& result);

}  // namespace gitward

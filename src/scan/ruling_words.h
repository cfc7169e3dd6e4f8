// The rulings of the filters in words and numbers: see scan/ruling.h. Nothing
// here decides anything.
#pragma once

#include <cstdint>
#include <string>

#include "judge/key_value.h"
#include "rules/rule.h"
#include "scan/ruling.h"

namespace gitward {

// What of an allowlist holds for a match: the first of each kind.
struct AllowlistHold {
  const std::string* stopword = nullptr;
  const LazyRegex* regex = nullptr;
};

Ruling ruling_on_entropy(double entropy, double floor);
// `index`: see Candidate::pending_allowlists.
Ruling ruling_on_allowlist(const Rule& rule, const Allowlist& list,
                           std::uint32_t index, const AllowlistHold& held,
                           Ruling::Effect effect);
Ruling ruling_on_proof(const Rule& rule, Proof checksum, Proof structure,
                       Confidence before, Confidence after);
// Of the learned judge: its score, and what moved it.
Ruling ruling_on_looks(ByteView text, const KeyValue& candidate);
Ruling ruling_on_nesting();
// The filter of what is decoded from a match: it says nothing new.
inline constexpr std::string_view kAsWritten = "as written";
Ruling ruling_on_written_match();
Ruling ruling_on_decoded_bytes();

// What a path or a commit adds.
Ruling ruling_on_path(const LazyRegex& wanted, bool matches);
Ruling ruling_on_unlikely_place(Confidence lower);
Ruling ruling_on_pending(const Rule& rule, const Allowlist& list,
                         std::uint32_t index, bool holds);
Ruling ruling_on_allow(const std::string& reason);
Ruling ruling_on_overlap(const Rule& better, Confidence confidence);
Ruling ruling_on_unasked_rule();

// What an explanation adds. Of a comment: `place` is its line.
Ruling ruling_on_second_reading();
Ruling ruling_on_bad_marker(const std::string& place, const std::string& rule);
Ruling ruling_on_other_marker(const std::string& place,
                              const std::string& names);

}  // namespace gitward

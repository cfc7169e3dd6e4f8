// What a run has to say: findings, gaps, and what it looked at.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/finding.h"

namespace gitward {

// Why something could not be scanned. A "could not look" is never a "nothing
// there": every such place becomes a Gap and changes the exit status.
enum class GapReason {
  kMissing,     // An object that the repository refers to is not there.
  kCorrupt,     // It is there and can't be decoded, or its hash is wrong.
  kTooLarge,    // Larger than --max-blob-size.
  kUnreadable,  // The operating system refused to hand it over.
  kLimit,       // A match limit was reached.
  kShallow,     // History ends here: a shallow clone.
  kEncrypted,
  kUnsupported,  // Stored in a way that nothing here can undo.
};

// "missing", "corrupt", "too-large", "unreadable", "limit", "shallow", …
std::string_view name_of(GapReason reason);

struct Gap {
  FindingId id;  // See gap_id().
  GapReason reason = GapReason::kMissing;
  std::string path;    // Raw bytes; may be empty.
  ObjectId object;     // May be null.
  std::string detail;  // One line for people: cause and cure.
  Status status = Status::kNew;
  std::string accept_reason;
};

// The identity of a gap: XXH3-128 of its reason and of the object that could
// not be scanned, or of the path where there is no object. `about` tells
// several gaps of one object apart (the rule that reached its limit).
FindingId gap_id(GapReason reason, const ObjectId& object,
                 const std::string& path, const std::string& about = "");
bool precedes(const Gap& a, const Gap& b);

// Counters of what a run really scanned. Bytes count each content once.
struct Coverage {
  std::uint64_t commits = 0;
  std::uint64_t trees = 0;
  std::uint64_t tags = 0;
  std::uint64_t blobs = 0;
  std::uint64_t files = 0;  // Of `dir` and `stdin`.
  std::uint64_t refs = 0;
  std::uint64_t members = 0;  // What was unpacked from archives.
  std::uint64_t bytes = 0;    // Without those of members.

  Coverage& operator+=(const Coverage& other);
};

// The result of a run: a pure value, the same for every thread count.
// Invariant after sort(): findings and gaps are in report order.
struct ScanReport {
  std::string command;  // "staged", "range", "history", "dir", "stdin",
                        // "image".
  std::vector<Finding> findings;  // All statuses.
  std::vector<Gap> gaps;          // All statuses.
  Coverage coverage;
  // What is by nature elsewhere and not a gap: reason and number, such as
  // {"lfs-pointer", 2}, {"submodule", 1}.
  std::map<std::string, std::uint64_t> outside;
  std::vector<std::string> notes;  // For people, on stderr.
  std::string rule_set_hash;       // 32 hexadecimal digits.

  void sort();
  std::size_t count_findings() const;  // Those that count().
  std::size_t count_gaps() const;      // Those not accepted.
};

// Frozen: see README, "Exit codes".
enum class ExitStatus : int {
  kClean = 0,
  kFindings = 1,
  kUsage = 2,
  kIncomplete = 3,
  kInternal = 4,
};

ExitStatus exit_status(const ScanReport& report, bool exit_zero);

}  // namespace gitward

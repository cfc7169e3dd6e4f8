// The vocabulary of results, shared by every layer that makes or prints them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "model/object_id.h"
#include "model/proof.h"
#include "model/secret.h"

namespace gitward {

enum class Severity { kLow, kMedium, kHigh, kCritical };
enum class Confidence { kLow, kMedium, kHigh, kProven };

// What kind of stored text holds a finding.
enum class Where {
  kBlob,
  kCommitMessage,
  kTagMessage,
  kIdentity,  // The author, committer or tagger line of an object.
  kHeader,    // Any other header of a commit or tag (gpgsig, mergetag, …).
  kPath,      // A file or folder name.
  kRef,       // A reference's name.
  kReflog,
  kConfig,
};

enum class Status { kNew, kAccepted, kExpired, kAllowed };

// The names that reports and files use: "critical", "proven",
// "commit-message", "new". parse_… is their inverse.
std::string_view name_of(Severity severity);
std::string_view name_of(Confidence confidence);
std::string_view name_of(Where where);
std::string_view name_of(Status status);
std::optional<Severity> parse_severity(std::string_view name);
std::optional<Confidence> parse_confidence(std::string_view name);

// A finding's or a gap's identity: see scan/identity.h.
using FindingId = Digest;

// What a rule says about itself. Immutable and shared by its findings.
struct RuleInfo {
  std::string id;
  std::string description;
  Severity severity = Severity::kHigh;
  std::string rotate;  // Where to replace the credential; may be empty.
  std::vector<std::string> tags;
};

// Lines and columns are 1-based; columns count original bytes of the secret
// itself (in UTF-16 too), `end_column` is exclusive.
struct Position {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::uint64_t end_line = 0;
  std::uint64_t end_column = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): the check misreads a default <=>.
  friend auto operator<=>(const Position&, const Position&) = default;
};

// Who brought the content in. `commit` is null where no commit did (staged
// content, a plain directory, a blob that only a tag or the index holds).
struct Provenance {
  ObjectId commit;
  std::string author;
  std::string email;
  std::string date;               // ISO 8601 with the author's offset.
  std::vector<std::string> refs;  // Short names, sorted.
  bool at_tip = false;            // A branch or tag tip still holds it.
  bool reachable = false;         // From any ref.
};

// One credential at one place. Self-contained: it outlives what was scanned.
struct Finding {
  FindingId id;
  std::shared_ptr<const RuleInfo> rule;
  Confidence confidence = Confidence::kHigh;
  Proof proof = Proof::kNotApplicable;  // Of its checksum and structure.
  bool strong = false;  // The value alone identifies it: see scan/identity.h.

  Where where = Where::kBlob;
  // Raw bytes, relative to the repository's root: the file's path, the ref's
  // name, the reflog's or the configuration file's path under the git
  // directory. Empty for commit and tag objects.
  std::string path;
  Position position;
  std::string inside;  // The place within an archive or image.
  // The layer of the image that deletes or replaces the file it is in. It is
  // stored all the same.
  std::string removed_in = {};
  std::vector<std::string> via;  // Decodings, outermost first.
  ObjectId object;  // The blob, or the commit or tag object itself.

  Secret secret;
  std::string redacted;
  // The line around it, redacted and visible(), for people; may be empty.
  std::string excerpt;

  std::optional<Provenance> provenance;
  std::uint64_t occurrences = 1;  // Places that this finding stands for.

  Status status = Status::kNew;
  std::string reason;  // Why it was accepted or allowed.

  // New and expired findings fail a run; the others are on the record.
  bool counts() const {
    return status == Status::kNew || status == Status::kExpired;
  }
};

// The order of every report: place, then rule, then id and commit.
bool precedes(const Finding& a, const Finding& b);

// Where a baseline entry applies: a blob's path, or ":commit-message" and the
// like for every other kind of text, so that no entry holds a name that is a
// secret itself. A path that begins with a colon gets "./" before it: the two
// are never alike.
std::string baseline_path(Where where, const std::string& path);

}  // namespace gitward

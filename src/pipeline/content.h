// Contents read and scanned: the border between what reads bytes and what
// judges them. A faster reader replaces what is behind BlobCache::get() and
// leaves everything that takes a Content alone.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "archive/container_walk.h"
#include "base/error.h"
#include "git/objects.h"
#include "git/repository.h"
#include "model/report.h"
#include "pipeline/pipeline.h"
#include "pipeline/workers.h"
#include "scan/scanner.h"

namespace gitward {

// Why something could not be looked at.
struct Trouble {
  GapReason reason = GapReason::kMissing;
  std::string cause;  // One line, lower case.
};

// Runs `step`; its Error means "this one thing can't be read" and becomes a
// Trouble of `reason`. A broken invariant goes on to the caller.
template <class Step>
std::optional<Trouble> attempt(GapReason reason, Step&& step) {
  try {
    std::forward<Step>(step)();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kBug) throw;
    return Trouble{reason, error.what()};
  }
  return std::nullopt;
}

// The object, or why there is none.
struct ReadObject {
  std::optional<Object> object;
  std::optional<Trouble> trouble;  // Exactly one of the two is there.
};
ReadObject read_object(const ObjectId& id, ObjectReader& reader);
// The same for an object that must be of this type.
ReadObject read_object(const ObjectId& id, ObjectType type,
                       ObjectReader& reader);

// A content that lies in another one, which is an archive.
struct MemberContent {
  std::string inside;    // The names that lead to it: see Member::inside.
  std::size_t name = 0;  // Where the last of them begins.
  ScannedContent scanned;
  Where where = Where::kBlob;  // kPath: it is the name itself.
};

// What one content holds, whatever its paths. Immutable and shared: judged
// places point into it.
struct Content {
  ScannedContent scanned;
  std::optional<Trouble> trouble = {};  // Then nothing was scanned.
  // Those with something in them, in the archive's order.
  std::vector<MemberContent> members = {};
  std::vector<Unopened> unopened = {};
  // The candidates are as an earlier run saw them: without value, excerpt and
  // reason of an inline comment.
  bool told = false;

  bool empty() const {
    return scanned.empty() && !trouble && members.empty() && unopened.empty();
  }
  // Something of it could not be looked into.
  bool has_gaps() const;
};
using ContentPtr = std::shared_ptr<const Content>;

// False if nothing of it can be in the report, whatever its paths: what is in
// it stays below what the options ask for.
bool is_reportable(const Candidate& candidate, const RuleSet& rules,
                   const RunOptions& options);
bool worth_keeping(const ScannedContent& content, const RuleSet& rules,
                   const RunOptions& options);
bool worth_keeping(const Content& content, const RuleSet& rules,
                   const RunOptions& options);

// A content as its run remembers it.
struct Blob {
  ContentPtr content;  // None: scanned, and nothing there.
  std::uint64_t size = 0;
  bool lfs_pointer = false;
  std::uint64_t members = 0;  // Unpacked and scanned.
};

// A file of Git LFS: what it stands for is not in the repository.
bool is_lfs_pointer(ByteView bytes);

// Reads and scans one blob.
Blob scan_blob(const ObjectId& id, const Scanner& scanner,
               const RunOptions& options, Worker& worker);
// The same for bytes at hand.
Blob scan_content(ByteView bytes, const Scanner& scanner,
                  const RunOptions& options, Worker& worker);
// A name or another text, which is no archive whatever it looks like.
Blob scan_bytes(ByteView bytes, const Scanner& scanner, Worker& worker);

// Each blob and each name is scanned once per run. Thread-safe. Borrows its
// arguments.
class ContentCache {
 public:
  ContentCache(const Scanner& scanner, const RunOptions& options)
      : scanner_(scanner), options_(options) {}

  Blob blob(const ObjectId& id, Worker& worker);
  // A path component; none if nothing is in it.
  ContentPtr name(std::string_view component, Worker& worker);

 private:
  const Scanner& scanner_;
  const RunOptions& options_;
  std::mutex mutex_;  // Guards the maps; reading and scanning happen outside.
  std::unordered_map<ObjectId, Blob> blobs_;
  std::unordered_map<std::string, ContentPtr> names_;
};

// A candidate that is a finding at one place.
struct Place {
  ContentPtr content;  // Keeps `judged` alive.
  Judged judged;
  Where where = Where::kBlob;
  std::string path;
  ObjectId object;
  std::string inside;    // See MemberContent.
  std::size_t name = 0;  // Likewise.

  bool allowed() const { return judged.status == Status::kAllowed; }
};

// The places of a content under one path, those of its members behind its own.
std::vector<Place> judge_places(const Scanner& scanner,
                                const ContentPtr& content, Where where,
                                const std::string& path, const ObjectId& object,
                                std::string_view commit);
Finding finding_of(const Scanner& scanner, const Place& place,
                   std::string_view commit);
// Gives a finding of a told content what the candidate has besides.
void fill_in(const RuleSet& rules, const Candidate& candidate,
             Finding& finding);

// A raw commit or tag object, scanned whole. Positions in its message count
// from the message's first line.
struct TextObject {
  ObjectId id;
  ObjectType type = ObjectType::kCommit;
  ContentPtr content;             // None: nothing there.
  std::vector<ObjectPart> parts;  // Of each candidate.
};
TextObject scan_text_object(const ObjectId& id, ObjectType type, ByteView bytes,
                            const Scanner& scanner, Worker& worker);
std::vector<Place> judge_places(const Scanner& scanner,
                                const TextObject& object);

}  // namespace gitward

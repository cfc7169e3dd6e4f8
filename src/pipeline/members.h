// Scans what lies in archives: each member is a content of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>

#include "base/bytes.h"
#include "pipeline/content.h"

namespace gitward {

// Adds what the members of this content hold to it, if it is a container, and
// returns how many there were. A candidate of the container's own bytes that
// a member has, too, is taken away: it is the same one, seen from outside.
// The content's own scan must be in `content` already.
std::uint64_t scan_members(ByteView bytes, const Scanner& scanner,
                           const RunOptions& options, Worker& worker,
                           Content& content);

// The same for a container that lies at `inside` of something larger; `entry`
// as in ContainerVisitor. Requires: no other members are in `content`.
std::uint64_t scan_members_at(const std::string& inside, ByteView bytes,
                              const Scanner& scanner, const RunOptions& options,
                              Worker& worker, Content& content,
                              std::function<void(const EntryName&)> entry);

// Takes away what is known from elsewhere: a candidate for each (rule, value).
class KnownValues {
 public:
  void add(const ScannedContent& scanned);
  void take_from(ScannedContent& scanned) const;

 private:
  std::unordered_set<std::string> values_;  // No value itself.
};

}  // namespace gitward

#include "pipeline/members.h"

#include <unordered_set>
#include <utility>

#include "archive/container_kind.h"
#include "archive/container_walk.h"
#include "base/digest.h"

namespace gitward {
namespace {

// What tells candidates of one value apart from all others.
std::string value_key(const Candidate& candidate) {
  return std::to_string(candidate.rule) + ' ' +
         xxh3_128(candidate.value.reveal()).hex();
}

bool is_below(std::string_view inside, std::string_view container) {
  if (container.empty()) return true;
  return inside.size() > container.size() && inside.starts_with(container) &&
         inside[container.size()] == '!';
}

// Takes what members hold from what was found in the bytes around them, such
// as those of a tar.
void forget_doubles(ScannedContent& outer, std::string_view inside,
                    const std::vector<MemberContent>& members,
                    std::size_t first) {
  if (outer.candidates.empty()) return;
  std::unordered_set<std::string> known;
  for (std::size_t i = first; i < members.size(); ++i) {
    if (!is_below(members[i].inside, inside)) continue;
    for (const Candidate& candidate : members[i].scanned.candidates) {
      known.insert(value_key(candidate));
    }
  }
  if (known.empty()) return;
  std::erase_if(outer.candidates, [&](const Candidate& candidate) {
    return known.contains(value_key(candidate));
  });
}

}  // namespace

std::uint64_t scan_members(ByteView bytes, const Scanner& scanner,
                           const RunOptions& options, Worker& worker,
                           Content& content) {
  if (container_kind(bytes) == ContainerKind::kNone) return 0;
  std::uint64_t count = 0;
  std::vector<MemberContent>& members = content.members;
  ContainerVisitor visitor;
  visitor.member = [&](const Member& member) {
    ++count;
    ScannedContent scanned = scanner.scan(member.bytes, worker.scratch);
    if (scanned.empty()) return;
    members.push_back({std::string(member.inside),
                       member.inside.size() - member.name.size(),
                       std::move(scanned)});
  };
  visitor.unopened = [&](const Unopened& unopened) {
    content.unopened.push_back(unopened);
  };
  walk_container(bytes, options.max_archive_depth, visitor);
  forget_doubles(content.scanned, "", members, 0);
  for (std::size_t i = 0; i < members.size(); ++i) {
    forget_doubles(members[i].scanned, members[i].inside, members, i + 1);
  }
  std::erase_if(members, [](const MemberContent& member) {
    return member.scanned.empty();
  });
  return count;
}

}  // namespace gitward

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
  return inside.size() > container.size() && inside.starts_with(container) &&
         inside[container.size()] == '!';
}

// Takes what members hold from what was found in the bytes around them, such
// as those of a tar.
void forget_doubles(Content& content) {
  std::vector<MemberContent>& members = content.members;
  if (!content.scanned.candidates.empty()) {
    KnownValues known;
    for (const MemberContent& member : members) known.add(member.scanned);
    known.take_from(content.scanned);
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    MemberContent& outer = members[i];
    if (outer.scanned.candidates.empty()) continue;
    KnownValues known;
    // What lies in it follows it at once.
    for (std::size_t j = i + 1;
         j < members.size() && is_below(members[j].inside, outer.inside); ++j) {
      known.add(members[j].scanned);
    }
    known.take_from(outer.scanned);
  }
  std::erase_if(members, [](const MemberContent& member) {
    return member.scanned.empty();
  });
}

}  // namespace

void KnownValues::add(const ScannedContent& scanned) {
  for (const Candidate& candidate : scanned.candidates) {
    values_.insert(value_key(candidate));
  }
}

void KnownValues::take_from(ScannedContent& scanned) const {
  if (values_.empty()) return;
  std::erase_if(scanned.candidates, [&](const Candidate& candidate) {
    return values_.contains(value_key(candidate));
  });
}

std::uint64_t scan_members_at(
    const std::string& inside, ByteView bytes, const Scanner& scanner,
    const RunOptions& options, Worker& worker, Content& content,
    std::function<void(const std::string&, bool)> entry) {
  const std::string before = inside.empty() ? "" : inside + '!';
  std::uint64_t count = 0;
  ContainerVisitor visitor;
  visitor.entry = std::move(entry);
  visitor.member = [&](const Member& member) {
    ++count;
    ScannedContent scanned = scanner.scan(member.bytes, worker.scratch);
    if (scanned.empty()) return;
    std::string chain = before + std::string(member.inside);
    const std::size_t name = chain.size() - member.name.size();
    content.members.push_back({std::move(chain), name, std::move(scanned)});
  };
  visitor.unopened = [&](const Unopened& unopened) {
    content.unopened.push_back(unopened);
    std::string& chain = content.unopened.back().inside;
    chain = chain.empty() ? inside : before + chain;
  };
  walk_container(bytes, options.max_archive_depth, visitor);
  forget_doubles(content);
  return count;
}

std::uint64_t scan_members(ByteView bytes, const Scanner& scanner,
                           const RunOptions& options, Worker& worker,
                           Content& content) {
  if (container_kind(bytes) == ContainerKind::kNone) return 0;
  return scan_members_at("", bytes, scanner, options, worker, content, {});
}

}  // namespace gitward

#include "pipeline/members.h"

#include <algorithm>
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

// The names of files and folders, each component a content of its own, as those
// of a repository are.
class NameScan {
 public:
  NameScan(const Scanner& scanner, Worker& worker, const std::string& before,
           std::vector<MemberContent>& found)
      : scanner_(scanner), worker_(worker), before_(before), found_(found) {}

  void scan(const EntryName& entry) {
    for (std::size_t begin = 0; begin < entry.name.size();) {
      const std::size_t end =
          std::min(entry.name.find('/', begin), entry.name.size());
      scan(entry, begin, end);
      begin = end + 1;
    }
  }

 private:
  void scan(const EntryName& entry, std::size_t begin, std::size_t end) {
    const std::string_view component = entry.name.substr(begin, end - begin);
    if (!seen_.insert(std::string(component)).second) return;
    if (seen_.size() > kMostNames) seen_.clear();
    ScannedContent scanned = scanner_.scan(component, worker_.scratch);
    if (scanned.candidates.empty()) return;
    const std::size_t name = entry.inside.size() - entry.name.size();
    found_.push_back({before_ + std::string(entry.inside.substr(0, name + end)),
                      before_.size() + name, std::move(scanned), Where::kPath});
  }

  // Others are forgotten: then one can be found twice.
  static constexpr std::size_t kMostNames = 65536;

  const Scanner& scanner_;
  Worker& worker_;
  const std::string& before_;
  std::vector<MemberContent>& found_;
  std::unordered_set<std::string> seen_;
};

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

std::uint64_t scan_members_at(const std::string& inside, ByteView bytes,
                              const Scanner& scanner, const RunOptions& options,
                              Worker& worker, Content& content,
                              std::function<void(const EntryName&)> entry) {
  const std::string before = inside.empty() ? "" : inside + '!';
  std::uint64_t count = 0;
  ContainerVisitor visitor;
  NameScan names(scanner, worker, before, content.members);
  visitor.entry = [&](const EntryName& name) {
    if (entry) entry(name);
    names.scan(name);
  };
  visitor.member = [&](const Member& member) {
    ++count;
    // Whoever listens is told of what leads to nothing, too.
    CleanMembers* const clean =
        worker.clean_members && worker.scratch.listener == nullptr
            ? &*worker.clean_members
            : nullptr;
    if (clean != nullptr && clean->knows(member.bytes, scanner)) return;
    ScannedContent scanned = scanner.scan(member.bytes, worker.scratch);
    if (scanned.empty()) {
      if (clean != nullptr) clean->note();
      return;
    }
    std::string chain = before + std::string(member.inside);
    const std::size_t name = chain.size() - member.name.size();
    content.members.push_back(
        {std::move(chain), name, std::move(scanned), Where::kBlob});
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

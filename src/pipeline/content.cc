#include "pipeline/content.h"

#include <fmt/format.h>

#include "base/text.h"
#include "pipeline/members.h"

namespace gitward {
namespace {

// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: "Pointer files
// must be less than 1024 bytes"; the version line comes first.
constexpr std::size_t kLfsPointerLimit = 1024;
constexpr std::string_view kLfsVersion =
    "version https://git-lfs.github.com/spec/";

Trouble missing() {
  return {GapReason::kMissing, "the repository does not have it"};
}

// LF, CRLF and a lone CR each end a line, as in every reported position.
std::uint64_t line_ends(ByteView text) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++count;
    } else if (text[i] == '\r') {
      ++count;
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
  }
  return count;
}

std::size_t message_offset(ByteView object) {
  // A message without a blank line before it: everything is header.
  const std::size_t blank = object.find("\n\n");
  return blank == ByteView::npos ? object.size() : blank + 2;
}

Where where_of(ObjectType type, ObjectPart part) {
  switch (part) {
    case ObjectPart::kIdentity:
      return Where::kIdentity;
    case ObjectPart::kHeader:
      return Where::kHeader;
    case ObjectPart::kMessage:
      break;
  }
  return type == ObjectType::kTag ? Where::kTagMessage : Where::kCommitMessage;
}

}  // namespace

ReadObject read_object(const ObjectId& id, ObjectReader& reader) {
  ReadObject result;
  result.trouble =
      attempt(GapReason::kCorrupt, [&] { result.object = reader.read(id); });
  if (!result.object && !result.trouble) result.trouble = missing();
  return result;
}

ReadObject read_object(const ObjectId& id, ObjectType type,
                       ObjectReader& reader) {
  ReadObject result = read_object(id, reader);
  if (result.object && result.object->type != type) {
    result.object.reset();
    result.trouble =
        Trouble{GapReason::kCorrupt, "the object is of another type"};
  }
  return result;
}

bool is_lfs_pointer(ByteView bytes) {
  return bytes.size() < kLfsPointerLimit && bytes.starts_with(kLfsVersion);
}

bool is_reportable(const Candidate& candidate, const RuleSet& rules,
                   const RunOptions& options) {
  return candidate.confidence >= options.min_confidence &&
         rules.rules()[candidate.rule].info->severity >= options.min_severity;
}

bool worth_keeping(const ScannedContent& content, const RuleSet& rules,
                   const RunOptions& options) {
  const auto reportable = [&](const Candidate& candidate) {
    return is_reportable(candidate, rules, options);
  };
  return !content.limits.empty() ||
         std::any_of(content.candidates.begin(), content.candidates.end(),
                     reportable);
}

bool worth_keeping(const Content& content, const RuleSet& rules,
                   const RunOptions& options) {
  return content.trouble || !content.unopened.empty() ||
         worth_keeping(content.scanned, rules, options) ||
         std::any_of(content.members.begin(), content.members.end(),
                     [&](const MemberContent& member) {
                       return worth_keeping(member.scanned, rules, options);
                     });
}

bool Content::has_gaps() const {
  return trouble || !unopened.empty() || !scanned.limits.empty() ||
         std::any_of(members.begin(), members.end(),
                     [](const MemberContent& member) {
                       return !member.scanned.limits.empty();
                     });
}

Blob scan_content(ByteView bytes, const Scanner& scanner,
                  const RunOptions& options, Worker& worker) {
  Blob blob;
  blob.size = bytes.size();
  blob.lfs_pointer = is_lfs_pointer(bytes);
  Content content{scanner.scan(bytes, worker.scratch)};
  blob.members = scan_members(bytes, scanner, options, worker, content);
  if (!content.empty()) {
    blob.content = std::make_shared<Content>(std::move(content));
  }
  return blob;
}

Blob scan_bytes(ByteView bytes, const Scanner& scanner, Worker& worker) {
  Blob blob;
  blob.size = bytes.size();
  blob.lfs_pointer = is_lfs_pointer(bytes);
  ScannedContent scanned = scanner.scan(bytes, worker.scratch);
  if (!scanned.empty()) {
    blob.content =
        std::make_shared<Content>(Content{std::move(scanned), std::nullopt});
  }
  return blob;
}

Blob scan_blob(const ObjectId& id, const Scanner& scanner,
               const RunOptions& options, Worker& worker) {
  const std::uint64_t max_size = options.max_blob_size;
  const auto failed = [](Trouble trouble) {
    Blob blob;
    blob.content = std::make_shared<Content>(Content{{}, std::move(trouble)});
    return blob;
  };
  if (max_size != 0) {
    std::optional<ObjectReader::Header> header;
    const auto trouble = attempt(GapReason::kCorrupt,
                                 [&] { header = worker.reader().header(id); });
    if (trouble) return failed(*trouble);
    if (header && header->size > max_size) {
      return failed({GapReason::kTooLarge,
                     fmt::format("{} bytes, larger than --max-blob-size {}",
                                 grouped(header->size), max_size)});
    }
  }
  ReadObject read = read_object(id, ObjectType::kBlob, worker.reader());
  if (read.trouble) return failed(*read.trouble);
  return scan_content(read.object->bytes, scanner, options, worker);
}

Blob ContentCache::blob(const ObjectId& id, Worker& worker) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = blobs_.find(id); found != blobs_.end()) {
      return found->second;
    }
  }
  Blob scanned = scan_blob(id, scanner_, options_, worker);
  const std::lock_guard lock(mutex_);
  return blobs_.emplace(id, std::move(scanned)).first->second;
}

ContentPtr ContentCache::name(std::string_view component, Worker& worker) {
  std::string key(component);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = names_.find(key); found != names_.end()) {
      return found->second;
    }
  }
  Blob scanned = scan_bytes(component, scanner_, worker);
  const std::lock_guard lock(mutex_);
  return names_.emplace(std::move(key), std::move(scanned.content))
      .first->second;
}

std::vector<Place> judge_places(const Scanner& scanner,
                                const ContentPtr& content, Where where,
                                const std::string& path, const ObjectId& object,
                                std::string_view commit) {
  std::vector<Place> places;
  if (!content) return places;
  for (Judged& judged :
       scanner.judge(content->scanned, {where, path, commit})) {
    places.push_back({content, std::move(judged), where, path, object, "", 0});
  }
  for (const MemberContent& member : content->members) {
    const std::string_view inside = member.inside;
    const Where kind = member.where == Where::kPath ? member.where : where;
    for (Judged& judged : scanner.judge(
             member.scanned,
             {kind, path, commit, inside, inside.substr(member.name)})) {
      places.push_back({content, std::move(judged), kind, path, object,
                        member.inside, member.name});
    }
  }
  return places;
}

Finding finding_of(const Scanner& scanner, const Place& place,
                   std::string_view commit) {
  const std::string_view inside = place.inside;
  return make_finding(
      scanner.rules(), place.judged,
      {place.where, place.path, commit, inside, inside.substr(place.name)},
      place.object);
}

void fill_in(const RuleSet& rules, const Candidate& candidate,
             Finding& finding) {
  const Rule& rule = rules.rules()[candidate.rule];
  finding.secret = candidate.value;
  finding.redacted = redact(candidate.value.reveal(), rule.public_prefix);
  finding.excerpt = candidate.excerpt;
  if (finding.status == Status::kAllowed) {
    finding.reason = candidate.allow_reason;
  }
}

TextObject scan_text_object(const ObjectId& id, ObjectType type, ByteView bytes,
                            const Scanner& scanner, Worker& worker) {
  TextObject text{id, type, nullptr, {}};
  ScannedContent scanned = scanner.scan(bytes, worker.scratch);
  if (scanned.empty()) return text;
  const std::size_t message = message_offset(bytes);
  const std::uint64_t lines_before = line_ends(bytes.substr(0, message));
  for (Candidate& candidate : scanned.candidates) {
    text.parts.push_back(part_at(bytes, candidate.span.begin));
    if (text.parts.back() == ObjectPart::kMessage) {
      candidate.position.line -= lines_before;
      candidate.position.end_line -= lines_before;
    }
  }
  text.content =
      std::make_shared<Content>(Content{std::move(scanned), std::nullopt});
  return text;
}

std::vector<Place> judge_places(const Scanner& scanner,
                                const TextObject& object) {
  const Where message = where_of(object.type, ObjectPart::kMessage);
  // The commit that brings the text in is the commit itself.
  const std::string commit =
      object.type == ObjectType::kCommit ? object.id.hex() : "";
  std::vector<Place> places =
      judge_places(scanner, object.content, message, "", object.id, commit);
  for (Place& place : places) {
    const auto index = static_cast<std::size_t>(
        place.judged.candidate - object.content->scanned.candidates.data());
    place.where = where_of(object.type, object.parts[index]);
  }
  return places;
}

}  // namespace gitward

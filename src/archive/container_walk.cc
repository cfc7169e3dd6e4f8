#include "archive/container_walk.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "archive/ar_file.h"
#include "archive/archive_file.h"
#include "archive/container_kind.h"
#include "archive/pdf_file.h"
#include "archive/seven_zip_header.h"
#include "archive/stream_memory.h"
#include "archive/unpack_budget.h"
#include "archive/unsupported_kind.h"
#include "archive/zip_directory.h"
#include "base/digest.h"
#include "base/text.h"

namespace gitward {
namespace {

// Where a file has a hole: a few of its zero bytes stand for all of them.
constexpr std::size_t kHole = 4096;

// libarchive's words where a tar ends before its last file is padded.
constexpr std::string_view kNoPadding = "Truncated input file";

// Kinds of problems.
constexpr std::string_view kTooDeep = "depth";
constexpr std::string_view kTooMuch = "size";

std::uint64_t unpacked_limit(std::uint64_t size) {
  const std::uint64_t by_ratio =
      size > kMaxUnpackedBytes ? kMaxUnpackedBytes : size * kMaxUnpackRatio;
  return std::max({kFreeUnpackedBytes, std::min(by_ratio, kMaxUnpackedBytes),
                   size * kLargeFactor});
}

// What can't be unpacked of one container. Only the first of each kind is
// told in full: a bomb has millions.
class Problems {
 public:
  // `kind` tells problems of one reason apart.
  void add(GapReason reason, std::string_view kind, const std::string& inside,
           const std::string& cause) {
    for (Problem& problem : problems_) {
      if (problem.reason == reason && problem.kind == kind) {
        ++problem.count;
        return;
      }
    }
    problems_.push_back({reason, kind, inside, cause, 1});
  }

  void report(ByteView container, const ContainerVisitor& visitor) const {
    if (problems_.empty()) return;
    const std::string digest = xxh3_128(container).hex();
    for (const Problem& problem : problems_) {
      Unopened unopened;
      unopened.reason = problem.reason;
      unopened.inside = problem.inside;
      unopened.cause = problem.cause;
      if (problem.count > 1) {
        unopened.cause +=
            fmt::format("; {} more like this", grouped(problem.count - 1));
      }
      unopened.identity = fmt::format("{} {}", problem.kind, digest);
      unopened.too_deep = problem.kind == kTooDeep;
      visitor.unopened(unopened);
    }
  }

 private:
  struct Problem {
    GapReason reason;
    std::string_view kind;
    std::string inside;
    std::string cause;
    std::uint64_t count;
  };
  std::vector<Problem> problems_;
};

constexpr std::string_view kUnnamed = "unnamed";

// The names that lead to an entry; none of them is empty.
struct Name {
  Name(const std::string& container, std::string_view name) : chain(container) {
    if (!chain.empty()) chain += '!';
    begin = chain.size();
    chain += (name.empty() ? kUnnamed : name).substr(0, kMaxEntryName);
  }
  std::string_view last() const {
    return std::string_view(chain).substr(begin);
  }

  std::string chain;
  std::size_t begin = 0;
};

class Walk {
 public:
  Walk(ByteView outermost, unsigned depth, const ContainerVisitor& visitor)
      : outermost_(outermost),
        depth_(depth),
        visitor_(visitor),
        budget_(unpacked_limit(outermost.size())) {}

  void run() { open(container_kind(outermost_), {outermost_, true}, "", 1); }

 private:
  struct Data {
    ByteView bytes;
    bool in_place = false;
  };

  void open(ContainerKind kind, Data container, const std::string& inside,
            unsigned level);
  void open_archive(ContainerKind kind, Data container,
                    const std::string& inside, unsigned level,
                    Problems& problems);
  void open_entry(ArchiveFile& file, const ArchiveFile::Entry& entry,
                  bool in_place, const std::string& inside, unsigned level,
                  Problems& problems);
  void open_ar(Data container, const std::string& inside, unsigned level,
               Problems& problems);
  void open_unlisted(Data zip, const std::string& inside, unsigned level,
                     Problems& problems);
  void open_pdf(Data container, const std::string& inside, unsigned level,
                Problems& problems);
  void deliver(const std::string& inside, std::string_view name, Data data,
               unsigned level, Problems& problems);
  Data read(ArchiveFile& file, const ArchiveFile::Entry& entry,
            const std::string& inside, std::string& buffer, Problems& problems);
  bool spend_entry(const std::string& inside, Problems& problems);
  void tell(const Name& name, bool is_folder, unsigned level) const {
    if (!visitor_.entry) return;
    visitor_.entry({name.chain, name.last(), is_folder, level == 1});
  }
  bool spend(std::uint64_t bytes, const std::string& inside,
             Problems& problems);
  void add_spent(const std::string& inside, Problems& problems) const;
  void add(const Refusal& failure, const std::string& inside,
           Problems& problems) const;
  // Nothing more is unpacked of anything.
  bool exhausted() const { return budget_.spent() || too_many_entries_; }

  ByteView outermost_;
  unsigned depth_;
  const ContainerVisitor& visitor_;
  UnpackBudget budget_;
  std::uint64_t entries_left_ = kMaxEntries;
  bool too_many_entries_ = false;
};

void Walk::add(const Refusal& failure, const std::string& inside,
               Problems& problems) const {
  const bool too_much = failure.reason == GapReason::kLimit && budget_.spent();
  problems.add(failure.reason, too_much ? kTooMuch : name_of(failure.reason),
               inside, failure.cause);
}

void Walk::add_spent(const std::string& inside, Problems& problems) const {
  problems.add(GapReason::kLimit, kTooMuch, inside,
               fmt::format("it unfolds to more than {} bytes",
                           grouped(budget_.limit())));
}

// False, and the whole walk ends, if that is more than may be unpacked.
bool Walk::spend(std::uint64_t bytes, const std::string& inside,
                 Problems& problems) {
  if (budget_.spend(bytes)) return true;
  add_spent(inside, problems);
  return false;
}

// What there is of the entry's data: all of it, or what comes before the first
// problem.
Walk::Data Walk::read(ArchiveFile& file, const ArchiveFile::Entry& entry,
                      const std::string& inside, std::string& buffer,
                      Problems& problems) {
  Data data;
  bool whole = false;  // One block, in place, is all of it.
  buffer.clear();
  std::uint64_t end = 0;
  while (const auto block = file.next_block()) {
    if (block->bytes.empty()) continue;
    const bool first = !whole && buffer.empty() && data.bytes.empty();
    if (!file.is_stream() && !spend(block->bytes.size(), inside, problems)) {
      break;
    }
    if (first && block->in_place && block->offset == 0 &&
        entry.size == block->bytes.size()) {
      data = {block->bytes, true};
      whole = true;
      end = block->bytes.size();
      continue;
    }
    if (whole) {
      buffer.assign(data.bytes);
      data = {};
      whole = false;
    }
    const std::uint64_t hole =
        block->offset > end
            ? std::min<std::uint64_t>(block->offset - end, kHole)
            : 0;
    if (buffer.size() + hole + block->bytes.size() > kMaxUnpackedEntry) {
      problems.add(GapReason::kLimit, "entry-size", inside,
                   fmt::format("larger than {} bytes; only these are scanned",
                               grouped(kMaxUnpackedEntry)));
      break;
    }
    buffer.append(hole, '\0').append(block->bytes);
    end = block->offset + block->bytes.size();
  }
  if (!whole) data.bytes = buffer;
  const auto failure = file.take_failure();
  // Go's writers can leave out the padding behind a layer's last file.
  const bool complete = entry.size == data.bytes.size();
  if (failure && !(complete && failure->cause.starts_with(kNoPadding))) {
    add(*failure, inside, problems);
  }
  return data;
}

// What there is at `inside`, and in it if it is a container itself.
void Walk::deliver(const std::string& inside, std::string_view name, Data data,
                   unsigned level, Problems& problems) {
  if (data.bytes.empty()) return;
  visitor_.member({inside, name, data.bytes, data.in_place, false});
  const ContainerKind kind = container_kind(data.bytes);
  if (kind == ContainerKind::kNone || exhausted()) return;
  // Nothing comes out of these, however deep they are.
  const bool opens =
      kind != ContainerKind::kOle && kind != ContainerKind::kUnsupported;
  if (level < depth_ || !opens) {
    open(kind, data, inside, level + 1);
  } else {
    problems.add(GapReason::kLimit, kTooDeep, inside,
                 fmt::format("an archive in {}: raise --max-archive-depth",
                             count_of(depth_, "other")));
  }
}

bool Walk::spend_entry(const std::string& inside, Problems& problems) {
  if (entries_left_ > 0) {
    --entries_left_;
    return true;
  }
  too_many_entries_ = true;
  problems.add(
      GapReason::kLimit, "entries", inside,
      fmt::format("it has more than {} entries", grouped(kMaxEntries)));
  return false;
}

void Walk::open_archive(ContainerKind kind, Data container,
                        const std::string& inside, unsigned level,
                        Problems& problems) {
  const auto refusal = kind == ContainerKind::kSevenZip
                           ? refusal_of_seven_zip(container.bytes)
                           : refusal_of_stream(kind, container.bytes);
  if (refusal) {
    add(*refusal, inside, problems);
    return;
  }
  ArchiveFile file(kind, container.bytes, budget_);
  // Also of a file that spent the budget when it was opened: it says so.
  while (const auto entry = file.next_entry()) {
    open_entry(file, *entry, container.in_place, inside, level, problems);
    if (exhausted()) break;
  }
  if (const auto failure = file.take_failure()) add(*failure, inside, problems);
}

void Walk::open_entry(ArchiveFile& file, const ArchiveFile::Entry& entry,
                      bool in_place, const std::string& inside, unsigned level,
                      Problems& problems) {
  const Name name(inside, entry.name);
  if (!spend_entry(name.chain, problems)) return;
  tell(name, entry.is_folder, level);
  if (entry.link) {
    if (entry.link->empty() ||
        !spend(entry.link->size(), name.chain, problems)) {
      return;
    }
    visitor_.member({name.chain, name.last(), *entry.link, false, true});
  } else if (entry.encrypted) {
    problems.add(GapReason::kEncrypted, name_of(GapReason::kEncrypted),
                 name.chain, "it is encrypted");
  } else {
    std::string buffer;
    Data data = read(file, entry, name.chain, buffer, problems);
    data.in_place = data.in_place && in_place;
    deliver(name.chain, name.last(), data, level, problems);
  }
}

// What a zip holds beside what its directory lists.
void Walk::open_unlisted(Data zip, const std::string& inside, unsigned level,
                         Problems& problems) {
  for (const ByteRange& part : unlisted_zip_parts(zip.bytes)) {
    if (exhausted()) return;
    const Data data{part.of(zip.bytes), zip.in_place};
    const ContainerKind kind = container_kind(data.bytes);
    if (kind != ContainerKind::kZip) {
      open(kind, data, inside, level);
    } else if (has_zip_end(data.bytes)) {
      open_archive(ContainerKind::kZipEntries, data, inside, level, problems);
    } else {
      // Else it could not be told from one that was cut.
      const std::string ended =
          std::string(data.bytes) + std::string(kEmptyZip);
      open_archive(ContainerKind::kZipEntries, {ended, false}, inside, level,
                   problems);
    }
  }
}

void Walk::open_ar(Data container, const std::string& inside, unsigned level,
                   Problems& problems) {
  ArFile file(container.bytes);
  while (const auto entry = exhausted() ? std::nullopt : file.next_entry()) {
    const Name name(inside, entry->name);
    if (!spend_entry(name.chain, problems) ||
        !spend(entry->bytes.size(), name.chain, problems)) {
      return;
    }
    tell(name, false, level);
    deliver(name.chain, name.last(), {entry->bytes, container.in_place}, level,
            problems);
  }
  if (file.damaged()) {
    problems.add(GapReason::kCorrupt, name_of(GapReason::kCorrupt), inside,
                 "damaged ar archive");
  }
}

void Walk::open_pdf(Data container, const std::string& inside, unsigned level,
                    Problems& problems) {
  PdfFile file(container.bytes, budget_);
  if (file.encrypted()) {
    problems.add(GapReason::kEncrypted, name_of(GapReason::kEncrypted), inside,
                 "it is encrypted");
  }
  while (!exhausted()) {
    const auto stream = file.next_stream(kMaxUnpackedEntry);
    if (!stream) return;
    const Name name(inside, stream->name);
    if (!spend_entry(name.chain, problems)) return;
    if (exhausted()) {
      add_spent(name.chain, problems);
    } else if (stream->problem == GapReason::kLimit) {
      problems.add(
          GapReason::kLimit, "entry-size", name.chain,
          fmt::format("larger than {} bytes", grouped(kMaxUnpackedEntry)));
    } else if (stream->problem) {
      problems.add(*stream->problem, name_of(*stream->problem), name.chain,
                   *stream->problem == GapReason::kCorrupt
                       ? "a damaged stream"
                       : "a stream of a kind that is not read here");
    } else {
      deliver(name.chain, name.last(), {stream->bytes, false}, level, problems);
    }
  }
}

void Walk::open(ContainerKind kind, Data container, const std::string& inside,
                unsigned level) {
  if (kind == ContainerKind::kNone) return;
  Problems problems;
  if (kind == ContainerKind::kAr) {
    open_ar(container, inside, level, problems);
  } else if (kind == ContainerKind::kPdf) {
    open_pdf(container, inside, level, problems);
  } else if (kind == ContainerKind::kOle) {
    if (is_encrypted_ole(container.bytes)) {
      problems.add(GapReason::kEncrypted, name_of(GapReason::kEncrypted),
                   inside, "it is encrypted");
    }
  } else if (kind == ContainerKind::kUnsupported) {
    problems.add(GapReason::kUnsupported, name_of(GapReason::kUnsupported),
                 inside,
                 fmt::format("{}, which is not unpacked here",
                             unsupported_kind(container.bytes)));
  } else {
    open_archive(kind, container, inside, level, problems);
    if (kind == ContainerKind::kZip) {
      open_unlisted(container, inside, level, problems);
    }
  }
  problems.report(container.bytes, visitor_);
}

}  // namespace

FindingId archive_gap_id(const Unopened& unopened) {
  return gap_id(unopened.reason, ObjectId(), "", unopened.identity);
}

void walk_container(ByteView bytes, unsigned depth,
                    const ContainerVisitor& visitor) {
  if (depth == 0) return;
  Walk(bytes, depth, visitor).run();
}

}  // namespace gitward

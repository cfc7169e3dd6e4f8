#include "pipeline/object_sweep.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "pipeline/copied_ranges.h"
#include "pipeline/tree_entries.h"
#include "scan/traced_scan.h"
#include "store/object_store.h"
#include "store/pack_sweep.h"

namespace gitward {
namespace {

// Objects between two calls of RunOptions::progress.
constexpr std::size_t kBatch = 16384;

struct Wanted {
  ObjectId id;
  std::string_view kind = "object";
};

// What one worker gathers. Merged without regard to order.
struct Part {
  Sweep sweep;
  std::vector<Wanted> next;
  std::vector<CopiedRange> copies;  // Scratch.
};

// How much of the packs' contents is looked at: see object_sweep.h.
enum class SweepScope { kNewBytes, kAllBytes, kNothing };

SweepScope sweep_scope() {
  const char* const variable = std::getenv("GITWARD_SWEEP");
  const std::string_view scope = variable == nullptr ? "" : variable;
  if (scope == "all") return SweepScope::kAllBytes;
  if (scope == "none") return SweepScope::kNothing;
  return SweepScope::kNewBytes;
}

// What is remembered of a blob or a tree for its deltas.
struct BlobState : SweepState {
  ScanTrace trace;
};
struct TreeState : SweepState {
  EntryStarts starts;
  std::size_t size = 0;
};

class Sweeper {
 public:
  Sweeper(const Repository& repository, const Scanner& scanner,
          const RunOptions& options, Workers& workers)
      : layout_(repository.layout()),
        scanner_(scanner),
        traced_(scanner),
        options_(options),
        workers_(workers),
        parts_(workers.size()) {}

  Sweep run(const std::vector<ObjectId>& roots, const ObjectStore* packs);

 private:
  class PackVisitor;

  void sweep_packs(const ObjectStore& store, std::vector<Wanted>& level);
  std::unique_ptr<SweepState> visit_packed(const ObjectId& id,
                                           const SweptObject& object,
                                           const SweepState* base,
                                           Worker& worker);
  void run_level(const std::vector<Wanted>& level);
  bool visit(const Wanted& wanted, Worker& worker);
  void visit_blob(const ObjectId& id, ByteView bytes, Worker& worker);
  void add_blob(const ObjectId& id, ByteView bytes, const ScannedContent& found,
                Sweep& sweep);
  void visit_text(const ObjectId& id, ObjectType type, ByteView bytes,
                  Worker& worker);
  void visit_tree(ByteView bytes, Part& part);
  void visit_entry(const TreeEntry& entry, Part& part);
  std::unique_ptr<SweepState> visit_packed_blob(const ObjectId& id,
                                                const SweptObject& object,
                                                const SweepState* base,
                                                Worker& worker);
  std::unique_ptr<SweepState> visit_packed_tree(const SweptObject& object,
                                                const SweepState* base,
                                                Part& part);
  void add_too_large(const ObjectId& id, std::uint64_t size, Part& part);
  bool too_large(const Wanted& wanted, Worker& worker);
  void follow(Part& part, const ObjectId& id, std::string_view kind) const {
    if (!seen_.contains(id)) part.next.push_back({id, kind});
  }
  Sweep merge();

  const RepositoryLayout& layout_;
  const Scanner& scanner_;
  const TracedScanner traced_;
  const SweepScope scope_ = sweep_scope();
  const RunOptions& options_;
  Workers& workers_;
  std::vector<Part> parts_;
  std::unordered_set<ObjectId> seen_;  // Not changed while workers run.
  std::vector<ObjectId> trees_;
};

bool Sweeper::too_large(const Wanted& wanted, Worker& worker) {
  if (options_.max_blob_size == 0) return false;
  std::optional<ObjectReader::Header> header;
  // What can't be looked up can't be read either, and is reported there.
  static_cast<void>(attempt(GapReason::kCorrupt, [&] {
    header = worker.reader().header(wanted.id);
  }));
  if (!header || header->type != ObjectType::kBlob ||
      header->size <= options_.max_blob_size) {
    return false;
  }
  add_too_large(wanted.id, header->size, parts_[worker.index]);
  return true;
}

void Sweeper::add_too_large(const ObjectId& id, std::uint64_t size,
                            Part& part) {
  part.sweep.unread.push_back(
      {id,
       "blob",
       {GapReason::kTooLarge,
        fmt::format("{} bytes, larger than --max-blob-size {}", grouped(size),
                    options_.max_blob_size)}});
}

void Sweeper::visit_blob(const ObjectId& id, ByteView bytes, Worker& worker) {
  add_blob(id, bytes, scanner_.scan(bytes, worker.scratch),
           parts_[worker.index].sweep);
}

void Sweeper::add_blob(const ObjectId& id, ByteView bytes,
                       const ScannedContent& found, Sweep& sweep) {
  ++sweep.coverage.blobs;
  sweep.coverage.bytes += bytes.size();
  if (is_lfs_pointer(bytes)) ++sweep.lfs_pointers;
  if (!found.empty()) {
    sweep.blobs.push_back(
        {id, std::make_shared<Content>(Content{found, std::nullopt})});
  }
}

void Sweeper::visit_text(const ObjectId& id, ObjectType type, ByteView bytes,
                         Worker& worker) {
  Part& part = parts_[worker.index];
  Sweep& sweep = part.sweep;
  TextObject text = scan_text_object(id, type, bytes, scanner_, worker);
  if (type == ObjectType::kTag) {
    const Tag tag = parse_tag(bytes);
    sweep.tags.push_back({id, tag.target});
    follow(part, tag.target, "object");
    ++sweep.coverage.tags;
  } else {
    Commit commit = parse_commit(bytes);
    follow(part, commit.tree, "tree");
    // Beyond a shallow boundary nothing is missing: it was never asked for.
    if (!layout_.shallow.contains(id)) {
      for (const ObjectId& parent : commit.parents) {
        follow(part, parent, "commit");
      }
    }
    sweep.commits.push_back(
        {id, commit.tree, std::move(commit.parents), commit.committer.seconds});
    ++sweep.coverage.commits;
  }
  sweep.coverage.bytes += bytes.size();
  if (text.content) sweep.texts.push_back(std::move(text));
}

void Sweeper::visit_entry(const TreeEntry& entry, Part& part) {
  if (!part.sweep.names.contains(entry.name)) {
    part.sweep.names.emplace(entry.name);
  }
  switch (entry.kind()) {
    case EntryKind::kGitlink:
      part.sweep.submodules.insert(entry.id);
      break;
    case EntryKind::kTree:
      follow(part, entry.id, "tree");
      break;
    case EntryKind::kFile:
    case EntryKind::kSymlink:
      follow(part, entry.id, "blob");
      break;
  }
}

void Sweeper::visit_tree(ByteView bytes, Part& part) {
  for (const TreeEntry& entry : parse_tree(bytes, layout_.id_size)) {
    visit_entry(entry, part);
  }
  ++part.sweep.coverage.trees;
}

// True for a tree.
bool Sweeper::visit(const Wanted& wanted, Worker& worker) {
  Part& part = parts_[worker.index];
  if (too_large(wanted, worker)) return false;
  ReadObject read = read_object(wanted.id, worker.reader());
  std::string_view kind = wanted.kind;
  if (read.object) {
    const Object& object = *read.object;
    read.trouble = attempt(GapReason::kCorrupt, [&] {
      switch (object.type) {
        case ObjectType::kBlob:
          return visit_blob(wanted.id, object.bytes, worker);
        case ObjectType::kTree:
          kind = "tree";
          return visit_tree(object.bytes, part);
        case ObjectType::kCommit:
        case ObjectType::kTag:
          kind = object.type == ObjectType::kTag ? "tag" : "commit";
          return visit_text(wanted.id, object.type, object.bytes, worker);
      }
    });
  }
  if (read.trouble) {
    part.sweep.unread.push_back({wanted.id, kind, std::move(*read.trouble)});
    return false;
  }
  return read.object->type == ObjectType::kTree;
}

void Sweeper::run_level(const std::vector<Wanted>& level) {
  for (std::size_t begin = 0; begin < level.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, level.size() - begin);
    std::vector<char> is_tree(count, 0);
    workers_.for_each(count, [&](Worker& worker, std::size_t i) {
      if (visit(level[begin + i], worker)) is_tree[i] = 1;
    });
    for (std::size_t i = 0; i < count; ++i) {
      if (is_tree[i] != 0) trees_.push_back(level[begin + i].id);
    }
    if (options_.progress) {
      Coverage coverage;
      for (const Part& part : parts_) coverage += part.sweep.coverage;
      options_.progress(coverage);
    }
  }
}

Sweep Sweeper::merge() {
  Sweep all;
  const auto append = [](auto& to, auto& from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
    from.clear();
  };
  for (Part& part : parts_) {
    append(all.commits, part.sweep.commits);
    append(all.tags, part.sweep.tags);
    append(all.trees, part.sweep.trees);
    append(all.blobs, part.sweep.blobs);
    append(all.texts, part.sweep.texts);
    append(all.unread, part.sweep.unread);
    all.names.merge(part.sweep.names);
    all.submodules.merge(part.sweep.submodules);
    all.lfs_pointers += part.sweep.lfs_pointers;
    all.coverage += part.sweep.coverage;
  }
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(all.commits.begin(), all.commits.end(), by_id);
  std::sort(all.tags.begin(), all.tags.end(), by_id);
  std::sort(all.blobs.begin(), all.blobs.end(), by_id);
  std::sort(all.texts.begin(), all.texts.end(), by_id);
  std::sort(all.unread.begin(), all.unread.end(), by_id);
  all.trees.insert(all.trees.end(), trees_.begin(), trees_.end());
  std::sort(all.trees.begin(), all.trees.end());
  return all;
}

std::unique_ptr<SweepState> Sweeper::visit_packed_blob(
    const ObjectId& id, const SweptObject& object, const SweepState* base,
    Worker& worker) {
  Part& part = parts_[worker.index];
  if (options_.max_blob_size != 0 &&
      object.bytes.size() > options_.max_blob_size) {
    add_too_large(id, object.bytes.size(), part);
    return nullptr;
  }
  auto state = std::make_unique<BlobState>();
  if (base != nullptr) {
    copied_ranges(object, part.copies);
    state->trace =
        traced_.scan(object.bytes, dynamic_cast<const BlobState&>(*base).trace,
                     part.copies, worker.scratch);
  } else {
    state->trace = traced_.scan(object.bytes, worker.scratch);
  }
  add_blob(id, object.bytes, state->trace.result, part.sweep);
  return state;
}

// Entries that the base has, too, have been visited there.
std::unique_ptr<SweepState> Sweeper::visit_packed_tree(
    const SweptObject& object, const SweepState* base, Part& part) {
  auto state = std::make_unique<TreeState>();
  const TreeState* const from = dynamic_cast<const TreeState*>(base);
  part.copies.clear();
  if (from != nullptr) copied_ranges(object, part.copies);
  const TreeEntryVisitor visitor{
      [&](const TreeEntry& entry, std::size_t) { visit_entry(entry, part); },
      [](std::size_t, std::size_t, std::size_t) {}};
  state->starts = walk_tree_entries(
      object.bytes, layout_.id_size, from == nullptr ? nullptr : &from->starts,
      from == nullptr ? 0 : from->size, part.copies, visitor);
  state->size = object.bytes.size();
  ++part.sweep.coverage.trees;
  return state;
}

std::unique_ptr<SweepState> Sweeper::visit_packed(const ObjectId& id,
                                                  const SweptObject& object,
                                                  const SweepState* base,
                                                  Worker& worker) {
  if (scope_ == SweepScope::kAllBytes) base = nullptr;
  switch (object.type) {
    case ObjectType::kBlob:
      return visit_packed_blob(id, object, base, worker);
    case ObjectType::kTree: {
      Part& part = parts_[worker.index];
      auto state = visit_packed_tree(object, base, part);
      part.sweep.trees.push_back(id);
      return state;
    }
    case ObjectType::kCommit:
    case ObjectType::kTag:
      visit_text(id, object.type, object.bytes, worker);
  }
  return nullptr;
}

// What one thread sees of a pack. An object that can't be read here is left
// to the reader that reads objects one by one.
class Sweeper::PackVisitor : public SweepVisitor {
 public:
  // `done`: by position in the pack's index; what is set is another pack's.
  PackVisitor(Sweeper& sweeper, const Pack& pack, Worker& worker,
              std::vector<char>& done, std::atomic<std::uint64_t>& blobs,
              std::atomic<std::uint64_t>& bytes)
      : sweeper_(sweeper),
        pack_(pack),
        worker_(worker),
        done_(done),
        blobs_(blobs),
        bytes_(bytes) {}

  std::unique_ptr<SweepState> visit(const SweptObject& object,
                                    const SweepState* base) override {
    if (done_[object.position] != 0) return nullptr;
    std::unique_ptr<SweepState> state;
    const ObjectId id = pack_.index().id(object.position);
    if (!sweeper_.seen_.contains(id)) return nullptr;
    const auto trouble = attempt(GapReason::kCorrupt, [&] {
      state = sweeper_.visit_packed(id, object, base, worker_);
    });
    if (trouble) return nullptr;
    done_[object.position] = 1;
    show_progress(object);
    return state;
  }

  void unreadable(std::uint32_t, const std::string&) override {}

 private:
  void show_progress(const SweptObject& object) {
    if (object.type != ObjectType::kBlob) return;
    bytes_.fetch_add(object.bytes.size(), std::memory_order_relaxed);
    const std::uint64_t count =
        blobs_.fetch_add(1, std::memory_order_relaxed) + 1;
    if (count % 1024 != 0 || !sweeper_.options_.progress) return;
    Coverage coverage;
    coverage.blobs = count;
    coverage.bytes = bytes_.load(std::memory_order_relaxed);
    sweeper_.options_.progress(coverage);
  }

  Sweeper& sweeper_;
  const Pack& pack_;
  Worker& worker_;
  std::vector<char>& done_;
  std::atomic<std::uint64_t>& blobs_;
  std::atomic<std::uint64_t>& bytes_;
};

// Takes from the level what the packs hold and what can be read there.
void Sweeper::sweep_packs(const ObjectStore& store,
                          std::vector<Wanted>& level) {
  std::atomic<std::uint64_t> blobs = 0;
  std::atomic<std::uint64_t> bytes = 0;
  std::vector<std::vector<char>> done;
  for (const Pack& pack : store.packs()) {
    std::vector<char>& mine = done.emplace_back(pack.index().count(), 0);
    if (!pack.index().checksum_holds()) continue;
    // An object that an earlier pack gave is not wanted again.
    for (std::uint32_t i = 0; done.size() > 1 && i < mine.size(); ++i) {
      const ObjectId id = pack.index().id(i);
      for (std::size_t other = 0; other + 1 < done.size(); ++other) {
        const auto at = store.packs()[other].index().find(id);
        if (at && done[other][*at] != 0) mine[i] = 1;
      }
    }
    SweepOptions options;
    options.threads = static_cast<unsigned>(workers_.size());
    const auto& workers = workers_.all();
    std::atomic<std::size_t> next_worker = 0;
    sweep_pack(pack, options, [&] {
      return std::make_unique<PackVisitor>(*this, pack, *workers[next_worker++],
                                           mine, blobs, bytes);
    });
  }
  std::erase_if(level, [&](const Wanted& wanted) {
    for (std::size_t i = 0; i < done.size(); ++i) {
      const auto at = store.packs()[i].index().find(wanted.id);
      if (at && done[i][*at] != 0) return true;
    }
    return false;
  });
}

Sweep Sweeper::run(const std::vector<ObjectId>& roots,
                   const ObjectStore* packs) {
  std::vector<Wanted> level;
  for (const ObjectId& root : roots) {
    if (seen_.insert(root).second) level.push_back({root});
  }
  if (packs != nullptr && scope_ != SweepScope::kNothing) {
    sweep_packs(*packs, level);
  }
  // Once at least: packs that held all of it may refer to what is missing.
  do {
    run_level(level);
    std::vector<Wanted> next;
    for (Part& part : parts_) {
      next.insert(next.end(), part.next.begin(), part.next.end());
      part.next.clear();
    }
    // One object can be wanted as two kinds; which one is named must not
    // depend on the threads.
    std::sort(next.begin(), next.end(), [](const Wanted& a, const Wanted& b) {
      return std::tie(a.id, a.kind) < std::tie(b.id, b.kind);
    });
    level.clear();
    for (const Wanted& wanted : next) {
      if (seen_.insert(wanted.id).second) level.push_back(wanted);
    }
  } while (!level.empty());
  return merge();
}

}  // namespace

Sweep sweep_objects(const Repository& repository, const Scanner& scanner,
                    const RunOptions& options, Workers& workers,
                    const std::vector<ObjectId>& roots,
                    const ObjectStore* packs) {
  return Sweeper(repository, scanner, options, workers).run(roots, packs);
}

}  // namespace gitward

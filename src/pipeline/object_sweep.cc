#include "pipeline/object_sweep.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "pipeline/copied_ranges.h"
#include "pipeline/sweep_cache.h"
#include "pipeline/tree_entries.h"
#include "scan/traced_scan.h"
#include "store/object_store.h"
#include "store/pack_sweep.h"

namespace gitward {
namespace {

// Objects between two calls of RunOptions::progress.
constexpr std::size_t kBatch = 16384;

// A pack is swept if one of so many of its objects is new.
constexpr std::size_t kWorthSweeping = 16;
// With fewer new objects it costs less to read them again than to write what
// is known of all.
constexpr std::size_t kWorthRemembering = 1'000;

struct Wanted {
  ObjectId id;
  std::string_view kind = "object";
};

// What one worker gathers. Merged without regard to order.
struct Part {
  Sweep sweep;
  // Its names are numbered here. Its objects go by the numbers of the whole
  // table, those that are not in there by kUnknown and a number of this part.
  TreeLinks links;
  std::vector<bool> name_matters;
  std::vector<ObjectId> trees;  // Read one by one; not linked yet.
  std::vector<Wanted> next;
  std::vector<CopiedRange> copies;  // Scratch.
  // Candidates in blobs, and how many of them were taken from a delta's base.
  std::uint64_t candidates = 0;
  std::uint64_t inherited = 0;
};
constexpr std::uint32_t kUnknown = std::uint32_t{1} << 31U;

// How much of the packs' contents is looked at: see object_sweep.h.
enum class SweepScope { kNewBytes, kAllBytes, kNothing };

SweepScope sweep_scope() {
  const char* const variable = std::getenv("GITWARD_SWEEP");
  const std::string_view scope = variable == nullptr ? "" : variable;
  if (scope == "all") return SweepScope::kAllBytes;
  if (scope == "none") return SweepScope::kNothing;
  return SweepScope::kNewBytes;
}

// For the test that refuses to pass where little was inherited.
void tell_statistics(std::uint64_t candidates, std::uint64_t inherited) {
  if (std::getenv("GITWARD_SWEEP_STATISTICS") == nullptr) return;
  fmt::print(stderr, "sweep: {} candidates, {} inherited\n", candidates,
             inherited);
}

// What is remembered of a blob or a tree for its deltas.
struct BlobState : SweepState {
  ScanTrace trace;
};
struct TreeState : SweepState {
  struct Link {
    std::size_t position = 0;  // Of the entry.
    TreeLinks::Link link;
  };
  EntryStarts starts;
  std::size_t size = 0;
  std::vector<Link> links;  // By position.
};

// A pack that is swept.
struct PackWork {
  const Pack* pack = nullptr;
  PackSweep sweep;
  std::vector<std::uint32_t> numbers;  // Of its objects, by position.

  PackWork(const Pack& one, std::vector<std::uint32_t> object_numbers)
      : pack(&one), sweep(one), numbers(std::move(object_numbers)) {}
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

  Sweep run(const SweepRequest& request);

 private:
  class PackVisitor;

  void add_objects(const SweepRequest& request);
  bool recall(CachedSweep cached);
  bool all_stored() const;
  void open_packs(const ObjectStore& store);
  void look_again(const ObjectId& id, Worker& worker);
  void sweep_packs(bool trees);
  std::vector<Wanted> left_over(bool trees) const;
  std::string_view kind_of(std::uint32_t number) const;
  void run_levels(std::vector<Wanted> level);
  void run_level(const std::vector<Wanted>& level);
  std::vector<Wanted> take_next();
  void find_what_matters();
  void link_trees();

  std::unique_ptr<SweepState> visit_packed(std::uint32_t number,
                                           const SweptObject& object,
                                           const SweepState* base,
                                           Worker& worker);
  std::unique_ptr<SweepState> visit_packed_blob(const ObjectId& id,
                                                const SweptObject& object,
                                                const SweepState* base,
                                                Worker& worker);
  std::unique_ptr<SweepState> visit_packed_tree(std::uint32_t number,
                                                const SweptObject& object,
                                                const SweepState* base,
                                                Worker& worker);
  void visit(const Wanted& wanted, Worker& worker);
  void visit_blob(const ObjectId& id, ByteView bytes, Worker& worker);
  void add_blob(const ObjectId& id, ByteView bytes, const ScannedContent& found,
                Part& part);
  void visit_text(const ObjectId& id, ObjectType type, ByteView bytes,
                  Worker& worker);
  void visit_tree(const ObjectId& id, ByteView bytes, Part& part);
  std::uint32_t follow_entry(const TreeEntry& entry, Part& part) const;
  std::optional<TreeLinks::Link> link_of(const TreeEntry& entry,
                                         Worker& worker);
  static void add_links(std::uint32_t number, const TreeState& state,
                        Part& part);
  std::uint32_t name_number(std::string_view name, Worker& worker);
  bool keep(const ScannedContent& content) const {
    return worth_keeping(content, scanner_.rules(), options_);
  }
  void add_too_large(const ObjectId& id, std::uint64_t size, Part& part);
  bool too_large(const Wanted& wanted, Worker& worker);
  void follow(Part& part, const ObjectId& id, std::string_view kind) const {
    if (objects_.find(id) == ObjectTable::kNone)
      part.next.push_back({id, kind});
  }
  void merge_links(Sweep& all);
  Sweep merge();
  CachedSweep to_remember(const Sweep& all) const;

  const RepositoryLayout& layout_;
  const Scanner& scanner_;
  const TracedScanner traced_;
  const SweepScope scope_ = sweep_scope();
  const RunOptions& options_;
  Workers& workers_;
  std::vector<Part> parts_;
  // What was asked for or referred to so far. Not changed while workers run,
  // nor is the next.
  ObjectTable objects_;
  std::vector<bool> matters_;  // By number: trees' entries for it are kept.
  std::vector<std::vector<std::uint32_t>> pack_numbers_;  // By pack, position.
  std::vector<std::unique_ptr<PackWork>> packs_;
  // By number: what the packs gave, or an earlier sweep did.
  std::vector<char> done_;
  std::vector<bool> stored_;  // By number.
  std::optional<CachedSweep> cached_;
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
           parts_[worker.index]);
}

void Sweeper::add_blob(const ObjectId& id, ByteView bytes,
                       const ScannedContent& found, Part& part) {
  Sweep& sweep = part.sweep;
  part.candidates += found.candidates.size();
  ++sweep.coverage.blobs;
  sweep.coverage.bytes += bytes.size();
  if (is_lfs_pointer(bytes)) ++sweep.lfs_pointers;
  if (keep(found)) {
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
  if (text.content && keep(text.content->scanned)) {
    sweep.texts.push_back(std::move(text));
  }
}

// The object's number, or kNone; then it is to be read, too.
std::uint32_t Sweeper::follow_entry(const TreeEntry& entry, Part& part) const {
  const EntryKind kind = entry.kind();
  if (kind == EntryKind::kGitlink) {
    part.sweep.submodules.insert(entry.id);
    return ObjectTable::kNone;
  }
  const std::uint32_t number = objects_.find(entry.id);
  if (number == ObjectTable::kNone) {
    part.next.push_back({entry.id, kind == EntryKind::kTree ? "tree" : "blob"});
  }
  return number;
}

// Follows the entries only: link_trees() comes back when it is known what
// matters.
void Sweeper::visit_tree(const ObjectId& id, ByteView bytes, Part& part) {
  for (const TreeEntry& entry : parse_tree(bytes, layout_.id_size)) {
    follow_entry(entry, part);
  }
  part.trees.push_back(id);
  ++part.sweep.coverage.trees;
}

void Sweeper::visit(const Wanted& wanted, Worker& worker) {
  Part& part = parts_[worker.index];
  if (too_large(wanted, worker)) return;
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
          return visit_tree(wanted.id, object.bytes, part);
        case ObjectType::kCommit:
        case ObjectType::kTag:
          kind = object.type == ObjectType::kTag ? "tag" : "commit";
          return visit_text(wanted.id, object.type, object.bytes, worker);
      }
    });
  }
  if (read.trouble) {
    part.sweep.unread.push_back({wanted.id, kind, std::move(*read.trouble)});
  }
}

void Sweeper::run_level(const std::vector<Wanted>& level) {
  for (std::size_t begin = 0; begin < level.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, level.size() - begin);
    workers_.for_each(count, [&](Worker& worker, std::size_t i) {
      visit(level[begin + i], worker);
    });
    if (options_.progress) {
      Coverage coverage;
      for (const Part& part : parts_) coverage += part.sweep.coverage;
      options_.progress(coverage);
    }
  }
}

// What the last objects referred to and nobody asked for before.
std::vector<Wanted> Sweeper::take_next() {
  std::vector<Wanted> next;
  for (Part& part : parts_) {
    next.insert(next.end(), part.next.begin(), part.next.end());
    part.next.clear();
  }
  // One object can be wanted as two kinds; which one is named must not depend
  // on the threads.
  std::sort(next.begin(), next.end(), [](const Wanted& a, const Wanted& b) {
    return std::tie(a.id, a.kind) < std::tie(b.id, b.kind);
  });
  std::erase_if(next, [&](const Wanted& wanted) {
    return !objects_.insert(wanted.id).second;
  });
  return next;
}

void Sweeper::run_levels(std::vector<Wanted> level) {
  do {
    run_level(level);
    level = take_next();
  } while (!level.empty());
}

void Sweeper::find_what_matters() {
  matters_.assign(objects_.size(), false);
  const auto mark = [&](const ObjectId& id) {
    const std::uint32_t number = objects_.find(id);
    if (number != ObjectTable::kNone) matters_[number] = true;
  };
  for (const Part& part : parts_) {
    for (const Sweep::Scanned& blob : part.sweep.blobs) mark(blob.id);
    for (const Sweep::Unread& unread : part.sweep.unread) mark(unread.id);
  }
}

std::uint32_t Sweeper::name_number(std::string_view name, Worker& worker) {
  Part& part = parts_[worker.index];
  const auto [number, added] = part.links.names.insert(name);
  if (added) {
    ContentPtr content = scan_bytes(name, scanner_, worker).content;
    if (content && !keep(content->scanned)) content = nullptr;
    part.name_matters.push_back(content != nullptr);
    if (content) part.sweep.names.emplace_back(name, std::move(content));
  }
  return number;
}

// Follows the entry. Nothing if it is none that matters.
std::optional<TreeLinks::Link> Sweeper::link_of(const TreeEntry& entry,
                                                Worker& worker) {
  Part& part = parts_[worker.index];
  const EntryKind kind = entry.kind();
  TreeLinks::Link link;
  link.name = name_number(entry.name, worker);
  link.object = follow_entry(entry, part);
  bool keep = part.name_matters[link.name] || kind == EntryKind::kTree;
  if (link.object != ObjectTable::kNone) {
    keep = keep || matters_[link.object];
  } else if (kind != EntryKind::kGitlink) {
    link.object = kUnknown | part.links.objects.insert(entry.id).first;
    keep = true;
  }
  return keep ? std::optional(link) : std::nullopt;
}

void Sweeper::add_links(std::uint32_t number, const TreeState& state,
                        Part& part) {
  TreeLinks::Tree tree;
  tree.object = number;
  tree.first = part.links.links.size();
  tree.count = static_cast<std::uint32_t>(state.links.size());
  part.links.trees.push_back(tree);
  for (const TreeState::Link& link : state.links) {
    part.links.links.push_back(link.link);
  }
}

// Those that were read one by one.
void Sweeper::link_trees() {
  std::vector<ObjectId> trees;
  for (Part& part : parts_) {
    trees.insert(trees.end(), part.trees.begin(), part.trees.end());
    part.trees.clear();
  }
  find_what_matters();
  workers_.for_each(trees.size(), [&](Worker& worker, std::size_t i) {
    Part& part = parts_[worker.index];
    ReadObject read = read_object(trees[i], ObjectType::kTree, worker.reader());
    if (read.object) {
      read.trouble = attempt(GapReason::kCorrupt, [&] {
        TreeState state;
        for (const TreeEntry& entry :
             parse_tree(read.object->bytes, layout_.id_size)) {
          if (const auto link = link_of(entry, worker)) {
            state.links.push_back({0, *link});
          }
        }
        add_links(objects_.find(trees[i]), state, part);
      });
    }
    if (read.trouble) {
      part.sweep.unread.push_back({trees[i], "tree", std::move(*read.trouble)});
    }
  });
}

// Gives the parts' names and unknown objects their numbers in the whole.
void Sweeper::merge_links(Sweep& all) {
  TreeLinks& links = all.links;
  if (cached_) {
    links.trees = std::move(cached_->trees);
    links.links = std::move(cached_->links);
    for (const std::string& name : cached_->names) links.names.insert(name);
  }
  for (Part& part : parts_) {
    std::vector<std::uint32_t> names;
    for (const std::string& name : part.links.names.names()) {
      names.push_back(links.names.insert(name).first);
    }
    std::vector<std::uint32_t> unknown;
    for (std::uint32_t i = 0; i < part.links.objects.size(); ++i) {
      unknown.push_back(objects_.insert(part.links.objects.at(i)).first);
    }
    const std::size_t first = links.links.size();
    for (TreeLinks::Link link : part.links.links) {
      link.name = names[link.name];
      if (link.object != ObjectTable::kNone && (link.object & kUnknown) != 0) {
        link.object = unknown[link.object & ~kUnknown];
      }
      links.links.push_back(link);
    }
    for (TreeLinks::Tree tree : part.links.trees) {
      tree.first += first;
      links.trees.push_back(tree);
    }
    part.links = TreeLinks();
  }
  links.objects = std::move(objects_);
}

Sweep Sweeper::merge() {
  Sweep all;
  std::uint64_t candidates = 0;
  std::uint64_t inherited = 0;
  if (cached_) {
    all.remembered = cached_->objects.size() - cached_->unread.size() -
                     cached_->notable.size();
    all.commits = std::move(cached_->commits);
    for (const CachedSweep::Tagged& tag : cached_->tags) {
      all.tags.push_back({tag.id, tag.target});
    }
    all.submodules.insert(cached_->submodules.begin(),
                          cached_->submodules.end());
    all.lfs_pointers = cached_->lfs_pointers;
    all.coverage = cached_->coverage;
    for (const std::string& name : cached_->names) {
      ContentPtr content = scan_bytes(name, scanner_, workers_.own()).content;
      if (content && keep(content->scanned)) {
        all.names.emplace_back(name, std::move(content));
      }
    }
  }
  const auto append = [](auto& to, auto& from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
    from.clear();
  };
  for (Part& part : parts_) {
    append(all.commits, part.sweep.commits);
    append(all.tags, part.sweep.tags);
    append(all.blobs, part.sweep.blobs);
    append(all.texts, part.sweep.texts);
    append(all.unread, part.sweep.unread);
    append(all.names, part.sweep.names);
    all.submodules.merge(part.sweep.submodules);
    all.lfs_pointers += part.sweep.lfs_pointers;
    all.coverage += part.sweep.coverage;
    candidates += part.candidates;
    inherited += part.inherited;
  }
  tell_statistics(candidates, inherited);
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(all.commits.begin(), all.commits.end(), by_id);
  std::sort(all.tags.begin(), all.tags.end(), by_id);
  std::sort(all.blobs.begin(), all.blobs.end(), by_id);
  std::sort(all.texts.begin(), all.texts.end(), by_id);
  std::sort(all.unread.begin(), all.unread.end(), by_id);
  // Each worker scanned the names that it met.
  const auto by_name = [](const auto& a, const auto& b) {
    return a.first < b.first;
  };
  std::sort(all.names.begin(), all.names.end(), by_name);
  const auto repeated = std::unique(
      all.names.begin(), all.names.end(),
      [](const auto& a, const auto& b) { return a.first == b.first; });
  all.names.erase(repeated, all.names.end());
  merge_links(all);
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
  part.inherited += state->trace.inherited;
  add_blob(id, object.bytes, state->trace.result, part);
  return state;
}

// Entries that the base has, too, have been visited there.
std::unique_ptr<SweepState> Sweeper::visit_packed_tree(
    std::uint32_t number, const SweptObject& object, const SweepState* base,
    Worker& worker) {
  Part& part = parts_[worker.index];
  auto state = std::make_unique<TreeState>();
  const TreeState* const from = dynamic_cast<const TreeState*>(base);
  part.copies.clear();
  if (from != nullptr) copied_ranges(object, part.copies);
  const auto fresh = [&](const TreeEntry& entry, std::size_t position) {
    if (const auto link = link_of(entry, worker)) {
      state->links.push_back({position, *link});
    }
  };
  const auto copied = [&](std::size_t first, std::size_t last,
                          std::size_t position) {
    auto link = std::lower_bound(
        from->links.begin(), from->links.end(), first,
        [](const TreeState::Link& a, std::size_t b) { return a.position < b; });
    for (; link != from->links.end() && link->position < last; ++link) {
      state->links.push_back({link->position - first + position, link->link});
    }
  };
  state->starts = walk_tree_entries(
      object.bytes, layout_.id_size, from == nullptr ? nullptr : &from->starts,
      from == nullptr ? 0 : from->size, part.copies, fresh, copied);
  state->size = object.bytes.size();
  add_links(number, *state, part);
  ++part.sweep.coverage.trees;
  return state;
}

std::unique_ptr<SweepState> Sweeper::visit_packed(std::uint32_t number,
                                                  const SweptObject& object,
                                                  const SweepState* base,
                                                  Worker& worker) {
  if (scope_ == SweepScope::kAllBytes) base = nullptr;
  const ObjectId& id = objects_.at(number);
  switch (object.type) {
    case ObjectType::kBlob:
      return visit_packed_blob(id, object, base, worker);
    case ObjectType::kTree:
      return visit_packed_tree(number, object, base, worker);
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
  PackVisitor(Sweeper& sweeper, const PackWork& work, Worker& worker,
              std::atomic<std::uint64_t>& blobs,
              std::atomic<std::uint64_t>& bytes)
      : sweeper_(sweeper),
        work_(work),
        worker_(worker),
        blobs_(blobs),
        bytes_(bytes) {}

  std::unique_ptr<SweepState> visit(const SweptObject& object,
                                    const SweepState* base) override {
    const std::uint32_t number = work_.numbers[object.position];
    // Another pack gave it, or this one has it twice.
    std::atomic_ref<char> done(sweeper_.done_[number]);
    if (done.exchange(1) != 0) return nullptr;
    std::unique_ptr<SweepState> state;
    const auto trouble = attempt(GapReason::kCorrupt, [&] {
      state = sweeper_.visit_packed(number, object, base, worker_);
    });
    if (trouble) {
      done = 0;
      return nullptr;
    }
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
  const PackWork& work_;
  Worker& worker_;
  std::atomic<std::uint64_t>& blobs_;
  std::atomic<std::uint64_t>& bytes_;
};

void Sweeper::add_objects(const SweepRequest& request) {
  std::size_t count = objects_.size() + request.stored.size();
  if (request.packs != nullptr) {
    for (const Pack& pack : request.packs->packs()) {
      count += pack.index().count();
    }
  }
  objects_.reserve(count);
  stored_.assign(count, false);
  pack_numbers_.clear();
  if (request.packs != nullptr) {
    for (const Pack& pack : request.packs->packs()) {
      auto& numbers = pack_numbers_.emplace_back(pack.index().count());
      for (std::uint32_t i = 0; i < numbers.size(); ++i) {
        numbers[i] = objects_.insert(pack.index().id(i)).first;
        stored_[numbers[i]] = true;
      }
    }
  }
  for (const ObjectId& id : request.stored) {
    stored_[objects_.insert(id).first] = true;
  }
  for (const ObjectId& root : request.roots) objects_.insert(root);
}

// Puts the objects of an earlier sweep first. False if that is none, then
// nothing has changed.
bool Sweeper::recall(CachedSweep cached) {
  ObjectTable objects;
  objects.reserve(cached.objects.size());
  for (const ObjectId& id : cached.objects) {
    if (!objects.insert(id).second) return false;
  }
  NameTable names;
  for (const std::string& name : cached.names) {
    if (!names.insert(name).second) return false;
  }
  objects_ = std::move(objects);
  cached_ = std::move(cached);
  return true;
}

// Is everything still there that the earlier sweep read? What was pruned since
// may be missing now somewhere.
bool Sweeper::all_stored() const {
  std::vector<bool> read(cached_->objects.size(), true);
  for (const CachedSweep::Unread& unread : cached_->unread) {
    read[unread.object] = false;
  }
  for (std::size_t number = 0; number < read.size(); ++number) {
    if (read[number] && !stored_[number]) return false;
  }
  return true;
}

// Those with enough in them that is new.
void Sweeper::open_packs(const ObjectStore& store) {
  if (scope_ == SweepScope::kNothing) return;
  for (std::size_t i = 0; i < pack_numbers_.size(); ++i) {
    const Pack& pack = store.packs()[i];
    const auto fresh = static_cast<std::size_t>(std::count_if(
        pack_numbers_[i].begin(), pack_numbers_[i].end(),
        [&](std::uint32_t number) { return done_[number] == 0; }));
    if (fresh * kWorthSweeping < pack_numbers_[i].size()) continue;
    if (fresh == 0 || !pack.index().checksum_holds()) continue;
    std::unique_ptr<PackWork> work;
    const auto trouble = attempt(GapReason::kCorrupt, [&] {
      work = std::make_unique<PackWork>(pack, std::move(pack_numbers_[i]));
    });
    if (!trouble) packs_.push_back(std::move(work));
  }
  pack_numbers_.clear();
}

// Scans what had something in it before.
void Sweeper::look_again(const ObjectId& id, Worker& worker) {
  Sweep& sweep = parts_[worker.index].sweep;
  const ReadObject read = read_object(id, worker.reader());
  if (!read.object) {
    sweep.unread.push_back({id, "object", *read.trouble});
    return;
  }
  const Object& object = *read.object;
  if (object.type == ObjectType::kBlob) {
    ScannedContent found = scanner_.scan(object.bytes, worker.scratch);
    if (keep(found)) {
      sweep.blobs.push_back({id, std::make_shared<Content>(
                                     Content{std::move(found), std::nullopt})});
    }
    return;
  }
  TextObject text =
      scan_text_object(id, object.type, object.bytes, scanner_, worker);
  if (text.content && keep(text.content->scanned)) {
    sweep.texts.push_back(std::move(text));
  }
}

void Sweeper::sweep_packs(bool trees) {
  std::atomic<std::uint64_t> blobs = 0;
  std::atomic<std::uint64_t> bytes = 0;
  SweepOptions options;
  options.threads = static_cast<unsigned>(workers_.size());
  options.trees = trees;
  options.blobs = options.commits = options.tags = !trees;
  const auto& workers = workers_.all();
  for (const auto& work : packs_) {
    std::atomic<std::size_t> next_worker = 0;
    work->sweep.run(options, [&] {
      return std::make_unique<PackVisitor>(
          *this, *work, *workers[next_worker++], blobs, bytes);
    });
  }
}

// What an earlier sweep took it for.
std::string_view Sweeper::kind_of(std::uint32_t number) const {
  if (cached_ && number < cached_->objects.size()) {
    for (const CachedSweep::Unread& unread : cached_->unread) {
      if (unread.object == number) return CachedSweep::kKinds.at(unread.kind);
    }
  }
  return "object";
}

// The trees, or all else, that the packs have not given.
std::vector<Wanted> Sweeper::left_over(bool trees) const {
  std::vector<bool> is_tree(done_.size(), false);
  for (const auto& work : packs_) {
    for (std::uint32_t i = 0; i < work->numbers.size(); ++i) {
      if (work->sweep.type_of(i) != ObjectType::kTree) continue;
      is_tree[work->numbers[i]] = true;
    }
  }
  std::vector<Wanted> left;
  for (std::uint32_t number = 0; number < done_.size(); ++number) {
    if (done_[number] == 0 && is_tree[number] == trees) {
      left.push_back({objects_.at(number), kind_of(number)});
    }
  }
  return left;
}

CachedSweep Sweeper::to_remember(const Sweep& all) const {
  CachedSweep sweep;
  const ObjectTable& objects = all.links.objects;
  for (std::uint32_t i = 0; i < objects.size(); ++i) {
    sweep.objects.push_back(objects.at(i));
  }
  for (const Sweep::Unread& unread : all.unread) {
    const auto kind = std::find(CachedSweep::kKinds.begin(),
                                CachedSweep::kKinds.end(), unread.kind);
    sweep.unread.push_back(
        {objects.find(unread.id),
         static_cast<std::uint32_t>(kind - CachedSweep::kKinds.begin())});
  }
  for (const Sweep::Scanned& blob : all.blobs) {
    sweep.notable.push_back(objects.find(blob.id));
  }
  for (const TextObject& text : all.texts) {
    sweep.notable.push_back(objects.find(text.id));
  }
  sweep.commits = all.commits;
  for (const Sweep::Tagged& tag : all.tags) {
    sweep.tags.push_back({tag.id, tag.target});
  }
  sweep.trees = all.links.trees;
  sweep.links = all.links.links;
  sweep.names = all.links.names.names();
  sweep.submodules.assign(all.submodules.begin(), all.submodules.end());
  sweep.lfs_pointers = all.lfs_pointers;
  sweep.coverage = all.coverage;
  return sweep;
}

// Blobs come first, then trees, whose entries lead to what is missing. Without
// packs everything is followed from the roots, and trees are linked at the end.
Sweep Sweeper::run(const SweepRequest& request) {
  const std::string key =
      request.cache
          ? fmt::format("{} {} {}", request.cache->key, scanner_.rules().hash(),
                        options_.max_blob_size)
          : std::string();
  if (request.cache) {
    auto cached = load_sweep(request.cache->file, key);
    if (cached) static_cast<void>(recall(std::move(*cached)));
  }
  add_objects(request);
  if (cached_ && !all_stored()) {
    cached_.reset();
    objects_ = ObjectTable();
    add_objects(request);
  }
  done_.assign(objects_.size(), 0);
  if (cached_) {
    std::fill_n(done_.begin(), cached_->objects.size(), 1);
    for (const CachedSweep::Unread& unread : cached_->unread) {
      done_[unread.object] = 0;
    }
    workers_.for_each(cached_->notable.size(),
                      [&](Worker& worker, std::size_t i) {
                        look_again(objects_.at(cached_->notable[i]), worker);
                      });
  }
  const auto fresh =
      static_cast<std::size_t>(std::count(done_.begin(), done_.end(), 0));

  if (request.packs != nullptr) open_packs(*request.packs);
  if (!packs_.empty()) sweep_packs(false);
  run_levels(left_over(false));
  if (!packs_.empty()) {
    find_what_matters();
    sweep_packs(true);
    run_levels(left_over(true));
  }
  link_trees();
  Sweep all = merge();
  if (request.cache && fresh >= kWorthRemembering) {
    all.cache_trouble = attempt(GapReason::kUnreadable, [&] {
      save_sweep(request.cache->file, to_remember(all), key);
    });
  }
  return all;
}

}  // namespace

Sweep sweep_objects(const Repository& repository, const Scanner& scanner,
                    const RunOptions& options, Workers& workers,
                    const SweepRequest& request) {
  return Sweeper(repository, scanner, options, workers).run(request);
}

}  // namespace gitward

#include "pipeline/object_sweep.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <tuple>

#include <fmt/format.h>

#include "archive/container_kind.h"
#include "base/text.h"
#include "pipeline/members.h"
#include "pipeline/sweep_memory.h"
#include "pipeline/sweeper.h"

namespace gitward {
namespace {

// Objects between two calls of RunOptions::progress.
constexpr std::size_t kBatch = 16384;

// With fewer new objects it costs less to read them again than to write what
// is known of all.
constexpr std::size_t kWorthRemembering = 1'000;

// Room for what a partial clone has not: to make more when the table is full
// is to copy it.
constexpr std::size_t kMissing = 65'536;

SweepScope sweep_scope() {
  const char* const variable = std::getenv("GITWARD_SWEEP");
  const std::string_view scope = variable == nullptr ? "" : variable;
  if (scope == "all") return SweepScope::kAllBytes;
  if (scope == "none") return SweepScope::kNothing;
  return SweepScope::kNewBytes;
}

// For the test that refuses to pass where little was inherited, or another set
// of objects was read than git lists.
void tell_statistics(std::uint64_t candidates, std::uint64_t inherited,
                     std::uint64_t id_sum) {
  if (std::getenv("GITWARD_SWEEP_STATISTICS") == nullptr) return;
  fmt::print(stderr, "sweep: {} candidates, {} inherited, ids add up to {}\n",
             candidates, inherited, id_sum);
}

}  // namespace

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
  add_blob(id, bytes, container_kind(bytes),
           scanner_.scan(bytes, worker.scratch), worker);
}

void Sweeper::add_blob(const ObjectId& id, ByteView bytes, ContainerKind kind,
                       const ScannedContent& found, Worker& worker) {
  Part& part = parts_[worker.index];
  Sweep& sweep = part.sweep;
  std::shared_ptr<Content> content;
  // Counted when nothing can fail any more: what fails is read once again.
  if (kind != ContainerKind::kNone) {
    content = std::make_shared<Content>(Content{found});
    if (!worker.clean_members) worker.clean_members.emplace();
    sweep.coverage.members +=
        scan_members(bytes, scanner_, options_, worker, *content);
    if (!worth_keeping(*content, scanner_.rules(), options_)) content = nullptr;
  } else if (keep(found)) {
    content = std::make_shared<Content>(Content{found});
  }
  part.candidates += found.candidates.size();
  part.add_id(id);
  ++sweep.coverage.blobs;
  sweep.coverage.bytes += bytes.size();
  if (is_lfs_pointer(bytes)) ++sweep.lfs_pointers;
  if (content) sweep.blobs.push_back({id, std::move(content)});
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
  part.add_id(id);
  sweep.coverage.bytes += bytes.size();
  if (text.content && keep(text.content->scanned)) {
    sweep.texts.push_back(std::move(text));
  }
}

// Follows the entries only: link_trees() comes back when it is known what
// matters.
void Sweeper::visit_tree(const ObjectId& id, ByteView bytes, Part& part) {
  part.entries = parse_tree(bytes, layout_.id_size);
  follow_entries(part);
  part.trees.push_back(id);
  part.add_id(id);
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
    look_up_met(part);
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

Sweep Sweeper::merge() {
  Sweep all;
  std::uint64_t candidates = 0;
  std::uint64_t inherited = 0;
  std::uint64_t id_sum = 0;
  if (cached_) recall_rest(all);
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
    id_sum += part.id_sum;
  }
  tell_statistics(candidates, inherited, id_sum);
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  // Beside the links of trees these are the longest lists by far.
  auto commits = std::async(
      workers_.size() == 1 ? std::launch::deferred : std::launch::async,
      [&] { std::sort(all.commits.begin(), all.commits.end(), by_id); });
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
  commits.get();
  return all;
}

void Sweeper::add_objects(const SweepRequest& request) {
  objects_ = cached_ ? ObjectNumbers(cached_->objects) : ObjectNumbers();
  stored_.assign(objects_.size(), false);
  pack_numbers_.clear();
  const auto store = [&](std::uint32_t number) {
    if (number >= stored_.size()) stored_.resize(number + 1, false);
    stored_[number] = true;
  };
  if (request.packs != nullptr) {
    std::size_t count = 0;
    for (const Pack& pack : request.packs->packs()) {
      count += pack.index().count();
    }
    if (!cached_) {
      objects_.reserve(count + request.stored.size() + kMissing);
      stored_.reserve(count + request.stored.size());
    }
    for (const Pack& pack : request.packs->packs()) {
      add_pack(pack.index());
      for (const std::uint32_t number : pack_numbers_.back()) store(number);
    }
  }
  for (const ObjectId& id : request.stored) store(objects_.insert(id).first);
  for (const ObjectId& root : request.roots) objects_.insert(root);
}

// Those of the index that the earlier sweep knew are found side by side: both
// lists are sorted.
void Sweeper::add_pack(const PackIndex& index) {
  auto& numbers = pack_numbers_.emplace_back(index.count());
  const SortedIds known = objects_.known();
  // A small pack's are looked up.
  const bool walk = numbers.size() > known.size() / 16;
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < numbers.size(); ++i) {
    const ByteView id = index.raw_id(i);
    if (!walk || known.size() == 0) {
      numbers[i] = objects_.insert(*ObjectId::from_bytes(id)).first;
      continue;
    }
    while (next < known.size() && known.raw(next) < id) ++next;
    // An index that is not in order is found out by its sums, where it is used.
    numbers[i] = next < known.size() && known.raw(next) == id
                     ? next
                     : objects_.insert(*ObjectId::from_bytes(id)).first;
  }
}

// All that decides what is read, and what of it is worth keeping.
std::string Sweeper::cache_key(const CachePlace& cache) const {
  std::vector<std::string> shallow;
  for (const ObjectId& id : layout_.shallow) shallow.push_back(id.hex());
  std::sort(shallow.begin(), shallow.end());
  return fmt::format(
      "{} {} {} {} {} {} {} {}", cache.key, scanner_.rules().hash(),
      scanner_.settings().max_decode_depth, options_.max_blob_size,
      options_.max_archive_depth, static_cast<int>(options_.min_confidence),
      static_cast<int>(options_.min_severity), fmt::join(shallow, ","));
}

// Blobs come first, then trees, whose entries lead to what is missing. Without
// packs everything is followed from the roots, and trees are linked at the end.
Sweep Sweeper::run(const SweepRequest& request) {
  const std::string key = request.cache ? cache_key(*request.cache) : "";
  if (request.cache) load_cache(request, key);
  // Where no earlier sweep is known every pack is swept: their entries are put
  // in order while their ids are numbered.
  std::future<void> numbered = std::async(
      workers_.size() == 1 ? std::launch::deferred : std::launch::async,
      [&] { add_objects(request); });
  PackOrders orders = cached_ ? PackOrders() : order_packs(request);
  numbered.get();
  if (cached_ && !all_stored()) {
    cached_.reset();
    add_objects(request);
  }
  find_done();
  auto fresh =
      static_cast<std::size_t>(std::count(done_.begin(), done_.end(), 0));
  if (cached_) {
    use_places_ = request.use_places && fresh < kWorthRemembering &&
                  cached_->places.has_value();
    if (!use_places_) cached_links_ = decode_links(*cached_);
    if (!use_places_ && !cached_links_) {
      cached_.reset();
      add_objects(request);
      find_done();
      fresh = done_.size();
    }
  }
  if (cached_) recall_noted();

  if (request.packs != nullptr) open_packs(*request.packs, std::move(orders));
  if (!packs_.empty()) sweep_packs(false);
  run_levels(left_over(false));
  if (!packs_.empty()) {
    find_what_matters();
    sweep_packs(true);
    run_levels(left_over(true));
  }
  // What follows holds the most at a time, and needs none of these.
  packs_.clear();
  link_trees();
  Sweep all = merge();
  all.ends =
      std::any_of(layout_.shallow.begin(), layout_.shallow.end(),
                  [&](const ObjectId& id) { return is_commit(id, all); });
  // Where the earlier places were not good enough, they would not be next time.
  if (request.cache && (fresh >= kWorthRemembering || !request.use_places)) {
    all.key_to_keep = key;
  }
  return all;
}

Sweep sweep_objects(const Repository& repository, const Scanner& scanner,
                    const RunOptions& options, Workers& workers,
                    const SweepRequest& request) {
  return Sweeper(repository, scanner, options, workers, sweep_scope())
      .run(request);
}

}  // namespace gitward

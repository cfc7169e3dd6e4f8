#include "pipeline/object_sweep.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <tuple>

#include <fmt/format.h>

#include "archive/container_kind.h"
#include "base/text.h"
#include "pipeline/members.h"
#include "pipeline/sweeper.h"

namespace gitward {
namespace {

// Objects between two calls of RunOptions::progress.
constexpr std::size_t kBatch = 16384;

// With fewer new objects it costs less to read them again than to write what
// is known of all.
constexpr std::size_t kWorthRemembering = 1'000;

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
  add_blob(id, bytes, scanner_.scan(bytes, worker.scratch), worker);
}

void Sweeper::add_blob(const ObjectId& id, ByteView bytes,
                       const ScannedContent& found, Worker& worker) {
  Part& part = parts_[worker.index];
  Sweep& sweep = part.sweep;
  std::shared_ptr<Content> content;
  // Counted when nothing can fail any more: what fails is read once again.
  if (container_kind(bytes) != ContainerKind::kNone) {
    content = std::make_shared<Content>(Content{found});
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
    id_sum += part.id_sum;
  }
  tell_statistics(candidates, inherited, id_sum);
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

Sweep sweep_objects(const Repository& repository, const Scanner& scanner,
                    const RunOptions& options, Workers& workers,
                    const SweepRequest& request) {
  return Sweeper(repository, scanner, options, workers, sweep_scope())
      .run(request);
}

}  // namespace gitward

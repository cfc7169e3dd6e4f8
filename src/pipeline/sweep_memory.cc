#include "pipeline/sweep_memory.h"

#include <algorithm>

#include "pipeline/sweeper.h"

namespace gitward {
namespace {

std::vector<CommitNode> nodes_of(const CachedSweep& cached) {
  const CachedSweep::Commits& commits = cached.commits;
  std::vector<CommitNode> nodes(commits.objects.size());
  auto outside = commits.outside.begin();
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    CommitNode& node = nodes[i];
    node.id = cached.objects.at(commits.objects[i]);
    node.tree = cached.objects.at(commits.trees[i]);
    node.seconds = commits.seconds[i];
    const auto take_outside = [&] {
      while (outside != commits.outside.end() && outside->commit == i &&
             outside->position == node.parents.size()) {
        node.parents.push_back(outside->parent);
        ++outside;
      }
    };
    for (auto p = commits.first_parent[i]; p < commits.first_parent[i + 1];
         ++p) {
      take_outside();
      node.parents.push_back(
          cached.objects.at(commits.objects[commits.parents[p]]));
    }
    take_outside();
  }
  return nodes;
}

// The numbers of objects by id, which become their new numbers.
std::vector<std::uint32_t> in_order(const ObjectNumbers& objects) {
  std::vector<std::pair<ObjectId, std::uint32_t>> sorted;
  sorted.reserve(objects.size());
  for (std::uint32_t i = 0; i < objects.size(); ++i) {
    sorted.emplace_back(objects.at(i), i);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::uint32_t> order;
  order.reserve(sorted.size());
  for (const auto& [id, number] : sorted) order.push_back(number);
  return order;
}

CachedSweep::Noted noted_of(std::uint32_t object, ObjectType type,
                            const Content& content,
                            const std::vector<ObjectPart>& parts) {
  CachedSweep::Noted noted;
  noted.object = object;
  noted.type = type;
  noted.told = !content.has_gaps() && content.members.empty();
  if (!noted.told) return noted;
  noted.parts = parts;
  for (const Candidate& candidate : content.scanned.candidates) {
    Candidate& kept = noted.candidates.emplace_back();
    kept.rule = candidate.rule;
    kept.span = candidate.span;
    kept.position = candidate.position;
    kept.id = candidate.id;
    kept.confidence = candidate.confidence;
    kept.proof = candidate.proof;
    kept.via = candidate.via;
    kept.inline_allowed = candidate.inline_allowed;
    kept.pending_allowlists = candidate.pending_allowlists;
  }
  return noted;
}

// Gives everything its new numbers.
class Memory {
 public:
  Memory(const Sweep& all, const CommitGraph& graph)
      : all_(all), graph_(graph), order_(in_order(all.links.objects)) {
    renumbered_.resize(order_.size());
    const auto ids = std::make_shared<std::string>();
    for (std::uint32_t i = 0; i < order_.size(); ++i) {
      renumbered_[order_[i]] = i;
      const ObjectId id = all.links.objects.at(order_[i]);
      ids->append(reinterpret_cast<const char*>(id.bytes().data()),
                  id.bytes().size());
    }
    if (!order_.empty()) {
      sweep_.objects = *SortedIds::of(*ids, ids->size() / order_.size());
    }
    sweep_.memory = ids;
  }

  CachedSweep sweep(std::optional<CachedPlaces> places) {
    add_unread();
    add_noted();
    add_commits();
    for (const Sweep::Tagged& tag : all_.tags) {
      sweep_.tags.push_back({tag.id, tag.target});
    }
    sweep_.submodules.assign(all_.submodules.begin(), all_.submodules.end());
    sweep_.lfs_pointers = all_.lfs_pointers;
    sweep_.coverage = all_.coverage;
    if (places) add_places(std::move(*places));
    return std::move(sweep_);
  }

  CachedLinks links() const {
    CachedLinks links;
    links.names.assign(all_.links.names.all().begin(),
                       all_.links.names.all().end());
    links.trees = all_.links.trees;
    links.links = all_.links.links;
    for (TreeLinks::Tree& tree : links.trees) {
      tree.object = renumbered_[tree.object];
    }
    for (TreeLinks::Link& link : links.links) {
      if (link.object != ObjectTable::kNone) {
        link.object = renumbered_[link.object];
      }
    }
    return links;
  }

 private:
  std::uint32_t number_of(const ObjectId& id) const {
    return renumbered_[all_.links.objects.find(id)];
  }

  void add_unread() {
    for (const Sweep::Unread& unread : all_.unread) {
      const auto kind = std::find(CachedSweep::kKinds.begin(),
                                  CachedSweep::kKinds.end(), unread.kind);
      sweep_.unread.push_back(
          {number_of(unread.id),
           static_cast<std::uint32_t>(kind - CachedSweep::kKinds.begin())});
    }
  }

  void add_noted() {
    for (const Sweep::Scanned& blob : all_.blobs) {
      sweep_.notable.push_back(
          noted_of(number_of(blob.id), ObjectType::kBlob, *blob.content, {}));
    }
    for (const TextObject& text : all_.texts) {
      sweep_.notable.push_back(
          noted_of(number_of(text.id), text.type, *text.content, text.parts));
    }
  }

  // They are sorted by id, as those of the graph.
  void add_commits() {
    CachedSweep::Commits& commits = sweep_.commits;
    for (std::uint32_t i = 0; i < all_.commits.size(); ++i) {
      const CommitNode& node = all_.commits[i];
      commits.objects.push_back(number_of(node.id));
      commits.trees.push_back(number_of(node.tree));
      commits.seconds.push_back(node.seconds);
      for (std::uint32_t p = 0; p < node.parents.size(); ++p) {
        const CommitIndex parent = graph_.find(node.parents[p]);
        if (parent != CommitGraph::kNone) {
          commits.parents.push_back(parent);
        } else {
          commits.outside.push_back({i, p, node.parents[p]});
        }
      }
      commits.first_parent.push_back(
          static_cast<std::uint32_t>(commits.parents.size()));
    }
  }

  void add_places(CachedPlaces places) {
    for (std::uint32_t& object : places.watched) object = renumbered_[object];
    for (CachedPlaces::Seen& seen : places.seen) {
      if ((seen.thing & CachedPlaces::kName) == 0) {
        seen.thing = renumbered_[seen.thing];
      }
    }
    sweep_.places = std::move(places);
  }

  const Sweep& all_;
  const CommitGraph& graph_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> renumbered_;
  CachedSweep sweep_;
};

}  // namespace

void keep_sweep(const CachePlace& cache, const std::string& key,
                const Sweep& all, const CommitGraph& graph,
                std::optional<CachedPlaces> places) {
  Memory memory(all, graph);
  const CachedLinks links = memory.links();
  save_sweep(cache.file, memory.sweep(std::move(places)), links, key);
}

CommitGraph graph_of(const Sweep& sweep) {
  LinkedCommits linked;
  if (sweep.earlier) {
    const CachedSweep::Commits& commits = sweep.earlier->commits;
    linked.ids.reserve(commits.objects.size());
    for (const std::uint32_t object : commits.objects) {
      linked.ids.push_back(sweep.earlier->objects.at(object));
    }
    linked.seconds = commits.seconds;
    linked.first_parent = commits.first_parent;
    linked.parents = commits.parents;
  }
  return CommitGraph(std::move(linked), sweep.commits);
}

bool is_commit(const ObjectId& id, const Sweep& sweep) {
  if (sweep.earlier) {
    const auto& objects = sweep.earlier->commits.objects;
    if (std::binary_search(objects.begin(), objects.end(),
                           sweep.earlier->objects.find(id))) {
      return true;
    }
  }
  const auto found = std::lower_bound(
      sweep.commits.begin(), sweep.commits.end(), id,
      [](const CommitNode& a, const ObjectId& b) { return a.id < b; });
  return found != sweep.commits.end() && found->id == id;
}

ContentPtr told_content(const CachedSweep::Noted& noted) {
  auto content = std::make_shared<Content>();
  content->scanned.candidates = noted.candidates;
  content->told = true;
  return content;
}

// Do its numbers mean something to these rules?
bool Sweeper::makes_sense(const CachedSweep& cached) const {
  const RuleSet& rules = scanner_.rules();
  return std::all_of(
      cached.notable.begin(), cached.notable.end(),
      [&](const CachedSweep::Noted& noted) {
        return std::all_of(
            noted.candidates.begin(), noted.candidates.end(),
            [&](const Candidate& candidate) {
              if (candidate.rule >= rules.rules().size()) return false;
              const std::size_t count =
                  rules.rules()[candidate.rule].allowlists.size() +
                  rules.allowlists().size();
              return std::all_of(
                  candidate.pending_allowlists.begin(),
                  candidate.pending_allowlists.end(),
                  [&](std::uint32_t index) { return index < count; });
            });
      });
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

void Sweeper::find_done() {
  done_.assign(objects_.size(), 0);
  if (!cached_) return;
  std::fill_n(done_.begin(), cached_->objects.size(), 1);
  for (const CachedSweep::Unread& unread : cached_->unread) {
    done_[unread.object] = 0;
  }
}

void Sweeper::load_cache(const SweepRequest& request, const std::string& key) {
  cached_ = load_sweep(request.cache->file, key);
  if (cached_ && !makes_sense(*cached_)) cached_.reset();
}

// What was found in them, or will be found again.
void Sweeper::recall_noted() {
  std::vector<bool> watched(cached_->objects.size(), !use_places_);
  if (use_places_) {
    for (const std::uint32_t object : cached_->places->watched) {
      watched[object] = true;
    }
  }
  workers_.for_each(cached_->notable.size(),
                    [&](Worker& worker, std::size_t i) {
                      const CachedSweep::Noted& noted = cached_->notable[i];
                      if (noted.type != ObjectType::kBlob || !noted.told ||
                          watched[noted.object]) {
                        recall(noted, worker);
                      }
                    });
}

void Sweeper::recall(const CachedSweep::Noted& noted, Worker& worker) {
  const ObjectId id = objects_.at(noted.object);
  if (!noted.told) return look_again(id, worker);
  Sweep& sweep = parts_[worker.index].sweep;
  ContentPtr content = told_content(noted);
  if (noted.type == ObjectType::kBlob) {
    sweep.blobs.push_back({id, std::move(content)});
  } else {
    sweep.texts.push_back({id, noted.type, std::move(content), noted.parts});
  }
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
    ContentPtr content =
        scan_content(object.bytes, scanner_, options_, worker).content;
    if (content && worth_keeping(*content, scanner_.rules(), options_)) {
      sweep.blobs.push_back({id, std::move(content)});
    }
    return;
  }
  TextObject text =
      scan_text_object(id, object.type, object.bytes, scanner_, worker);
  if (text.content && keep(text.content->scanned)) {
    sweep.texts.push_back(std::move(text));
  }
}

// All else that the earlier sweep knew.
void Sweeper::recall_rest(Sweep& all) {
  all.memory = cached_;
  all.remembered = cached_->objects.size() - cached_->unread.size() -
                   cached_->notable.size();
  for (const CachedSweep::Tagged& tag : cached_->tags) {
    all.tags.push_back({tag.id, tag.target});
  }
  all.submodules.insert(cached_->submodules.begin(), cached_->submodules.end());
  all.lfs_pointers = cached_->lfs_pointers;
  all.coverage = cached_->coverage;
  const std::vector<std::string>& names =
      use_places_ ? cached_->places->names : cached_links_->names;
  for (const std::string& name : names) {
    ContentPtr content = scan_bytes(name, scanner_, workers_.own()).content;
    if (content && keep(content->scanned)) {
      all.names.emplace_back(name, std::move(content));
    }
  }
  if (use_places_) {
    all.earlier = cached_;
  } else {
    all.commits = nodes_of(*cached_);
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

}  // namespace gitward

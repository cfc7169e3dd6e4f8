// `gitward history`: every stored object once, whatever its paths; then, only
// for what has a finding or a gap, where it lies and who brought it in.
#include <algorithm>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <span>

#include <fmt/format.h>

#include "base/text.h"
#include "pipeline/gaps.h"
#include "pipeline/index_paths.h"
#include "pipeline/known_places.h"
#include "pipeline/object_sweep.h"
#include "pipeline/pipeline.h"
#include "pipeline/provenance.h"
#include "pipeline/stored_texts.h"
#include "pipeline/sweep_memory.h"
#include "pipeline/tree_places.h"
#include "store/loose_object.h"
#include "store/object_store.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

// The stored objects are listed so often while they move.
constexpr int kMaxLooks = 20;

class HistoryRun {
 public:
  HistoryRun(const Repository& repository, const Scanner& scanner,
             const RunOptions& options)
      : repository_(repository),
        scanner_(scanner),
        options_(options),
        workers_(&repository, options.threads) {
    report_.command = "history";
  }

  ScanReport scan(const std::vector<ObjectId>& revisions);

 private:
  std::vector<ObjectId> roots(const std::vector<ObjectId>& revisions);
  void open_packs();
  std::vector<ObjectId> stored_objects();
  void read_index();
  void scan_names();
  void add_notes();
  void collect_wanted();
  bool attribute(const std::vector<ObjectId>& revisions);
  std::future<TreePlaces> prepare_places() const;
  std::optional<std::vector<Sighting>> find_places(
      std::future<TreePlaces> prepared, const HistoryFindings& findings,
      const CommitGraph& graph, const std::vector<Tip>& tips);
  void keep(const CommitGraph& graph, std::optional<CachedPlaces> places);
  void show(const std::vector<HistoryFindings::Unseen>& unseen);
  void report_texts(HistoryFindings& findings, const CommitGraph& graph,
                    const std::vector<Tip>& tips);
  void report_contents(HistoryFindings& findings, const CommitGraph& graph,
                       const std::vector<Sighting>& sightings);
  void report_thing(HistoryFindings& findings, const CommitGraph& graph,
                    const ContentPtr& content, Where where,
                    const ObjectId& object, const std::string& path,
                    const HistoryFindings::Origin& origin);
  bool skipped(const std::string& path) const;

  const Repository& repository_;
  const Scanner& scanner_;
  const RunOptions& options_;
  Workers workers_;
  ScanReport report_;
  Gaps gaps_;
  bool everything_ = true;

  std::optional<ObjectStore> packs_;
  Repository::References references_;
  std::vector<IndexEntry> index_;
  Sweep sweep_;
  std::unordered_set<ObjectId> wanted_;
  std::unordered_set<std::string> wanted_names_;
};

bool HistoryRun::skipped(const std::string& path) const {
  return std::find(options_.skip_paths.begin(), options_.skip_paths.end(),
                   path) != options_.skip_paths.end();
}

// Without those of packs that are swept. What git moves from a pack into a file
// of its own, or back, in between is in neither list: then both are made again.
std::vector<ObjectId> HistoryRun::stored_objects() {
  for (int looks = 0; packs_ && packs_->refused().empty(); ++looks) {
    std::vector<ObjectId> ids;
    for (const fs::path& folder : packs_->directories()) {
      for (const ObjectId& id :
           list_loose_objects(folder, repository_.layout().id_size)) {
        ids.push_back(id);
      }
    }
    if (packs_->is_current()) return ids;
    if (looks == kMaxLooks) {
      gaps_.add({GapReason::kUnreadable,
                 "its packs changed all the while that they were listed: what "
                 "nothing refers to may not have been seen; run it again"},
                ObjectId(), "", "the object store", "listing");
      return ids;
    }
    open_packs();
  }
  Repository::Stored stored = repository_.stored_objects();
  for (const std::string& cause : stored.unusable) {
    gaps_.add({GapReason::kCorrupt, cause}, ObjectId(), "", "a pack", cause);
  }
  return std::move(stored.ids);
}

// What references and the index name: should that not be stored, it is missing.
std::vector<ObjectId> HistoryRun::roots(
    const std::vector<ObjectId>& revisions) {
  if (!everything_) {
    std::vector<ObjectId> commits;
    for (const ObjectId& revision : revisions) {
      static_cast<void>(attempt(GapReason::kCorrupt, [&] {
        const auto commit =
            repository_.peel_to_commit(revision, workers_.own().reader());
        if (commit) commits.push_back(*commit);
      }));
    }
    std::vector<ObjectId> roots = revisions;
    // Only a head start: what can't be listed is followed parent by parent,
    // and what is missing is found out there.
    static_cast<void>(attempt(GapReason::kMissing, [&] {
      for (const ObjectId& id : repository_.commits(commits, {})) {
        roots.push_back(id);
      }
    }));
    return roots;
  }
  std::vector<ObjectId> roots;
  for (const Reference& reference : references_.refs) {
    // ORIG_HEAD and the like may name what was pruned long ago.
    if (reference.name.starts_with("refs/") || reference.name == "HEAD") {
      roots.push_back(reference.target);
    }
  }
  for (const IndexEntry& entry : index_) {
    if (kind_of_mode(entry.mode) != EntryKind::kGitlink &&
        !entry.intent_to_add) {
      roots.push_back(entry.id);
    }
  }
  return roots;
}

// Packs that can't be used are read through the repository, object by object.
void HistoryRun::open_packs() {
  static_cast<void>(attempt(GapReason::kUnreadable, [&] {
    const RepositoryLayout& layout = repository_.layout();
    packs_.emplace(layout.object_folders, layout.id_size);
  }));
}

void HistoryRun::read_index() {
  const auto trouble =
      attempt(GapReason::kUnreadable, [&] { index_ = repository_.index(); });
  if (trouble) gaps_.add(*trouble, ObjectId(), "index", "the index", "index");
}

// Those of the index; the sweep has scanned those of trees.
void HistoryRun::scan_names() {
  std::set<std::string, std::less<>> known;
  for (const auto& [name, content] : sweep_.names) known.insert(name);
  std::unordered_set<std::string_view> seen;
  for (const IndexEntry& entry : index_) {
    for_each_component(
        entry.path, [&](std::string_view component, std::string_view) {
          if (!seen.insert(component).second || known.contains(component)) {
            return;
          }
          ContentPtr content =
              scan_bytes(component, scanner_, workers_.own()).content;
          if (content) {
            sweep_.names.emplace_back(component, std::move(content));
          }
        });
  }
  std::sort(sweep_.names.begin(), sweep_.names.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
}

void HistoryRun::add_notes() {
  const RepositoryLayout& layout = repository_.layout();
  if (layout.partial_clone) {
    report_.notes.emplace_back(
        "a partial clone: what was not fetched can't be scanned, and is "
        "counted as missing");
  }
  if (sweep_.remembered > 0) {
    report_.notes.push_back(
        fmt::format("{} objects are as an earlier run saw them (--cache)",
                    grouped(sweep_.remembered)));
  }
  if (sweep_.cache_trouble) {
    report_.notes.push_back("what was seen could not be kept for --cache: " +
                            sweep_.cache_trouble->cause);
  }
  if (sweep_.ends) gaps_.add(shallow_gap(layout));
}

void HistoryRun::collect_wanted() {
  wanted_.clear();
  wanted_names_.clear();
  for (const Sweep::Scanned& blob : sweep_.blobs) wanted_.insert(blob.id);
  for (const Sweep::Unread& unread : sweep_.unread) wanted_.insert(unread.id);
  for (const auto& [name, content] : sweep_.names) wanted_names_.insert(name);
}

void HistoryRun::report_thing(HistoryFindings& findings,
                              const CommitGraph& graph,
                              const ContentPtr& content, Where where,
                              const ObjectId& object, const std::string& path,
                              const HistoryFindings::Origin& origin) {
  if (where == Where::kBlob && !path.empty() && skipped(path)) {
    ++report_.outside["baseline"];
    return;
  }
  add_content_gaps(gaps_, scanner_, *content, object, path,
                   where == Where::kPath ? "name" : "blob", workers_.own());
  const std::string commit = origin.commit == CommitGraph::kNone
                                 ? std::string()
                                 : graph.id(origin.commit).hex();
  for (const Place& place :
       judge_places(scanner_, content, where, path, object, commit)) {
    findings.add(place, origin);
  }
}

void HistoryRun::report_texts(HistoryFindings& findings,
                              const CommitGraph& graph,
                              const std::vector<Tip>& tips) {
  std::unordered_map<ObjectId, std::vector<std::uint32_t>> tags;
  for (std::size_t i = 0; i < tips.size(); ++i) {
    for (const ObjectId& tag : tips[i].tags) {
      tags[tag].push_back(static_cast<std::uint32_t>(i));
    }
  }
  for (const TextObject& text : sweep_.texts) {
    HistoryFindings::Origin origin;
    if (text.type == ObjectType::kCommit) {
      origin.commit = graph.find(text.id);
      if (origin.commit != CommitGraph::kNone) {
        origin.holders = findings.tips_at(origin.commit);
      }
    } else if (const auto found = tags.find(text.id); found != tags.end()) {
      origin.holders = found->second;
      origin.reachable = true;
    }
    origin.at_tip = !origin.holders.empty();
    if (origin.holders.size() > kMaxRefs) origin.holders.resize(kMaxRefs);
    add_content_gaps(gaps_, scanner_, *text.content, text.id, "",
                     text.type == ObjectType::kTag ? "tag" : "commit",
                     workers_.own());
    for (const Place& place : judge_places(scanner_, text)) {
      findings.add(place, origin);
    }
  }
}

// Calls `report` for each path; `fallback` gives the one of a thing that no
// tree holds. What lies in a tree that nothing names is no place of its own
// where there is a better one.
template <class Fallback, class Report>
void for_each_path(std::vector<const Sighting*> places, Fallback fallback,
                   Report report) {
  const auto held = [](const Sighting* sighting) {
    return sighting->commit != CommitGraph::kNone || sighting->at_tip;
  };
  if (std::any_of(places.begin(), places.end(), held)) {
    std::erase_if(places, [&](const Sighting* s) { return !held(s); });
  }
  for (const Sighting* sighting : places) {
    report(sighting->path,
           HistoryFindings::Origin{
               sighting->commit, sighting->at_tip,
               sighting->commit == CommitGraph::kNone && sighting->at_tip,
               sighting->holders});
  }
  if (places.empty()) report(fallback(), HistoryFindings::Origin());
}

void HistoryRun::report_contents(HistoryFindings& findings,
                                 const CommitGraph& graph,
                                 const std::vector<Sighting>& sightings) {
  std::unordered_map<ObjectId, std::vector<const Sighting*>> seen;
  std::unordered_map<std::string, std::vector<const Sighting*>> seen_names;
  for (const Sighting& sighting : sightings) {
    if (sighting.object.is_null()) {
      const std::size_t slash = sighting.path.rfind('/');
      seen_names[sighting.path.substr(slash + 1)].push_back(&sighting);
    } else {
      seen[sighting.object].push_back(&sighting);
    }
  }
  IndexPaths index_paths(index_, repository_.layout(), wanted_names_);
  for (const Sweep::Scanned& blob : sweep_.blobs) {
    for_each_path(
        seen[blob.id], [&] { return index_paths.of(blob.id); },
        [&](const std::string& path, const HistoryFindings::Origin& origin) {
          report_thing(findings, graph, blob.content, Where::kBlob, blob.id,
                       path, origin);
        });
  }
  for (const auto& [name, content] : sweep_.names) {
    for_each_path(
        seen_names[name], [&, &known = name] { return index_paths.of(known); },
        [&, &what = content](const std::string& path,
                             const HistoryFindings::Origin& origin) {
          report_thing(findings, graph, what, Where::kPath, ObjectId(), path,
                       origin);
        });
  }
  for (const Sweep::Unread& unread : sweep_.unread) {
    for_each_path(
        seen[unread.id], [&] { return index_paths.of(unread.id); },
        [&](const std::string& path, const HistoryFindings::Origin&) {
          if (!path.empty() && skipped(path)) return;
          gaps_.add(unread.trouble, unread.id, path,
                    describe(unread.kind, unread.id, path));
        });
  }
}

// Writes what the next run can use.
void HistoryRun::keep(const CommitGraph& graph,
                      std::optional<CachedPlaces> places) {
  if (!sweep_.key_to_keep) return;
  sweep_.cache_trouble = attempt(GapReason::kUnreadable, [&] {
    keep_sweep(*options_.cache, *sweep_.key_to_keep, sweep_, graph,
               std::move(places));
  });
}

// Looks at what an earlier run only told of.
void HistoryRun::show(const std::vector<HistoryFindings::Unseen>& unseen) {
  std::map<ObjectId, std::vector<HistoryFindings::Unseen>> by_object;
  for (const HistoryFindings::Unseen& one : unseen) {
    const Finding& finding = report_.findings[one.finding];
    if (is_asked_for(finding, options_)) {
      by_object[finding.object].push_back(one);
    }
  }
  std::vector<const std::vector<HistoryFindings::Unseen>*> work;
  work.reserve(by_object.size());
  for (const auto& [id, list] : by_object) work.push_back(&list);
  workers_.for_each(work.size(), [&](Worker& worker, std::size_t i) {
    const ObjectId id = report_.findings[work[i]->front().finding].object;
    // Should it be gone by now, only its looks are unknown.
    const ReadObject read = read_object(id, worker.reader());
    if (!read.object) return;
    const ScannedContent scanned =
        scanner_.scan(read.object->bytes, worker.scratch);
    for (const HistoryFindings::Unseen& one : *work[i]) {
      for (const Candidate& candidate : scanned.candidates) {
        if (candidate.rule != one.rule || candidate.span != one.span) continue;
        fill_in(scanner_.rules(), candidate, report_.findings[one.finding]);
      }
    }
  });
}

// What needs trees alone is found out while others put the commits in order.
std::future<TreePlaces> HistoryRun::prepare_places() const {
  const bool alone = workers_.size() == 1 || sweep_.earlier;
  return std::async(alone ? std::launch::deferred : std::launch::async, [this] {
    return TreePlaces(sweep_.links, wanted_, wanted_names_);
  });
}

// The sightings, from all trees or from those that are new.
std::optional<std::vector<Sighting>> HistoryRun::find_places(
    std::future<TreePlaces> prepared, const HistoryFindings& findings,
    const CommitGraph& graph, const std::vector<Tip>& tips) {
  if (sweep_.earlier) {
    return update_places(sweep_, graph, findings.rank(), tips, options_,
                         workers_.own().reader());
  }
  TreePlaces places = prepared.get();
  visit_trees(places, sweep_, findings.order(), tips);
  if (!places.complete()) {
    gaps_.add({GapReason::kLimit,
               "its trees multiply or nest beyond all reason: some paths of "
               "findings are not named"},
              ObjectId(), "", "the repository", "paths");
  }
  if (sweep_.key_to_keep) {
    keep(graph, known_places(sweep_, graph, tips, places, scanner_, options_));
  }
  return places.sightings();
}

// False if the trees that are new don't tell enough.
bool HistoryRun::attribute(const std::vector<ObjectId>& revisions) {
  collect_wanted();
  const bool nothing =
      wanted_.empty() && wanted_names_.empty() && sweep_.texts.empty();
  if (nothing && !sweep_.earlier && !sweep_.key_to_keep) return true;
  std::future<TreePlaces> places = prepare_places();
  const CommitGraph graph = graph_of(sweep_);
  const std::vector<Tip> tips =
      tips_of(references_.refs, revisions, sweep_, graph);
  HistoryFindings findings(scanner_, graph, tips);
  const auto sightings = find_places(std::move(places), findings, graph, tips);
  if (!sightings) return false;
  report_texts(findings, graph, tips);
  report_contents(findings, graph, *sightings);
  std::vector<HistoryFindings::Unseen> unseen;
  const std::size_t before = report_.findings.size();
  for (Finding& finding : findings.take(workers_.own().reader(), unseen)) {
    report_.findings.push_back(std::move(finding));
  }
  for (HistoryFindings::Unseen& one : unseen) one.finding += before;
  show(unseen);
  return true;
}

ScanReport HistoryRun::scan(const std::vector<ObjectId>& revisions) {
  everything_ = revisions.empty();
  references_ = repository_.references();
  if (everything_) {
    read_index();
    scan_stored_texts(repository_.layout(), references_, scanner_, workers_,
                      report_, gaps_);
  }
  if (everything_) open_packs();
  SweepRequest request;
  if (everything_) request.stored = stored_objects();
  request.packs = packs_ ? &*packs_ : nullptr;
  request.roots = roots(revisions);
  if (everything_) request.cache = options_.cache;
  const auto sweep = [&] {
    sweep_ = sweep_objects(repository_, scanner_, options_, workers_, request);
    scan_names();
  };
  sweep();
  if (!attribute(revisions)) {
    request.use_places = false;
    sweep();
    attribute(revisions);
  }
  report_.coverage += sweep_.coverage;
  if (!sweep_.submodules.empty()) {
    report_.outside["submodule"] = sweep_.submodules.size();
  }
  if (sweep_.lfs_pointers > 0) {
    report_.outside["lfs-pointer"] = sweep_.lfs_pointers;
  }
  add_notes();
  finish_report(report_, gaps_, scanner_, options_);
  return std::move(report_);
}

}  // namespace

ScanReport run_history(const Repository& repository, const Scanner& scanner,
                       const RunOptions& options,
                       const std::vector<ObjectId>& revisions) {
  return HistoryRun(repository, scanner, options).scan(revisions);
}

}  // namespace gitward

#include "pipeline/change.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

namespace gitward {
namespace {

bool by_path(const Entry& a, const Entry& b) {
  return std::tie(a.path, a.state.id, a.state.mode) <
         std::tie(b.path, b.state.id, b.state.mode);
}

// A mode that changed alone brings in no content and takes none away.
bool same_content(const EntryChange& change) {
  return change.before && change.after && is_content(*change.before) &&
         is_content(*change.after) && change.before->id == change.after->id;
}

// Entries that are in the new side of every difference.
std::vector<Entry> in_all(const std::vector<Difference>& parents) {
  std::vector<Entry> common = parents.front().after;
  for (std::size_t i = 1; i < parents.size() && !common.empty(); ++i) {
    std::vector<Entry> both;
    std::set_intersection(common.begin(), common.end(),
                          parents[i].after.begin(), parents[i].after.end(),
                          std::back_inserter(both), by_path);
    common = std::move(both);
  }
  return common;
}

std::set<std::string_view> paths_of(const std::vector<Entry>& entries) {
  std::set<std::string_view> paths;
  for (const Entry& entry : entries) paths.insert(paths.end(), entry.path);
  return paths;
}

}  // namespace

bool is_content(const EntryState& state) {
  return state.kind() == EntryKind::kFile ||
         state.kind() == EntryKind::kSymlink;
}

Change make_change(std::vector<RawDifference> raw,
                   const std::vector<Entry>& also_after,
                   const std::vector<std::string>& skip_paths, Gaps& gaps) {
  Change change;
  const auto skip = [&](const std::string& path) {
    return std::find(skip_paths.begin(), skip_paths.end(), path) !=
           skip_paths.end();
  };
  for (RawDifference& side : raw) {
    Difference difference;
    difference.parent_tree = side.parent_tree;
    for (EntryChange& entry : side.diff.changes) {
      if (same_content(entry)) continue;
      if (entry.before) {
        difference.before.push_back({entry.path, *entry.before});
      }
      if (entry.after) {
        difference.after.push_back({std::move(entry.path), *entry.after});
      }
    }
    difference.after.insert(difference.after.end(), also_after.begin(),
                            also_after.end());
    std::sort(difference.before.begin(), difference.before.end(), by_path);
    std::sort(difference.after.begin(), difference.after.end(), by_path);
    const auto repeated =
        std::unique(difference.after.begin(), difference.after.end());
    difference.after.erase(repeated, difference.after.end());
    for (const UnreadTree& tree : side.diff.unread) {
      gaps.add({tree.missing ? GapReason::kMissing : GapReason::kCorrupt,
                tree.detail},
               tree.id, tree.path, describe("tree", tree.id, tree.path));
    }
    change.parents.push_back(std::move(difference));
  }
  change.fresh = in_all(change.parents);
  change.inherited =
      std::max_element(change.parents.begin(), change.parents.end(),
                       [](const Difference& a, const Difference& b) {
                         return a.after.size() < b.after.size();
                       })
          ->after.size() -
      change.fresh.size();
  const auto skipped = [&](const Entry& entry) { return skip(entry.path); };
  change.skipped = std::erase_if(change.fresh, skipped);
  for (Difference& difference : change.parents) {
    std::erase_if(difference.before, skipped);
    std::erase_if(difference.after, skipped);
  }
  return change;
}

std::vector<Place> ChangeJudge::judge(const Change& change, Gaps& gaps,
                                      Worker& worker) const {
  std::vector<Place> places = judge_contents(change, gaps, worker);
  for (Place& place : judge_names(change, worker)) {
    places.push_back(std::move(place));
  }
  return places;
}

std::vector<Place> ChangeJudge::places_at(const Entry& entry,
                                          std::string_view commit,
                                          Worker& worker) const {
  if (!is_content(entry.state)) return {};
  return judge_places(scanner_, cache_.blob(entry.state.id, worker).content,
                      Where::kBlob, entry.path, entry.state.id, commit);
}

std::vector<Place> ChangeJudge::judge_contents(const Change& change, Gaps& gaps,
                                               Worker& worker) const {
  std::vector<Place> fresh;
  std::vector<const Entry*> troubled;
  for (const Entry& entry : change.fresh) {
    if (!is_content(entry.state)) continue;
    const ContentPtr content = cache_.blob(entry.state.id, worker).content;
    if (!content) continue;
    if (content->has_gaps()) troubled.push_back(&entry);
    for (Place& place :
         judge_places(scanner_, content, Where::kBlob, entry.path,
                      entry.state.id, change.commit)) {
      fresh.push_back(std::move(place));
    }
  }
  if (!troubled.empty()) {
    // A content that each parent holds at a path of the change was moved.
    std::vector<std::unordered_set<ObjectId>> held;
    for (const Difference& parent : change.parents) {
      auto& ids = held.emplace_back();
      for (const Entry& entry : parent.before) ids.insert(entry.state.id);
    }
    for (const Entry* entry : troubled) {
      if (std::all_of(held.begin(), held.end(), [&](const auto& ids) {
            return ids.contains(entry->state.id);
          })) {
        continue;
      }
      Content content = *cache_.blob(entry->state.id, worker).content;
      forget_old_gaps(change, content, worker);
      add_content_gaps(gaps, scanner_, content, entry->state.id, entry->path,
                       "blob", worker);
    }
  }
  Comparison comparison(std::move(fresh), change.parents.size());
  if (comparison.empty()) return {};
  for (std::size_t parent = 0; parent < change.parents.size(); ++parent) {
    read_old_side(change, parent, comparison, gaps, worker);
    const bool inherits =
        change.parents[parent].after.size() != change.fresh.size();
    if (!inherits && comparison.explained_by(parent)) return {};
  }
  return comparison.take_new();
}

// An archive that can't be opened and lies, as it is, in another one of each
// parent's: the change rebuilt what is around it.
void ChangeJudge::forget_old_gaps(const Change& change, Content& content,
                                  Worker& worker) const {
  std::map<FindingId, std::size_t> parents;  // How many have it.
  for (const Difference& parent : change.parents) {
    if (content.unopened.empty()) return;
    std::set<FindingId> old;
    for (const Entry& entry : parent.before) {
      if (!is_content(entry.state)) continue;
      const ContentPtr before = cache_.blob(entry.state.id, worker).content;
      if (!before) continue;
      for (const Unopened& unopened : before->unopened) {
        old.insert(archive_gap_id(unopened));
      }
    }
    for (const FindingId& id : old) ++parents[id];
  }
  std::erase_if(content.unopened, [&](const Unopened& unopened) {
    return parents[archive_gap_id(unopened)] == change.parents.size();
  });
}

// Old contents count where they were, whatever the new side makes of them, so
// that only what a change adds is new. One that can't be read explains
// nothing: what it might have explained is reported, and the gap is too.
void ChangeJudge::read_old_side(const Change& change, std::size_t parent,
                                Comparison& comparison, Gaps& gaps,
                                Worker& worker) const {
  const Difference& difference = change.parents[parent];
  const bool inherits = difference.after.size() != change.fresh.size();
  // The paths of the change itself come first: they nearly always explain
  // everything, and then nothing else is read.
  const std::set<std::string_view> fresh_paths = paths_of(change.fresh);
  for (const bool same_path : {true, false}) {
    for (const Entry& entry : difference.before) {
      if (fresh_paths.contains(entry.path) != same_path) continue;
      if (!is_content(entry.state)) continue;
      const ContentPtr content = cache_.blob(entry.state.id, worker).content;
      if (!content) continue;
      if (content->trouble) {
        add_content_gaps(gaps, scanner_, *content, entry.state.id, entry.path,
                         "old blob", worker);
      }
      for (const Place& place : places_at(entry, "", worker)) {
        comparison.add_old(parent, place);
      }
      if (!inherits && comparison.explained_by(parent)) return;
    }
  }
  // Where there is nothing to explain, what came from another parent can't
  // change the outcome.
  if (!inherits || !comparison.has_old(parent)) return;
  for (const Entry& entry : difference.after) {
    if (std::binary_search(change.fresh.begin(), change.fresh.end(), entry,
                           by_path)) {
      continue;
    }
    for (const Place& place : places_at(entry, change.commit, worker)) {
      comparison.add_inherited(parent, place);
    }
  }
}

bool ChangeJudge::exists(const ObjectId& tree, const std::string& path,
                         Worker& worker) const {
  bool found = false;
  if (tree.is_null()) return found;
  // Unreadable: then nothing says that it was there, and it counts as new.
  // The tree is in the gaps already, by the difference that needed it.
  static_cast<void>(attempt(GapReason::kCorrupt, [&] {
    found = find_entry(tree, path, id_size_, worker.reader()).has_value();
  }));
  return found;
}

// The components of the entries' paths that are findings: each folder once.
// Components of `known` paths are somebody else's.
std::vector<Place> ChangeJudge::name_places(
    const std::vector<Entry>& entries, const std::set<std::string_view>& known,
    Worker& worker) const {
  std::vector<Place> places;
  std::string_view previous;
  for (const Entry& entry : entries) {
    const std::string_view path = entry.path;
    if (known.contains(path) || path == previous) continue;
    // Sorted: the folders shared with the path before were looked at there.
    const auto differs = std::mismatch(path.begin(), path.end(),
                                       previous.begin(), previous.end());
    const auto shared = static_cast<std::size_t>(differs.first - path.begin());
    std::size_t begin = path.substr(0, shared).rfind('/') + 1;
    previous = path;
    while (begin < path.size()) {
      const std::size_t slash = std::min(path.find('/', begin), path.size());
      const std::string prefix(path.substr(0, slash));
      const ContentPtr content =
          cache_.name(path.substr(begin, slash - begin), worker);
      for (Place& place : judge_places(scanner_, content, Where::kPath, prefix,
                                       ObjectId(), "")) {
        places.push_back(std::move(place));
      }
      begin = slash + 1;
    }
  }
  return places;
}

std::vector<Place> ChangeJudge::judge_names(const Change& change,
                                            Worker& worker) const {
  // A path that any parent has at all is no new name.
  std::set<std::string_view> had;
  for (const Difference& parent : change.parents) {
    for (const Entry& entry : parent.before) had.insert(entry.path);
  }
  std::vector<Place> fresh = name_places(change.fresh, had, worker);
  // Only now, with a candidate at hand, is a tree read for a folder's name.
  std::erase_if(fresh, [&](const Place& place) {
    return std::any_of(change.parents.begin(), change.parents.end(),
                       [&](const Difference& parent) {
                         return exists(parent.parent_tree, place.path, worker);
                       });
  });
  Comparison comparison(std::move(fresh), change.parents.size());
  if (comparison.empty()) return {};
  for (std::size_t i = 0; i < change.parents.size(); ++i) {
    const Difference& parent = change.parents[i];
    for (const Place& place :
         name_places(parent.before, paths_of(parent.after), worker)) {
      if (!change.exists_after(place.path, worker.reader())) {
        comparison.add_old(i, place);
      }
    }
    if (parent.after.size() == change.fresh.size()) continue;
    std::vector<Entry> inherited;
    std::set_difference(parent.after.begin(), parent.after.end(),
                        change.fresh.begin(), change.fresh.end(),
                        std::back_inserter(inherited), by_path);
    for (const Place& place :
         name_places(inherited, paths_of(parent.before), worker)) {
      if (!exists(parent.parent_tree, place.path, worker)) {
        comparison.add_inherited(i, place);
      }
    }
  }
  return comparison.take_new();
}

}  // namespace gitward

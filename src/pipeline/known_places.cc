#include "pipeline/known_places.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace gitward {

std::vector<ObjectId> others_of(const std::vector<Tip>& tips) {
  std::vector<ObjectId> others;
  for (const Tip& tip : tips) {
    if (!tip.other.is_null()) others.push_back(tip.other);
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  return others;
}

namespace {

// Beyond this it costs less to look at all trees.
constexpr std::size_t kMaxNumbers = 8'000'000;

// Can a blob be in a report that lies at one of these paths?
class Applying {
 public:
  Applying(const RuleSet& rules, const RunOptions& options)
      : rules_(rules), options_(options) {}

  bool at(const Content& content, const std::vector<const Sighting*>& places) {
    // What lies nowhere is given a path by the index.
    if (places.empty() || content.has_gaps() || !content.members.empty()) {
      return true;
    }
    const std::vector<std::string>& skipped = options_.skip_paths;
    return std::any_of(
        places.begin(), places.end(), [&](const Sighting* place) {
          return std::find(skipped.begin(), skipped.end(), place->path) !=
                     skipped.end() ||
                 std::any_of(content.scanned.candidates.begin(),
                             content.scanned.candidates.end(),
                             [&](const Candidate& candidate) {
                               return at(candidate, place->path);
                             });
        });
  }

 private:
  bool at(const Candidate& candidate, const std::string& path) {
    if (!is_reportable(candidate, rules_, options_)) return false;
    const Rule& rule = rules_.rules()[candidate.rule];
    if (!rule.path) return true;
    const auto [known, fresh] = known_[candidate.rule].try_emplace(path, true);
    if (fresh) {
      known->second = rule.path->search(path, 0, scratch_, found_) !=
                      Regex::Outcome::kNoMatch;
    }
    return known->second;
  }

  const RuleSet& rules_;
  const RunOptions& options_;
  std::unordered_map<RuleIndex, std::unordered_map<std::string, bool>> known_;
  MatchScratch scratch_;
  Regex::Match found_;
};

std::unordered_set<ObjectId> watched_of(const Sweep& sweep,
                                        const TreePlaces& places,
                                        const Scanner& scanner,
                                        const RunOptions& options) {
  std::unordered_map<ObjectId, std::vector<const Sighting*>> seen;
  for (const Sighting& sighting : places.sightings()) {
    if (!sighting.object.is_null()) seen[sighting.object].push_back(&sighting);
  }
  std::unordered_set<ObjectId> watched;
  Applying applying(scanner.rules(), options);
  for (const Sweep::Scanned& blob : sweep.blobs) {
    if (applying.at(*blob.content, seen[blob.id])) watched.insert(blob.id);
  }
  for (const Sweep::Unread& unread : sweep.unread) watched.insert(unread.id);
  return watched;
}

// Looks at all trees once more, for what matters alone.
class Knowing {
 public:
  Knowing(const Sweep& sweep, const CommitGraph& graph,
          const std::vector<Tip>& tips, CachedPlaces known,
          const std::unordered_set<ObjectId>& watched,
          const std::unordered_set<std::string>& names)
      : sweep_(sweep),
        graph_(graph),
        tips_(tips),
        known_(std::move(known)),
        places_(sweep.links, watched, names) {}

  std::optional<CachedPlaces> take() {
    visit_all();
    if (!places_.complete()) return std::nullopt;
    name_things();
    find_first_commits();
    find_tips();
    if (numbers_ > kMaxNumbers) return std::nullopt;
    return std::move(known_);
  }

 private:
  void visit_all() {
    for (const CommitNode& commit : sweep_.commits) {
      trees_.push_back(sweep_.links.objects.find(commit.tree));
      places_.visit(trees_.back(), CommitGraph::kNone);
    }
    for (const ObjectId& other : known_.others) {
      places_.visit(other, CommitGraph::kNone);
    }
    for (const ObjectId& root : places_.unvisited_roots()) {
      places_.visit(root, CommitGraph::kNone);
    }
  }

  void name_things() {
    std::unordered_map<std::string_view, std::uint32_t> names;
    for (std::uint32_t i = 0; i < known_.names.size(); ++i) {
      names.emplace(known_.names[i], i);
    }
    for (const Sighting& sighting : places_.sightings()) {
      CachedPlaces::Seen& seen = known_.seen.emplace_back();
      seen.path = sighting.path;
      const std::string_view path = sighting.path;
      seen.thing =
          sighting.object.is_null()
              ? CachedPlaces::kName | names.at(path.substr(path.rfind('/') + 1))
              : sweep_.links.objects.find(sighting.object);
    }
  }

  void find_first_commits() {
    std::vector<std::uint32_t> parents;
    for (CommitIndex commit = 0; commit < graph_.size(); ++commit) {
      parents.clear();
      for (const CommitIndex parent : graph_.parents_of(commit)) {
        parents.push_back(trees_[parent]);
      }
      for (const std::uint32_t place :
           places_.sightings_new_in(trees_[commit], parents)) {
        known_.seen[place].commits.push_back(commit);
        ++numbers_;
      }
    }
  }

  void find_tips() {
    std::vector<CommitIndex> commits;
    for (const Tip& tip : tips_) {
      if (tip.commit != CommitGraph::kNone) commits.push_back(tip.commit);
    }
    std::sort(commits.begin(), commits.end());
    commits.erase(std::unique(commits.begin(), commits.end()), commits.end());
    for (const CommitIndex commit : commits) {
      if (numbers_ > kMaxNumbers) return;
      known_.tips.push_back(
          {commit, places_.sightings_new_in(trees_[commit], {})});
      numbers_ += known_.tips.back().seen.size();
    }
  }

  const Sweep& sweep_;
  const CommitGraph& graph_;
  const std::vector<Tip>& tips_;
  CachedPlaces known_;
  TreePlaces places_;
  std::vector<std::uint32_t> trees_;  // Of each commit: its object.
  std::size_t numbers_ = 0;
};

}  // namespace

std::optional<CachedPlaces> known_places(const Sweep& sweep,
                                         const CommitGraph& graph,
                                         const std::vector<Tip>& tips,
                                         const TreePlaces& places,
                                         const Scanner& scanner,
                                         const RunOptions& options) {
  if (!places.complete()) return std::nullopt;
  CachedPlaces known;
  std::unordered_set<std::string> names;
  for (const auto& [name, content] : sweep.names) {
    // The index has names, too.
    if (sweep.links.names.find(name) == NameTable::kNone) continue;
    known.names.push_back(name);
    names.insert(name);
  }
  known.others = others_of(tips);
  known.skipped = options.skip_paths;
  const auto watched = watched_of(sweep, places, scanner, options);
  for (const ObjectId& id : watched) {
    known.watched.push_back(sweep.links.objects.find(id));
  }
  std::sort(known.watched.begin(), known.watched.end());
  return Knowing(sweep, graph, tips, std::move(known), watched, names).take();
}

}  // namespace gitward

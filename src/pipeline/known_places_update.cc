// What new commits add to the places that an earlier run knew.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "pipeline/known_places.h"
#include "pipeline/sweep_memory.h"

namespace gitward {
namespace {

// Beyond these it costs less to look at all trees.
constexpr std::size_t kMaxTrees = 20'000;
constexpr std::size_t kMaxDepth = 500;

// A thing at a path, by commits of the graph.
struct Known {
  ObjectId object;  // Null for a name.
  std::string path;
  std::vector<CommitIndex> commits;
};

struct ReadTree {
  std::string bytes;
  std::vector<TreeEntry> entries;
};

// Trees as they are asked for. Fails if they are too many, or one can't be read
// that could be.
class TreeReader {
 public:
  TreeReader(ObjectReader& reader, std::size_t id_size,
             const std::unordered_set<ObjectId>& unread)
      : reader_(reader), id_size_(id_size), unread_(unread) {}

  // Null for what is no tree, or can't be read.
  const ReadTree* read(const ObjectId& id) {
    const auto [place, fresh] = trees_.try_emplace(id);
    std::unique_ptr<ReadTree>& kept = place->second;
    if (!fresh) return kept.get();
    if (trees_.size() > kMaxTrees) failed_ = true;
    if (failed_ || unread_.contains(id)) return nullptr;
    auto tree = std::make_unique<ReadTree>();
    const auto trouble = attempt(GapReason::kCorrupt, [&] {
      std::optional<Object> object = reader_.read(id);
      if (!object) {
        failed_ = true;
      } else if (object->type == ObjectType::kTree) {
        tree->bytes = std::move(object->bytes);
        tree->entries = parse_tree(tree->bytes, id_size_);
        kept = std::move(tree);
      }
    });
    if (trouble) failed_ = true;
    return kept.get();
  }

  void fail() { failed_ = true; }
  bool failed() const { return failed_; }
  bool has_read(const ObjectId& id) const {
    const auto found = trees_.find(id);
    return found != trees_.end() && found->second != nullptr;
  }

 private:
  ObjectReader& reader_;
  std::size_t id_size_;
  const std::unordered_set<ObjectId>& unread_;
  std::unordered_map<ObjectId, std::unique_ptr<ReadTree>> trees_;
  bool failed_ = false;
};

class Update {
 public:
  Update(Sweep& sweep, const CommitGraph& graph,
         std::span<const std::uint32_t> rank, const std::vector<Tip>& tips,
         ObjectReader& reader)
      : sweep_(sweep),
        earlier_(*sweep.earlier),
        places_(*earlier_.places),
        graph_(graph),
        rank_(rank),
        tips_(tips),
        trees_(reader, earlier_.objects.id_size(), unread_) {}

  std::optional<std::vector<Sighting>> run(const RunOptions& options) {
    for (const Sweep::Unread& unread : sweep_.unread) {
      unread_.insert(unread.id);
    }
    if (!still_holds(options)) return std::nullopt;
    recall();
    want();
    for (const CommitNode& commit : sweep_.commits) add(commit);
    if (trees_.failed() || !all_trees_seen()) return std::nullopt;
    wake();
    std::vector<Sighting> sightings = make();
    hold(sightings);
    if (trees_.failed()) return std::nullopt;
    return sightings;
  }

 private:
  // Do old trees tell what they told?
  bool still_holds(const RunOptions& options) const {
    return places_.others == others_of(tips_) &&
           places_.skipped == options.skip_paths &&
           std::all_of(
               earlier_.unread.begin(), earlier_.unread.end(),
               [&](const CachedSweep::Unread& unread) {
                 return unread_.contains(earlier_.objects.at(unread.object));
               }) &&
           std::all_of(earlier_.commits.outside.begin(),
                       earlier_.commits.outside.end(),
                       [&](const CachedSweep::Commits::Outside& one) {
                         return graph_.find(one.parent) == CommitGraph::kNone;
                       });
  }

  void recall() {
    for (const CachedPlaces::Seen& seen : places_.seen) {
      const bool name = (seen.thing & CachedPlaces::kName) != 0;
      Known& known = known_[place_of(
          name ? ObjectId() : earlier_.objects.at(seen.thing), seen.path)];
      for (const std::uint32_t commit : seen.commits) {
        known.commits.push_back(
            graph_.find(earlier_.objects.at(earlier_.commits.objects[commit])));
      }
    }
  }

  void want() {
    for (const Sweep::Scanned& blob : sweep_.blobs) wanted_.insert(blob.id);
    wanted_.insert(unread_.begin(), unread_.end());
    for (const auto& [name, content] : sweep_.names) names_.insert(name);
    if (sweep_.commits.empty()) return;
    for (const CommitNode& commit : sweep_.commits) {
      fresh_.emplace(commit.id, &commit);
    }
    asleep_.assign(earlier_.objects.size(), false);
    for (const CachedSweep::Noted& noted : earlier_.notable) {
      asleep_[noted.object] = noted.type == ObjectType::kBlob && noted.told;
    }
    for (const std::uint32_t object : places_.watched) asleep_[object] = false;
  }

  std::size_t place_of(const ObjectId& object, const std::string& path) {
    std::string key(reinterpret_cast<const char*>(object.bytes().data()),
                    object.bytes().size());
    key += path;
    const auto [at, added] = index_.try_emplace(std::move(key), known_.size());
    if (added) known_.push_back({object, path, {}});
    return at->second;
  }

  void see(const ObjectId& object, const std::string& path) {
    known_[place_of(object, path)].commits.push_back(commit_);
  }

  void see_if_wanted(const ObjectId& id, const std::string& path) {
    if (wanted_.contains(id)) {
      see(id, path);
      return;
    }
    const std::uint32_t number = earlier_.objects.find(id);
    if (number == ObjectTable::kNone || !asleep_[number]) return;
    woken_.insert(number);
    see(id, path);
  }

  std::optional<ObjectId> tree_of(const ObjectId& commit) {
    if (const auto found = fresh_.find(commit); found != fresh_.end()) {
      return found->second->tree;
    }
    const std::uint32_t number = earlier_.objects.find(commit);
    const auto& objects = earlier_.commits.objects;
    const auto at = std::lower_bound(objects.begin(), objects.end(), number);
    if (at == objects.end() || *at != number) return std::nullopt;
    return earlier_.objects.at(
        earlier_.commits.trees[static_cast<std::size_t>(at - objects.begin())]);
  }

  // What the commit has and its parents have not.
  void add(const CommitNode& commit) {
    commit_ = graph_.find(commit.id);
    std::vector<const ReadTree*> parents;
    for (const ObjectId& parent : commit.parents) {
      const std::optional<ObjectId> tree = tree_of(parent);
      if (!tree) continue;
      if (*tree == commit.tree) return;
      if (const ReadTree* read = trees_.read(*tree)) parents.push_back(read);
    }
    see_if_wanted(commit.tree, "");
    add(commit.tree, "", parents, 0);
  }

  void add(const ObjectId& id, const std::string& folder,
           const std::vector<const ReadTree*>& parents, std::size_t depth) {
    if (depth > kMaxDepth || folder.size() > kMaxTreePath ||
        ++added_ > kMaxTrees) {
      trees_.fail();
    }
    const ReadTree* const tree = trees_.read(id);
    if (tree == nullptr || trees_.failed()) return;
    std::vector<std::vector<const TreeEntry*>> beside(parents.size());
    for (std::size_t i = 0; i < parents.size(); ++i) {
      for (const TreeEntry& entry : parents[i]->entries) {
        beside[i].push_back(&entry);
      }
      std::sort(beside[i].begin(), beside[i].end(), by_name);
    }
    for (const TreeEntry& entry : tree->entries) {
      std::vector<const TreeEntry*> same_name;
      for (const auto& list : beside) {
        const auto [begin, end] =
            std::equal_range(list.begin(), list.end(), &entry, by_name);
        same_name.insert(same_name.end(), begin, end);
      }
      const EntryKind kind = entry.kind();
      const bool old = std::any_of(
          same_name.begin(), same_name.end(), [&](const TreeEntry* other) {
            return other->id == entry.id && other->kind() == kind;
          });
      if (old) continue;
      std::string path = folder;
      if (!path.empty()) path += '/';
      path += entry.name;
      if (names_.contains(std::string(entry.name))) see(ObjectId(), path);
      if (kind == EntryKind::kGitlink) continue;
      see_if_wanted(entry.id, path);
      if (kind != EntryKind::kTree) continue;
      std::vector<const ReadTree*> below;
      for (const TreeEntry* other : same_name) {
        if (other->kind() != EntryKind::kTree) continue;
        if (const ReadTree* read = trees_.read(other->id)) {
          below.push_back(read);
        }
      }
      add(entry.id, path, below, depth + 1);
    }
  }

  static bool by_name(const TreeEntry* a, const TreeEntry* b) {
    return a->name < b->name;
  }

  // One that no commit has may hold old trees that nothing held before.
  bool all_trees_seen() const {
    const TreeLinks& links = sweep_.links;
    return std::all_of(links.trees.begin(), links.trees.end(),
                       [&](const TreeLinks::Tree& tree) {
                         return trees_.has_read(links.objects.at(tree.object));
                       });
  }

  void wake() {
    if (woken_.empty()) return;
    for (const CachedSweep::Noted& noted : earlier_.notable) {
      if (!woken_.contains(noted.object)) continue;
      sweep_.blobs.push_back(
          {earlier_.objects.at(noted.object), told_content(noted)});
    }
    std::sort(sweep_.blobs.begin(), sweep_.blobs.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
  }

  std::vector<Sighting> make() const {
    std::vector<Sighting> sightings;
    for (const Known& known : known_) {
      Sighting& sighting = sightings.emplace_back();
      sighting.object = known.object;
      sighting.path = known.path;
      for (const CommitIndex commit : known.commits) {
        if (sighting.commit == CommitGraph::kNone ||
            rank_[commit] < rank_[sighting.commit]) {
          sighting.commit = commit;
        }
      }
    }
    return sightings;
  }

  // Says which tips hold what.
  void hold(std::vector<Sighting>& sightings) {
    std::unordered_map<ObjectId, std::vector<std::uint32_t>> looked_up;
    for (std::size_t i = 0; i < tips_.size(); ++i) {
      const Tip& tip = tips_[i];
      if (!tip.holds) continue;
      const std::vector<std::uint32_t>* held = known_tip(tip.commit);
      if (held == nullptr) {
        const auto root = tip.commit == CommitGraph::kNone
                              ? tip.other
                              : tree_of(graph_.id(tip.commit));
        if (!root) continue;
        const auto [at, fresh] = looked_up.try_emplace(*root);
        if (fresh) at->second = look_up(*root);
        held = &at->second;
      }
      for (const std::uint32_t place : *held) {
        sightings[place].at_tip = true;
        std::vector<std::uint32_t>& holders = sightings[place].holders;
        if (holders.size() < kMaxRefs) {
          holders.push_back(static_cast<std::uint32_t>(i));
        }
      }
    }
  }

  const std::vector<std::uint32_t>* known_tip(CommitIndex commit) const {
    if (commit == CommitGraph::kNone) return nullptr;
    const auto& objects = earlier_.commits.objects;
    const auto at = std::lower_bound(objects.begin(), objects.end(),
                                     earlier_.objects.find(graph_.id(commit)));
    if (at == objects.end() || earlier_.objects.at(*at) != graph_.id(commit)) {
      return nullptr;
    }
    const auto number = static_cast<std::uint32_t>(at - objects.begin());
    const auto tip =
        std::lower_bound(places_.tips.begin(), places_.tips.end(), number,
                         [](const CachedPlaces::Tip& a, std::uint32_t b) {
                           return a.commit < b;
                         });
    if (tip == places_.tips.end() || tip->commit != number) return nullptr;
    return &tip->seen;
  }

  // The known places as folders.
  struct Folder {
    std::map<std::string, std::size_t, std::less<>> folders;
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> places;
    std::map<ObjectId, std::vector<std::uint32_t>> held;  // By tree.
  };

  void lay_out() {
    folders_.emplace_back();
    for (std::uint32_t i = 0; i < known_.size(); ++i) {
      const std::string_view path = known_[i].path;
      std::size_t at = 0;
      std::size_t begin = 0;
      for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
           begin = slash + 1, slash = path.find('/', begin)) {
        const std::string name(path.substr(begin, slash - begin));
        const auto [next, fresh] =
            folders_[at].folders.try_emplace(name, folders_.size());
        at = next->second;
        if (fresh) folders_.emplace_back();
      }
      folders_[at].places[std::string(path.substr(begin))].push_back(i);
    }
  }

  std::vector<std::uint32_t> look_up(const ObjectId& root) {
    if (folders_.empty()) lay_out();
    std::vector<std::uint32_t> held = look_up(root, 0);
    if (const auto whole = folders_[0].places.find("");
        whole != folders_[0].places.end()) {
      for (const std::uint32_t place : whole->second) {
        if (known_[place].object == root) held.push_back(place);
      }
    }
    return held;
  }

  std::vector<std::uint32_t> look_up(const ObjectId& id, std::size_t folder) {
    const auto known = folders_[folder].held.find(id);
    if (known != folders_[folder].held.end()) return known->second;
    std::vector<std::uint32_t> held;
    if (const ReadTree* const tree = trees_.read(id)) {
      for (const TreeEntry& entry : tree->entries) {
        look_up(entry, folder, held);
      }
    }
    std::sort(held.begin(), held.end());
    held.erase(std::unique(held.begin(), held.end()), held.end());
    folders_[folder].held.emplace(id, held);
    return held;
  }

  void look_up(const TreeEntry& entry, std::size_t folder,
               std::vector<std::uint32_t>& held) {
    const Folder& here = folders_[folder];
    if (const auto found = here.places.find(entry.name);
        found != here.places.end()) {
      for (const std::uint32_t place : found->second) {
        const ObjectId& object = known_[place].object;
        if (object.is_null() ||
            (object == entry.id && entry.kind() != EntryKind::kGitlink)) {
          held.push_back(place);
        }
      }
    }
    if (entry.kind() != EntryKind::kTree) return;
    const auto next = here.folders.find(entry.name);
    if (next == here.folders.end()) return;
    const auto below = look_up(entry.id, next->second);
    held.insert(held.end(), below.begin(), below.end());
  }

  Sweep& sweep_;
  const CachedSweep& earlier_;
  const CachedPlaces& places_;
  const CommitGraph& graph_;
  const std::span<const std::uint32_t> rank_;
  const std::vector<Tip>& tips_;
  std::unordered_set<ObjectId> unread_;
  TreeReader trees_;

  std::unordered_set<ObjectId> wanted_;
  std::unordered_set<std::string> names_;
  std::unordered_map<ObjectId, const CommitNode*> fresh_;
  std::vector<bool> asleep_;  // By number: not wanted as long as it stays.
  std::unordered_set<std::uint32_t> woken_;
  std::vector<Known> known_;
  std::unordered_map<std::string, std::size_t> index_;  // By object and path.
  CommitIndex commit_ = CommitGraph::kNone;  // Whose trees are looked at.
  std::size_t added_ = 0;
  std::vector<Folder> folders_;
};

}  // namespace

std::optional<std::vector<Sighting>> update_places(
    Sweep& sweep, const CommitGraph& graph, std::span<const std::uint32_t> rank,
    const std::vector<Tip>& tips, const RunOptions& options,
    ObjectReader& reader) {
  auto sightings = Update(sweep, graph, rank, tips, reader).run(options);
  if (sightings && std::getenv("GITWARD_SWEEP_STATISTICS") != nullptr) {
    fmt::print(stderr, "sweep: {} places, old trees not looked at\n",
               sightings->size());
  }
  return sightings;
}

}  // namespace gitward

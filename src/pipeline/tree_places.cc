#include "pipeline/tree_places.h"

#include <algorithm>

#include <fmt/format.h>

namespace gitward {
namespace {

// Beyond these a repository is built to waste our time, not to hold files:
// the Linux kernel's whole history has some six million (tree, path) pairs,
// of which those with findings are a small part.
constexpr std::size_t kMaxNodes = 4'000'000;

// A line of the cache has so many links. Of a long list only the beginning is
// asked for: the machine foresees the rest, and not every tree is walked.
constexpr std::size_t kLinksInLine = 64 / sizeof(TreeLinks::Link);
constexpr std::size_t kLinksExpected = 16 * kLinksInLine;

// In TreePlaces::targets_: what is no tree; what is wanted, tree or not.
constexpr std::uint32_t kNoTree = 0x7fffffffU;
constexpr std::uint32_t kWanted = 0x80000000U;

std::uint64_t pair_of(std::uint32_t first, std::uint32_t second) {
  return std::uint64_t{first} << 32U | second;
}

// Calls `visit` for each link that `known` has not, and maybe for some that it
// has. Trees list their entries in one order, so both are walked in step.
template <class Visit>
void for_each_not_in(std::span<const TreeLinks::Link> known,
                     std::span<const TreeLinks::Link> links, Visit visit) {
  std::size_t next = 0;
  std::size_t budget = 8 * (known.size() + links.size());
  for (const TreeLinks::Link& link : links) {
    std::size_t at = next;
    while (at < known.size() && known[at].name != link.name && budget > 0) {
      ++at;
      --budget;
    }
    const bool same_name = at < known.size() && known[at].name == link.name;
    if (same_name) next = at + 1;
    if (!same_name || known[at].object != link.object) visit(link);
  }
}

}  // namespace

TreePlaces::TreePlaces(const TreeLinks& links,
                       const std::unordered_set<ObjectId>& objects,
                       const std::unordered_set<std::string>& names)
    : links_(links), targets_(links.objects.size(), kNoTree) {
  for (std::size_t i = 0; i < links.trees.size(); ++i) {
    targets_[links.trees[i].object] = static_cast<TreeIndex>(i);
  }
  for (const ObjectId& id : objects) {
    const std::uint32_t object = links.objects.find(id);
    if (object != ObjectTable::kNone) targets_[object] |= kWanted;
  }
  for (const std::string& name : links.names.all()) {
    names_wanted_.push_back(names.contains(name) ? 1 : 0);
  }
  find_leads();
}

TreePlaces::Links TreePlaces::links_of(TreeIndex tree) const {
  const TreeLinks::Tree& found = links_.trees[tree];
  return std::span(links_.links).subspan(found.first, found.count);
}

TreePlaces::TreeIndex TreePlaces::tree_of(std::uint32_t object) const {
  if (object == ObjectTable::kNone) return kNone;
  const std::uint32_t tree = targets_[object] & ~kWanted;
  return tree == kNoTree ? kNone : tree;
}

bool TreePlaces::is_wanted(std::uint32_t object) const {
  return object != ObjectTable::kNone && (targets_[object] & kWanted) != 0;
}

TreePlaces::TreeIndex TreePlaces::lead_to(std::uint32_t object) const {
  const TreeIndex tree = tree_of(object);
  return tree != kNone && holds_[tree] == Holds::kSomething ? tree : kNone;
}

bool TreePlaces::matters(const TreeLinks::Link& link) const {
  return names_wanted_[link.name] != 0 || is_wanted(link.object) ||
         lead_to(link.object) != kNone;
}

// What is below a tree is settled before the tree. Only a repository with
// forged ids has a tree below itself: then once more, until nothing changes.
void TreePlaces::find_leads() {
  const std::size_t count = links_.trees.size();
  holds_.assign(count, Holds::kUnknown);
  nested_.assign(count, 0);
  visited_.assign(count, 0);
  for (TreeIndex tree = 0; tree < count; ++tree) {
    if (holds_[tree] == Holds::kUnknown) walk(tree);
  }
  for (bool changed = circular_; changed;) {
    changed = false;
    for (TreeIndex tree = 0; tree < count; ++tree) {
      if (holds_[tree] == Holds::kSomething) continue;
      const Links links = links_of(tree);
      if (std::any_of(links.begin(), links.end(),
                      [this](const auto& link) { return matters(link); })) {
        holds_[tree] = Holds::kSomething;
        changed = true;
      }
    }
  }
}

// Settles a tree and all below it.
void TreePlaces::walk(TreeIndex root) {
  struct Frame {
    TreeIndex tree = kNone;
    std::uint32_t next_link = 0;
    Holds holds = Holds::kNothing;
  };
  std::vector<Frame> open{{root}};
  holds_[root] = Holds::kOpen;
  while (!open.empty()) {
    Frame& top = open.back();
    const Links links = links_of(top.tree);
    TreeIndex below = kNone;
    for (; top.next_link < links.size(); ++top.next_link) {
      const TreeLinks::Link& link = links[top.next_link];
      const TreeIndex child = tree_of(link.object);
      if (child != kNone) {
        // It is looked at again when it is settled.
        if (holds_[child] == Holds::kUnknown) {
          below = child;
          break;
        }
        nested_[child] = 1;
        if (holds_[child] == Holds::kOpen) circular_ = true;
      }
      if (matters(link)) top.holds = Holds::kSomething;
    }
    if (below == kNone) {
      holds_[top.tree] = top.holds;
      open.pop_back();
    } else {
      holds_[below] = Holds::kOpen;
      open.push_back({below});
    }
  }
}

std::vector<ObjectId> TreePlaces::unvisited_roots() const {
  std::vector<ObjectId> roots;
  for (std::size_t i = 0; i < links_.trees.size(); ++i) {
    if (holds_[i] != Holds::kSomething || nested_[i] != 0 || visited_[i] != 0) {
      continue;
    }
    roots.push_back(links_.objects.at(links_.trees[i].object));
  }
  std::sort(roots.begin(), roots.end());
  return roots;
}

TreePlaces::PathIndex TreePlaces::path_of(PathIndex folder,
                                          std::uint32_t name) {
  const auto [at, added] = path_index_.insert(pair_of(folder, name));
  if (added) {
    const std::size_t size = (folder == 0 ? 0 : paths_[folder].size + 1) +
                             links_.names.all()[name].size();
    paths_.push_back({folder, name, static_cast<std::uint32_t>(size), kNone});
  }
  return at + 1;
}

TreePlaces::PathIndex TreePlaces::known_path(PathIndex folder,
                                             std::uint32_t name) const {
  const std::uint32_t at = path_index_.find(pair_of(folder, name));
  return at == kNone ? kNone : at + 1;
}

std::string TreePlaces::text_of(PathIndex path) const {
  std::vector<std::string_view> names;
  for (; path != 0; path = paths_[path].folder) {
    names.push_back(links_.names.all()[paths_[path].name]);
  }
  return fmt::format("{}", fmt::join(names.rbegin(), names.rend(), "/"));
}

void TreePlaces::meet(TreeIndex tree, PathIndex path,
                      std::vector<NodeIndex>& pending) {
  Path& place = paths_[path];
  if (place.latest == tree) return;
  const auto [node, added] = node_index_.insert(pair_of(tree, path));
  if (added) {
    nodes_.push_back({tree, path, place.latest, 0});
    pending.push_back(node);
  }
  place.latest = tree;
}

std::uint32_t TreePlaces::sighting_at(std::uint32_t object, PathIndex path,
                                      CommitIndex commit) {
  const auto [at, added] = sighting_index_.insert(pair_of(object, path));
  if (added) {
    const ObjectId id =
        object == ObjectTable::kNone ? ObjectId() : links_.objects.at(object);
    sightings_.push_back({id, text_of(path), commit, false, {}});
  }
  return at;
}

// What the tree that was met here before has as well was seen then, with all
// that is below.
void TreePlaces::expand(NodeIndex node, CommitIndex commit,
                        std::vector<NodeIndex>& pending) {
  const Node at = nodes_[node];
  const Links known = at.before == kNone ? Links() : links_of(at.before);
  for_each_not_in(known, links_of(at.tree), [&](const TreeLinks::Link& link) {
    if (!matters(link)) return;
    const PathIndex path = path_of(at.path, link.name);
    if (is_wanted(link.object)) sighting_at(link.object, path, commit);
    if (names_wanted_[link.name] != 0) {
      sighting_at(ObjectTable::kNone, path, commit);
    }
    const TreeIndex child = lead_to(link.object);
    if (child == kNone) return;
    if (nodes_.size() >= kMaxNodes || paths_[path].size > kMaxTreePath) {
      complete_ = false;
      return;
    }
    meet(child, path, pending);
  });
}

// Step by step, because each one leads to the next.
void TreePlaces::expect(std::span<const std::uint32_t> trees) const {
  for (const std::uint32_t tree : trees) {
    if (tree != ObjectTable::kNone) __builtin_prefetch(&targets_[tree]);
  }
  for (const std::uint32_t tree : trees) {
    const TreeIndex index = tree_of(tree);
    if (index == kNone) continue;
    __builtin_prefetch(&links_.trees[index]);
    __builtin_prefetch(&holds_[index]);
  }
  for (const std::uint32_t tree : trees) {
    const TreeIndex index = tree_of(tree);
    if (index == kNone) continue;
    const Links links = links_of(index);
    const std::size_t count = std::min(links.size(), kLinksExpected);
    for (std::size_t i = 0; i < count; i += kLinksInLine) {
      __builtin_prefetch(&links[i]);
    }
  }
}

void TreePlaces::visit(std::uint32_t tree, CommitIndex commit) {
  if (tree == ObjectTable::kNone) return;
  if (is_wanted(tree)) sighting_at(tree, 0, commit);
  const TreeIndex root = lead_to(tree);
  if (root == kNone || visited_[root] != 0) return;
  visited_[root] = 1;
  std::vector<NodeIndex> pending;
  meet(root, 0, pending);
  while (!pending.empty()) {
    const NodeIndex node = pending.back();
    pending.pop_back();
    expand(node, commit, pending);
  }
}

// A tree and those that it is compared with, all at one path.
struct TreePlaces::Pairing {
  TreeIndex tree = kNone;
  PathIndex path = 0;
  std::vector<TreeIndex> others;
};

void TreePlaces::compare(const Pairing& pairing, std::vector<Pairing>& pending,
                         std::vector<std::uint32_t>& fresh) const {
  const auto look_at = [&](const TreeLinks::Link& link) {
    if (!matters(link)) return;
    const PathIndex path = known_path(pairing.path, link.name);
    if (path == kNone) return;
    // What the others have by that name.
    std::vector<std::uint32_t> objects;
    for (const TreeIndex other : pairing.others) {
      for (const TreeLinks::Link& theirs : links_of(other)) {
        if (theirs.name == link.name) objects.push_back(theirs.object);
      }
    }
    const auto add = [&](std::uint32_t object) {
      const std::uint32_t sighting =
          sighting_index_.find(pair_of(object, path));
      if (sighting != kNone) fresh.push_back(sighting);
    };
    if (names_wanted_[link.name] != 0 && objects.empty()) {
      add(ObjectTable::kNone);
    }
    if (std::find(objects.begin(), objects.end(), link.object) !=
        objects.end()) {
      return;
    }
    if (is_wanted(link.object)) add(link.object);
    const TreeIndex child = lead_to(link.object);
    if (child == kNone) return;
    Pairing& next = pending.emplace_back();
    next.tree = child;
    next.path = path;
    for (const std::uint32_t object : objects) {
      const TreeIndex other = lead_to(object);
      if (other != kNone) next.others.push_back(other);
    }
  };
  const Links known =
      pairing.others.empty() ? Links() : links_of(pairing.others.front());
  for_each_not_in(known, links_of(pairing.tree), look_at);
}

std::vector<std::uint32_t> TreePlaces::sightings_new_in(
    std::uint32_t tree, std::span<const std::uint32_t> others) const {
  std::vector<std::uint32_t> fresh;
  if (tree == ObjectTable::kNone ||
      std::find(others.begin(), others.end(), tree) != others.end()) {
    return fresh;
  }
  // A tree that is wanted itself.
  const std::uint32_t whole = sighting_index_.find(pair_of(tree, 0));
  if (whole != kNone) fresh.push_back(whole);
  const auto is_known = [this](TreeIndex root) {
    return root != kNone && visited_[root] != 0;
  };
  if (!is_known(tree_of(tree))) return fresh;
  std::vector<Pairing> pending(1);
  pending[0].tree = tree_of(tree);
  for (const std::uint32_t other : others) {
    if (is_known(tree_of(other))) pending[0].others.push_back(tree_of(other));
  }
  while (!pending.empty()) {
    const Pairing pairing = std::move(pending.back());
    pending.pop_back();
    compare(pairing, pending, fresh);
  }
  std::sort(fresh.begin(), fresh.end());
  fresh.erase(std::unique(fresh.begin(), fresh.end()), fresh.end());
  return fresh;
}

// After kMaxRefs tips everything below a node has as many holders as will
// ever be named: so nodes are visited a bounded number of times, and not once
// for every tip.
void TreePlaces::visit_tip(const ObjectId& tree, std::uint32_t tip) {
  const auto hold = [&](std::uint32_t index) {
    Sighting& sighting = sightings_[index];
    sighting.at_tip = true;
    if (sighting.holders.size() < kMaxRefs) sighting.holders.push_back(tip);
  };
  const auto hold_at = [&](std::uint32_t seen, PathIndex path) {
    const std::uint32_t index = sighting_index_.find(pair_of(seen, path));
    if (index != kNone) hold(index);
  };
  const std::uint32_t object = links_.objects.find(tree);
  if (object == ObjectTable::kNone) return;
  if (is_wanted(object)) {
    hold(sighting_at(object, 0, CommitGraph::kNone));
  }
  const NodeIndex root = node_index_.find(pair_of(tree_of(object), 0));
  if (root == kNone) return;
  std::vector<NodeIndex> pending = {root};
  while (!pending.empty()) {
    const NodeIndex node = pending.back();
    pending.pop_back();
    if (nodes_[node].tip_visits++ >= kMaxRefs) continue;
    for (const TreeLinks::Link& link : links_of(nodes_[node].tree)) {
      if (!matters(link)) continue;
      const PathIndex path = known_path(nodes_[node].path, link.name);
      if (path == kNone) continue;
      if (is_wanted(link.object)) hold_at(link.object, path);
      if (names_wanted_[link.name] != 0) hold_at(ObjectTable::kNone, path);
      const TreeIndex child = lead_to(link.object);
      if (child == kNone) continue;
      const NodeIndex below = node_index_.find(pair_of(child, path));
      if (below != kNone) pending.push_back(below);
    }
  }
}

}  // namespace gitward

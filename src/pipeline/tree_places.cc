#include "pipeline/tree_places.h"

#include <algorithm>

#include <fmt/format.h>

namespace gitward {
namespace {

// Beyond these a repository is built to waste our time, not to hold files:
// the Linux kernel's whole history has some six million (tree, path) pairs,
// of which those with findings are a small part.
constexpr std::size_t kMaxNodes = 4'000'000;
constexpr std::size_t kMaxPath = 8'192;  // No system opens a longer one.

// In TreePlaces::targets_: what is no tree; what is wanted, tree or not.
constexpr std::uint32_t kNoTree = 0x7fffffffU;
constexpr std::uint32_t kWanted = 0x80000000U;

std::uint64_t pair_of(std::uint32_t first, std::uint32_t second) {
  return std::uint64_t{first} << 32U | second;
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

TreePlaces::Slice TreePlaces::slice(std::size_t begin, std::size_t end) {
  return {begin, static_cast<std::uint32_t>(end - begin)};
}

std::span<const TreeLinks::Link> TreePlaces::links_of(TreeIndex tree) const {
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

// What is below a tree is settled before the tree. Only a repository with
// forged ids has a tree below itself: then once more, until nothing changes.
void TreePlaces::find_leads() {
  const std::size_t count = links_.trees.size();
  holds_.assign(count, Holds::kUnknown);
  nested_.assign(count, 0);
  visited_.assign(count, 0);
  leads_of_.assign(count, Slice());
  for (TreeIndex tree = 0; tree < count; ++tree) {
    if (holds_[tree] == Holds::kUnknown) walk(tree);
  }
  for (bool changed = circular_; changed;) {
    changed = false;
    leads_.clear();
    for (TreeIndex tree = 0; tree < count; ++tree) changed |= settle(tree);
  }
}

// Settles a tree and all below it.
void TreePlaces::walk(TreeIndex root) {
  struct Frame {
    TreeIndex tree = kNone;
    std::size_t next_link = 0;
  };
  std::vector<Frame> open{{root, 0}};
  holds_[root] = Holds::kOpen;
  while (!open.empty()) {
    Frame& top = open.back();
    const auto links = links_of(top.tree);
    TreeIndex below = kNone;
    while (below == kNone && top.next_link < links.size()) {
      const TreeIndex child = tree_of(links[top.next_link++].object);
      if (child == kNone) continue;
      nested_[child] = 1;
      if (holds_[child] == Holds::kUnknown) below = child;
      if (holds_[child] == Holds::kOpen) circular_ = true;
    }
    if (below == kNone) {
      settle(top.tree);
      open.pop_back();
    } else {
      holds_[below] = Holds::kOpen;
      open.push_back({below, 0});
    }
  }
}

// Collects the tree's leads. True if it holds something that it was not known
// to hold.
bool TreePlaces::settle(TreeIndex tree) {
  const std::size_t first = leads_.size();
  for (const TreeLinks::Link& link : links_of(tree)) {
    if (names_wanted_[link.name] != 0 || is_wanted(link.object) ||
        lead_to(link.object) != kNone) {
      leads_.push_back(link);
    }
  }
  const Holds before = holds_[tree];
  holds_[tree] = leads_.size() == first ? Holds::kNothing : Holds::kSomething;
  leads_of_[tree] = slice(first, leads_.size());
  return holds_[tree] == Holds::kSomething && before != Holds::kSomething;
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
    const std::size_t size =
        paths_[folder].size + 1 + links_.names.all()[name].size();
    paths_.push_back(
        {folder, name, static_cast<std::uint32_t>(size), kNone, kNone});
  }
  return at + 1;
}

std::string TreePlaces::text_of(PathIndex path) const {
  std::vector<std::string_view> names;
  for (; path != 0; path = paths_[path].folder) {
    names.push_back(links_.names.all()[paths_[path].name]);
  }
  return fmt::format("{}", fmt::join(names.rbegin(), names.rend(), "/"));
}

TreePlaces::NodeIndex TreePlaces::node_at(TreeIndex tree, PathIndex path,
                                          std::vector<NodeIndex>& pending) {
  Path& place = paths_[path];
  if (place.latest_tree == tree) return place.latest;
  const auto [node, added] = node_index_.insert(pair_of(tree, path));
  place.latest_tree = tree;
  place.latest = node;
  if (added) {
    Node& fresh = nodes_.emplace_back();
    fresh.tree = tree;
    fresh.path = path;
    pending.push_back(node);
  }
  return node;
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

void TreePlaces::expand(NodeIndex node, CommitIndex commit,
                        std::vector<NodeIndex>& pending) {
  const PathIndex folder = nodes_[node].path;
  const Slice leads = leads_of_[nodes_[node].tree];
  const std::size_t first_child = children_.size();
  const std::size_t first_sighting = seen_.size();
  for (const TreeLinks::Link& lead :
       std::span(leads_).subspan(leads.first, leads.count)) {
    const PathIndex path = path_of(folder, lead.name);
    if (is_wanted(lead.object)) {
      seen_.push_back(sighting_at(lead.object, path, commit));
    }
    if (names_wanted_[lead.name] != 0) {
      seen_.push_back(sighting_at(ObjectTable::kNone, path, commit));
    }
    const TreeIndex child = lead_to(lead.object);
    if (child == kNone) continue;
    if (nodes_.size() >= kMaxNodes || paths_[path].size >= kMaxPath) {
      complete_ = false;
      continue;
    }
    children_.push_back(node_at(child, path, pending));
  }
  nodes_[node].children = slice(first_child, children_.size());
  nodes_[node].sightings = slice(first_sighting, seen_.size());
}

std::span<const TreePlaces::NodeIndex> TreePlaces::children_of(
    NodeIndex node) const {
  const Slice slice = nodes_[node].children;
  return std::span(children_).subspan(slice.first, slice.count);
}

std::span<const std::uint32_t> TreePlaces::sightings_of(NodeIndex node) const {
  const Slice slice = nodes_[node].sightings;
  return std::span(seen_).subspan(slice.first, slice.count);
}

void TreePlaces::visit(std::uint32_t tree, CommitIndex commit) {
  if (tree == ObjectTable::kNone) return;
  if (is_wanted(tree)) sighting_at(tree, 0, commit);
  const TreeIndex root = lead_to(tree);
  if (root == kNone || visited_[root] != 0) return;
  visited_[root] = 1;
  std::vector<NodeIndex> pending;
  node_at(root, 0, pending);
  while (!pending.empty()) {
    const NodeIndex node = pending.back();
    pending.pop_back();
    expand(node, commit, pending);
  }
}

// A tree and those that it is compared with, all at one path.
struct TreePlaces::Pairing {
  NodeIndex node = kNone;
  std::vector<NodeIndex> others;
};

void TreePlaces::compare(NodeIndex node, std::span<const NodeIndex> others,
                         std::vector<Pairing>& pending,
                         std::vector<std::uint32_t>& fresh) const {
  const auto has = [&](auto list_of, std::uint32_t value) {
    return std::any_of(others.begin(), others.end(), [&](NodeIndex other) {
      const auto values = (this->*list_of)(other);
      return std::find(values.begin(), values.end(), value) != values.end();
    });
  };
  for (const std::uint32_t sighting : sightings_of(node)) {
    if (!has(&TreePlaces::sightings_of, sighting)) fresh.push_back(sighting);
  }
  for (const NodeIndex child : children_of(node)) {
    if (has(&TreePlaces::children_of, child)) continue;
    Pairing& next = pending.emplace_back();
    next.node = child;
    for (const NodeIndex other : others) {
      for (const NodeIndex same : children_of(other)) {
        if (nodes_[same].path == nodes_[child].path)
          next.others.push_back(same);
      }
    }
  }
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
  std::vector<Pairing> pending(1);
  pending[0].node = node_index_.find(pair_of(tree_of(tree), 0));
  if (pending[0].node == kNone) return fresh;
  for (const std::uint32_t other : others) {
    const NodeIndex node = node_index_.find(pair_of(tree_of(other), 0));
    if (node != kNone) pending[0].others.push_back(node);
  }
  while (!pending.empty()) {
    const Pairing pairing = std::move(pending.back());
    pending.pop_back();
    compare(pairing.node, pairing.others, pending, fresh);
  }
  std::sort(fresh.begin(), fresh.end());
  fresh.erase(std::unique(fresh.begin(), fresh.end()), fresh.end());
  return fresh;
}

// After kMaxRefs tips everything below a node has as many holders as will
// ever be named: so nodes are visited a bounded number of times, and not once
// for every tip.
void TreePlaces::visit_tip(const ObjectId& tree, std::uint32_t tip) {
  const auto hold = [tip](Sighting& sighting) {
    sighting.at_tip = true;
    if (sighting.holders.size() < kMaxRefs) sighting.holders.push_back(tip);
  };
  const std::uint32_t object = links_.objects.find(tree);
  if (object == ObjectTable::kNone) return;
  if (is_wanted(object)) {
    hold(sightings_[sighting_at(object, 0, CommitGraph::kNone)]);
  }
  const NodeIndex root = node_index_.find(pair_of(tree_of(object), 0));
  if (root == kNone) return;
  std::vector<NodeIndex> pending = {root};
  while (!pending.empty()) {
    const NodeIndex node = pending.back();
    pending.pop_back();
    if (nodes_[node].tip_visits++ >= kMaxRefs) continue;
    for (const std::uint32_t index : sightings_of(node)) {
      hold(sightings_[index]);
    }
    const auto children = children_of(node);
    pending.insert(pending.end(), children.begin(), children.end());
  }
}

}  // namespace gitward

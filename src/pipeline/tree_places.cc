#include "pipeline/tree_places.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace gitward {
namespace {

// Beyond these a repository is built to waste our time, not to hold files:
// the Linux kernel's whole history has some six million (tree, path) pairs,
// of which those with findings are a small part.
constexpr std::size_t kMaxNodes = 4'000'000;
constexpr std::size_t kMaxPath = 65'536;

std::uint64_t pair_of(std::uint32_t first, std::uint32_t second) {
  return std::uint64_t{first} << 32U | second;
}

}  // namespace

TreePlaces::TreePlaces(const TreeLinks& links,
                       const std::unordered_set<ObjectId>& objects,
                       const std::unordered_set<std::string>& names)
    : links_(links),
      trees_(links.objects.size(), kNone),
      objects_wanted_(links.objects.size(), 0) {
  for (std::size_t i = 0; i < links.trees.size(); ++i) {
    trees_[links.trees[i].object] = static_cast<TreeIndex>(i);
  }
  for (const ObjectId& id : objects) {
    const std::uint32_t object = links.objects.find(id);
    if (object != ObjectTable::kNone) objects_wanted_[object] = 1;
  }
  for (const std::string& name : links.names.all()) {
    names_wanted_.push_back(names.contains(name) ? 1 : 0);
  }
  mark_containing();
}

std::span<const TreeLinks::Link> TreePlaces::links_of(TreeIndex tree) const {
  const TreeLinks::Tree& found = links_.trees[tree];
  return std::span(links_.links).subspan(found.first, found.count);
}

TreePlaces::TreeIndex TreePlaces::tree_of(std::uint32_t object) const {
  return object == ObjectTable::kNone ? kNone : trees_[object];
}

void TreePlaces::mark_containing() {
  const std::size_t count = links_.trees.size();
  nested_.assign(count, 0);
  contains_.assign(count, 0);
  visited_.assign(count, 0);
  // The trees that hold each tree, one list behind the other.
  std::vector<std::size_t> ends(count + 1, 0);
  std::vector<TreeIndex> holders;
  const auto for_each_nesting = [&](auto visit) {
    for (TreeIndex tree = 0; tree < count; ++tree) {
      for (const TreeLinks::Link& link : links_of(tree)) {
        const TreeIndex child = tree_of(link.object);
        if (child != kNone) visit(tree, child);
      }
    }
  };
  for_each_nesting([&](TreeIndex, TreeIndex child) {
    ++ends[child + 1];
    nested_[child] = 1;
  });
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  holders.resize(ends.back());
  std::vector<std::size_t> next(ends.begin(), ends.end() - 1);
  for_each_nesting(
      [&](TreeIndex tree, TreeIndex child) { holders[next[child]++] = tree; });

  std::vector<TreeIndex> pending;
  for (TreeIndex tree = 0; tree < count; ++tree) {
    const auto list = links_of(tree);
    const bool has =
        std::any_of(list.begin(), list.end(), [&](const TreeLinks::Link& link) {
          return names_wanted_[link.name] != 0 ||
                 (link.object != ObjectTable::kNone &&
                  objects_wanted_[link.object] != 0);
        });
    if (!has) continue;
    contains_[tree] = 1;
    pending.push_back(tree);
  }
  while (!pending.empty()) {
    const TreeIndex tree = pending.back();
    pending.pop_back();
    for (std::size_t i = ends[tree]; i < ends[tree + 1]; ++i) {
      if (contains_[holders[i]] != 0) continue;
      contains_[holders[i]] = 1;
      pending.push_back(holders[i]);
    }
  }
}

std::vector<ObjectId> TreePlaces::unvisited_roots() const {
  std::vector<ObjectId> roots;
  for (std::size_t i = 0; i < links_.trees.size(); ++i) {
    if (contains_[i] == 0 || nested_[i] != 0 || visited_[i] != 0) continue;
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
  std::vector<NodeIndex> children;
  std::vector<std::uint32_t> seen;
  for (const TreeLinks::Link& link : links_of(nodes_[node].tree)) {
    const bool is_object = link.object != ObjectTable::kNone;
    const TreeIndex child = tree_of(link.object);
    const bool object_wanted = is_object && objects_wanted_[link.object] != 0;
    const bool name_wanted = names_wanted_[link.name] != 0;
    const bool below = child != kNone && contains_[child] != 0;
    if (!object_wanted && !name_wanted && !below) continue;
    const PathIndex path = path_of(folder, link.name);
    if (object_wanted) seen.push_back(sighting_at(link.object, path, commit));
    if (name_wanted) {
      seen.push_back(sighting_at(ObjectTable::kNone, path, commit));
    }
    if (!below) continue;
    if (nodes_.size() >= kMaxNodes || paths_[path].size >= kMaxPath) {
      complete_ = false;
      continue;
    }
    children.push_back(node_at(child, path, pending));
  }
  nodes_[node].children = std::move(children);
  nodes_[node].sightings = std::move(seen);
}

void TreePlaces::visit(std::uint32_t tree, CommitIndex commit) {
  if (tree == ObjectTable::kNone) return;
  if (objects_wanted_[tree] != 0) sighting_at(tree, 0, commit);
  const TreeIndex root = tree_of(tree);
  if (root == kNone || contains_[root] == 0 || visited_[root] != 0) return;
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
  const auto has = [&](const std::vector<std::uint32_t> Node::*list,
                       std::uint32_t value) {
    return std::any_of(others.begin(), others.end(), [&](NodeIndex other) {
      const auto& values = nodes_[other].*list;
      return std::find(values.begin(), values.end(), value) != values.end();
    });
  };
  for (const std::uint32_t sighting : nodes_[node].sightings) {
    if (!has(&Node::sightings, sighting)) fresh.push_back(sighting);
  }
  for (const NodeIndex child : nodes_[node].children) {
    if (has(&Node::children, child)) continue;
    Pairing& next = pending.emplace_back();
    next.node = child;
    for (const NodeIndex other : others) {
      for (const NodeIndex same : nodes_[other].children) {
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
  if (objects_wanted_[object] != 0) {
    hold(sightings_[sighting_at(object, 0, CommitGraph::kNone)]);
  }
  const NodeIndex root = node_index_.find(pair_of(tree_of(object), 0));
  if (root == kNone) return;
  std::vector<NodeIndex> pending = {root};
  while (!pending.empty()) {
    Node& node = nodes_[pending.back()];
    pending.pop_back();
    if (node.tip_visits++ >= kMaxRefs) continue;
    for (const std::uint32_t index : node.sightings) {
      hold(sightings_[index]);
    }
    pending.insert(pending.end(), node.children.begin(), node.children.end());
  }
}

}  // namespace gitward

#include "pipeline/tree_places.h"

#include <algorithm>

namespace gitward {
namespace {

// Beyond these a repository is built to waste our time, not to hold files:
// the Linux kernel's whole history has some six million (tree, path) pairs,
// of which those with findings are a small part.
constexpr std::size_t kMaxNodes = 4'000'000;
constexpr std::size_t kMaxPath = 65'536;

}  // namespace

TreePlaces::TreePlaces(const std::vector<ObjectId>& trees,
                       const std::unordered_set<ObjectId>& objects,
                       const NameSet& names, std::size_t id_size,
                       Workers& workers)
    : trees_(trees),
      objects_(objects),
      names_(names),
      id_size_(id_size),
      reader_(workers.own().reader()) {
  index_.reserve(trees.size());
  for (std::size_t i = 0; i < trees.size(); ++i) {
    index_.emplace(trees[i], static_cast<TreeIndex>(i));
  }
  read_trees(trees, workers);
  mark_containing();
}

void TreePlaces::read_trees(const std::vector<ObjectId>& trees,
                            Workers& workers) {
  children_.resize(trees.size());
  contains_.assign(trees.size(), 0);
  workers.for_each(trees.size(), [&](Worker& worker, std::size_t i) {
    // Read before, and reported if it could not be.
    static_cast<void>(attempt(GapReason::kCorrupt, [&] {
      const auto object = worker.reader().read(trees[i]);
      if (!object) return;
      for (const TreeEntry& entry : parse_tree(object->bytes, id_size_)) {
        if (objects_.contains(entry.id) || names_.contains(entry.name)) {
          contains_[i] = 1;
        }
        if (entry.kind() != EntryKind::kTree) continue;
        const auto child = index_.find(entry.id);
        if (child != index_.end()) children_[i].push_back(child->second);
      }
    }));
  });
}

void TreePlaces::mark_containing() {
  std::vector<std::vector<TreeIndex>> holders(children_.size());
  nested_.assign(children_.size(), 0);
  for (std::size_t i = 0; i < children_.size(); ++i) {
    for (const TreeIndex child : children_[i]) {
      holders[child].push_back(static_cast<TreeIndex>(i));
      nested_[child] = 1;
    }
  }
  std::vector<TreeIndex> pending;
  for (std::size_t i = 0; i < contains_.size(); ++i) {
    if (contains_[i] != 0) pending.push_back(static_cast<TreeIndex>(i));
  }
  while (!pending.empty()) {
    const TreeIndex tree = pending.back();
    pending.pop_back();
    for (const TreeIndex holder : holders[tree]) {
      if (contains_[holder] != 0) continue;
      contains_[holder] = 1;
      pending.push_back(holder);
    }
  }
}

std::vector<ObjectId> TreePlaces::roots() const {
  std::vector<ObjectId> roots;
  for (std::size_t i = 0; i < trees_.size(); ++i) {
    if (contains_[i] != 0 && nested_[i] == 0) roots.push_back(trees_[i]);
  }
  std::sort(roots.begin(), roots.end());
  return roots;
}

std::vector<TreePlaces::Relevant> TreePlaces::relevant(TreeIndex tree) {
  std::vector<Relevant> list;
  static_cast<void>(attempt(GapReason::kCorrupt, [&] {
    const auto object = reader_.read(trees_[tree]);
    if (!object) return;
    for (const TreeEntry& entry : parse_tree(object->bytes, id_size_)) {
      Relevant found;
      if (objects_.contains(entry.id)) found.object = entry.id;
      found.name_wanted = names_.contains(entry.name);
      if (entry.kind() == EntryKind::kTree) {
        const auto child = index_.find(entry.id);
        if (child != index_.end() && contains_[child->second] != 0) {
          found.child = child->second;
        }
      }
      if (found.object.is_null() && !found.name_wanted &&
          found.child == kNone) {
        continue;
      }
      found.name = entry.name;
      list.push_back(std::move(found));
    }
  }));
  return list;
}

TreePlaces::NodeIndex TreePlaces::node_at(TreeIndex tree,
                                          const std::string& prefix,
                                          std::vector<NodeIndex>& pending) {
  const auto [at, new_prefix] = prefix_index_.try_emplace(
      prefix, static_cast<std::uint32_t>(prefixes_.size()));
  if (new_prefix) prefixes_.push_back(prefix);
  const std::uint64_t key = std::uint64_t{tree} << 32 | at->second;
  const auto [node, new_node] =
      node_index_.try_emplace(key, static_cast<NodeIndex>(nodes_.size()));
  if (new_node) {
    Node& added = nodes_.emplace_back();
    added.tree = tree;
    added.prefix = at->second;
    pending.push_back(node->second);
  }
  return node->second;
}

std::uint32_t TreePlaces::sighting_at(const ObjectId& object,
                                      const std::string& path,
                                      CommitIndex commit) {
  std::string key(object.bytes().begin(), object.bytes().end());
  key += path;
  const auto [at, added] = sighting_index_.try_emplace(
      std::move(key), static_cast<std::uint32_t>(sightings_.size()));
  if (added) sightings_.push_back({object, path, commit, false, {}});
  return at->second;
}

void TreePlaces::expand(NodeIndex node, CommitIndex commit,
                        std::vector<NodeIndex>& pending) {
  const std::string prefix = prefixes_[nodes_[node].prefix];
  std::vector<NodeIndex> children;
  std::vector<std::uint32_t> seen;
  for (const Relevant& entry : relevant(nodes_[node].tree)) {
    const std::string path = prefix + entry.name;
    if (!entry.object.is_null()) {
      seen.push_back(sighting_at(entry.object, path, commit));
    }
    if (entry.name_wanted) {
      seen.push_back(sighting_at(ObjectId(), path, commit));
    }
    if (entry.child == kNone) continue;
    if (nodes_.size() >= kMaxNodes || path.size() >= kMaxPath) {
      complete_ = false;
      continue;
    }
    children.push_back(node_at(entry.child, path + '/', pending));
  }
  nodes_[node].children = std::move(children);
  nodes_[node].sightings = std::move(seen);
}

void TreePlaces::visit(const ObjectId& tree, CommitIndex commit) {
  if (objects_.contains(tree)) sighting_at(tree, "", commit);
  const auto found = index_.find(tree);
  if (found == index_.end() || contains_[found->second] == 0) return;
  std::vector<NodeIndex> pending;
  node_at(found->second, "", pending);
  while (!pending.empty()) {
    const NodeIndex node = pending.back();
    pending.pop_back();
    expand(node, commit, pending);
  }
}

// After kMaxRefs tips everything below a node has as many holders as will
// ever be named: so nodes are visited a bounded number of times, and not once
// for every tip.
void TreePlaces::visit_tip(const ObjectId& tree, std::uint32_t tip) {
  const auto hold = [tip](Sighting& sighting) {
    sighting.at_tip = true;
    if (sighting.holders.size() < kMaxRefs) sighting.holders.push_back(tip);
  };
  if (objects_.contains(tree)) {
    hold(sightings_[sighting_at(tree, "", CommitGraph::kNone)]);
  }
  const auto found = index_.find(tree);
  if (found == index_.end()) return;
  const auto prefix = prefix_index_.find("");
  if (prefix == prefix_index_.end()) return;
  const auto root =
      node_index_.find(std::uint64_t{found->second} << 32 | prefix->second);
  if (root == node_index_.end()) return;
  std::vector<NodeIndex> pending = {root->second};
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

// Where wanted objects and names lie in trees: at which paths, and in which
// commit first. Every (tree, path) with something wanted below it is walked
// once, however many commits have it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pipeline/commit_graph.h"
#include "pipeline/tree_links.h"

namespace gitward {

// One wanted thing at one path.
struct Sighting {
  ObjectId object;  // Null for a name.
  std::string path;
  CommitIndex commit = CommitGraph::kNone;  // The first to have it.
  bool at_tip = false;
  // Tips that hold it, by the number given to visit_tip(): the first few.
  std::vector<std::uint32_t> holders;
};

// How many refs a finding names at most.
inline constexpr std::size_t kMaxRefs = 20;

class TreePlaces {
 public:
  // Borrows the links.
  TreePlaces(const TreeLinks& links,
             const std::unordered_set<ObjectId>& objects,
             const std::unordered_set<std::string>& names);

  // Every wanted thing below this tree is seen in `commit` (or in none),
  // unless an earlier visit saw it at the same path. A wanted object in the
  // tree's place is seen at the empty path.
  void visit(const ObjectId& tree, CommitIndex commit);
  // Every wanted thing below this tree, visited before, is held by this tip.
  void visit_tip(const ObjectId& tree, std::uint32_t tip);
  // Trees with something wanted that no other tree holds. Sorted.
  std::vector<ObjectId> roots() const;

  const std::vector<Sighting>& sightings() const { return sightings_; }
  // False if a tree multiplies paths beyond all reason (each of its levels
  // naming the next one many times), so that not all of them were walked.
  bool complete() const { return complete_; }

 private:
  using TreeIndex = std::uint32_t;
  using NodeIndex = std::uint32_t;
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // A tree at one path.
  struct Node {
    TreeIndex tree = kNone;
    std::uint32_t prefix = 0;
    std::vector<NodeIndex> children;
    std::vector<std::uint32_t> sightings;
    std::uint32_t tip_visits = 0;
  };

  void mark_containing();
  std::span<const TreeLinks::Link> links_of(TreeIndex tree) const;
  // kNone for what is no tree, or one that was not read.
  TreeIndex tree_of(std::uint32_t object) const;
  TreeIndex tree_at(const ObjectId& id) const {
    return tree_of(links_.objects.find(id));
  }
  bool wanted(const ObjectId& id) const;
  NodeIndex node_at(TreeIndex tree, const std::string& prefix,
                    std::vector<NodeIndex>& pending);
  void expand(NodeIndex node, CommitIndex commit,
              std::vector<NodeIndex>& pending);
  std::uint32_t sighting_at(const ObjectId& object, const std::string& path,
                            CommitIndex commit);

  const TreeLinks& links_;
  std::vector<TreeIndex> trees_;      // By object.
  std::vector<char> objects_wanted_;  // By object.
  std::vector<char> names_wanted_;    // By name.
  std::vector<char> contains_;        // Something wanted, at any depth.
  std::vector<char> nested_;          // In another tree.

  std::vector<std::string> prefixes_;
  std::unordered_map<std::string, std::uint32_t> prefix_index_;
  std::vector<Node> nodes_;
  std::unordered_map<std::uint64_t, NodeIndex> node_index_;
  std::vector<Sighting> sightings_;
  std::unordered_map<std::string, std::uint32_t> sighting_index_;
  bool complete_ = true;
};

}  // namespace gitward

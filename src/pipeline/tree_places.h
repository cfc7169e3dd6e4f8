// Where wanted objects and names lie in trees: at which paths, and in which
// commit first. Trees that hold nothing wanted are read once, by all threads;
// every other (tree, path) is walked once, however many commits have it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pipeline/commit_graph.h"
#include "pipeline/object_sweep.h"
#include "pipeline/workers.h"

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
  // Borrows everything. Reads all `trees`.
  TreePlaces(const std::vector<ObjectId>& trees,
             const std::unordered_set<ObjectId>& objects, const NameSet& names,
             std::size_t id_size, Workers& workers);

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

  // What matters of a tree's entries.
  struct Relevant {
    std::string name;
    ObjectId object;  // Wanted; or null.
    bool name_wanted = false;
    TreeIndex child = kNone;  // A tree with something wanted in it.
  };
  // A tree at one path.
  struct Node {
    TreeIndex tree = kNone;
    std::uint32_t prefix = 0;
    std::vector<NodeIndex> children;
    std::vector<std::uint32_t> sightings;
    std::uint32_t tip_visits = 0;
  };

  void read_trees(const std::vector<ObjectId>& trees, Workers& workers);
  void mark_containing();
  std::vector<Relevant> relevant(TreeIndex tree);
  NodeIndex node_at(TreeIndex tree, const std::string& prefix,
                    std::vector<NodeIndex>& pending);
  void expand(NodeIndex node, CommitIndex commit,
              std::vector<NodeIndex>& pending);
  std::uint32_t sighting_at(const ObjectId& object, const std::string& path,
                            CommitIndex commit);

  const std::vector<ObjectId>& trees_;
  const std::unordered_set<ObjectId>& objects_;
  const NameSet& names_;
  std::size_t id_size_;
  ObjectReader& reader_;

  std::unordered_map<ObjectId, TreeIndex> index_;
  std::vector<std::vector<TreeIndex>> children_;
  std::vector<char> contains_;  // Something wanted, at any depth.
  std::vector<char> nested_;    // In another tree.

  std::vector<std::string> prefixes_;
  std::unordered_map<std::string, std::uint32_t> prefix_index_;
  std::vector<Node> nodes_;
  std::unordered_map<std::uint64_t, NodeIndex> node_index_;
  std::vector<Sighting> sightings_;
  std::unordered_map<std::string, std::uint32_t> sighting_index_;
  bool complete_ = true;
};

}  // namespace gitward

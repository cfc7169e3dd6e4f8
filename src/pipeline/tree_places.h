// Where wanted objects and names lie in trees: at which paths, and in which
// commit first. Every (tree, path) with something wanted below it is walked
// once, however many commits have it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
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

// Longer paths are not followed: no Unix opens one.
inline constexpr std::size_t kMaxTreePath = 8'192;

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
  void visit(const ObjectId& tree, CommitIndex commit) {
    visit(links_.objects.find(tree), commit);
  }
  // The same by the object's number; nothing happens for kNone.
  void visit(std::uint32_t tree, CommitIndex commit);
  // These will be visited soon: they come from memory together.
  void expect(std::span<const std::uint32_t> trees) const;
  // Every wanted thing below this tree, visited before, is held by this tip.
  void visit_tip(const ObjectId& tree, std::uint32_t tip);
  // Trees with something wanted that no other tree holds and that were not
  // visited yet. Sorted.
  std::vector<ObjectId> unvisited_roots() const;

  const std::vector<Sighting>& sightings() const { return sightings_; }
  // Which of the sightings a tree, visited before, has and none of the others
  // has, each taken for the whole of a commit. Trees go by their objects'
  // numbers.
  std::vector<std::uint32_t> sightings_new_in(
      std::uint32_t tree, std::span<const std::uint32_t> others) const;
  // False if a tree multiplies paths beyond all reason (each of its levels
  // naming the next one many times) or has one longer than kMaxTreePath, so
  // that not all of them were walked.
  bool complete() const { return complete_; }

 private:
  using TreeIndex = std::uint32_t;
  using NodeIndex = std::uint32_t;
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // A path: a folder's, or a wanted thing's in it. 0 is the root, "".
  using PathIndex = std::uint32_t;
  struct Path {
    PathIndex folder = 0;
    std::uint32_t name = 0;
    std::uint32_t size = 0;  // Of its text.
    // The tree that was met here last, most likely the next one, too.
    TreeIndex latest = kNone;
  };
  // A tree at one path.
  struct Node {
    TreeIndex tree = kNone;
    PathIndex path = 0;
    TreeIndex before = kNone;  // The tree that was met there before.
    std::uint32_t tip_visits = 0;
  };
  enum class Holds : char { kUnknown, kOpen, kNothing, kSomething };
  using Links = std::span<const TreeLinks::Link>;

  void find_leads();
  void walk(TreeIndex root);
  Links links_of(TreeIndex tree) const;
  // Wanted, or leading to what is.
  bool matters(const TreeLinks::Link& link) const;
  struct Pairing;
  void compare(const Pairing& pairing, std::vector<Pairing>& pending,
               std::vector<std::uint32_t>& fresh) const;
  // kNone for what is no tree, or one that was not read.
  TreeIndex tree_of(std::uint32_t object) const;
  bool is_wanted(std::uint32_t object) const;
  // A tree with something wanted below.
  TreeIndex lead_to(std::uint32_t object) const;
  PathIndex path_of(PathIndex folder, std::uint32_t name);
  // kNone if nothing was met there.
  PathIndex known_path(PathIndex folder, std::uint32_t name) const;
  std::string text_of(PathIndex path) const;
  // Adds the tree's node to those pending if it is new at the path.
  void meet(TreeIndex tree, PathIndex path, std::vector<NodeIndex>& pending);
  void expand(NodeIndex node, CommitIndex commit,
              std::vector<NodeIndex>& pending);
  // `object` kNone: the name itself is what is seen.
  std::uint32_t sighting_at(std::uint32_t object, PathIndex path,
                            CommitIndex commit);

  const TreeLinks& links_;
  // By object: its tree and whether it is wanted, in one number, because to
  // look at it is what costs.
  std::vector<std::uint32_t> targets_;
  std::vector<char> names_wanted_;  // By name.
  std::vector<Holds> holds_;        // By tree: something wanted, at any depth.
  std::vector<char> nested_;        // By tree: in another one.
  std::vector<char> visited_;       // By tree: as a root.
  bool circular_ = false;           // A tree is below itself.

  std::vector<Path> paths_{Path()};
  PairTable path_index_;  // By folder and name; paths_ but for the root.
  std::vector<Node> nodes_;
  PairTable node_index_;  // By tree and path.
  std::vector<Sighting> sightings_;
  PairTable sighting_index_;  // By object and path.
  bool complete_ = true;
};

}  // namespace gitward

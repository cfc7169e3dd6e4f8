// The commits of a repository as a graph: their order, and what reaches them.
// Every operation is linear in the number of commits and parents.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "model/object_id.h"

namespace gitward {

struct CommitNode {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::int64_t seconds = 0;  // The committer's clock.
};

using CommitIndex = std::uint32_t;

// Commits whose parents are linked already.
struct LinkedCommits {
  std::vector<ObjectId> ids;  // Sorted.
  std::vector<std::int64_t> seconds;
  // Of commit i: parents[first_parent[i]] and on, up to those of i + 1. Those
  // that are not among the commits are left out.
  std::vector<std::uint32_t> first_parent = {0};
  std::vector<CommitIndex> parents;
};

// Immutable. Parents that are not among the commits are left out.
class CommitGraph {
 public:
  static constexpr CommitIndex kNone = UINT32_MAX;

  explicit CommitGraph(const std::vector<CommitNode>& commits)
      : CommitGraph(LinkedCommits(), commits) {}
  // The same as of all commits in one list. Requires: no fresh one is among
  // the linked ones, nor a parent of theirs that was left out.
  CommitGraph(LinkedCommits linked, const std::vector<CommitNode>& fresh);

  std::size_t size() const { return commits_.ids.size(); }
  const ObjectId& id(CommitIndex index) const { return commits_.ids[index]; }
  std::int64_t seconds(CommitIndex index) const {
    return commits_.seconds[index];
  }
  CommitIndex find(const ObjectId& id) const;  // Or kNone.
  std::span<const CommitIndex> parents_of(CommitIndex commit) const {
    return std::span(commits_.parents)
        .subspan(
            commits_.first_parent[commit],
            commits_.first_parent[commit + 1] - commits_.first_parent[commit]);
  }
  const LinkedCommits& linked() const { return commits_; }

  // For each commit: can it be reached from one of the tips?
  std::vector<bool> reachable_from(const std::vector<CommitIndex>& tips) const;

  // All commits, parents before children, in the order of
  // `git log --reverse --topo-order`; those of `first`, which must be closed
  // under parents, before all the others.
  std::vector<CommitIndex> order(const std::vector<bool>& first) const;

  // Tells which tips reach each wanted commit, up to 64 tips at a time: bit i
  // of `mask` stands for tips[first_tip + i].
  using Reached = std::function<void(std::size_t wanted, std::size_t first_tip,
                                     std::uint64_t mask)>;
  // `order` has all commits, parents before children.
  void for_each_reaching(const std::vector<CommitIndex>& order,
                         const std::vector<CommitIndex>& tips,
                         const std::vector<CommitIndex>& wanted,
                         const Reached& reached) const;

 private:
  void merge(const std::vector<CommitNode>& fresh);
  void link(const std::vector<CommitNode>& fresh);
  // It will be looked up soon: what is known of it comes from memory.
  void expect(const ObjectId& id) const;
  void append_in_order(const std::vector<bool>& members, bool value,
                       std::vector<CommitIndex>& order) const;

  LinkedCommits commits_;
  // Where the ids begin whose first two bytes are this number or more.
  std::vector<CommitIndex> first_with_;
};

}  // namespace gitward

// The commits of a repository as a graph: their order, and what reaches them.
// Every operation is linear in the number of commits and parents.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "model/object_id.h"
#include "pipeline/number_table.h"

namespace gitward {

struct CommitNode {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::int64_t seconds = 0;  // The committer's clock.
};

using CommitIndex = std::uint32_t;

// Immutable. Parents that are not among the commits are left out.
class CommitGraph {
 public:
  static constexpr CommitIndex kNone = UINT32_MAX;

  explicit CommitGraph(std::vector<CommitNode> commits);

  std::size_t size() const { return commits_.size(); }
  const CommitNode& at(CommitIndex index) const { return commits_[index]; }
  CommitIndex find(const ObjectId& id) const;  // Or kNone.

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
  std::span<const CommitIndex> parents_of(CommitIndex commit) const {
    return std::span(parents_).subspan(
        first_parent_[commit],
        first_parent_[commit + 1] - first_parent_[commit]);
  }
  void append_in_order(const std::vector<bool>& members, bool value,
                       std::vector<CommitIndex>& order) const;

  std::vector<CommitNode> commits_;  // Sorted by id.
  ObjectTable index_;                // Numbers are indices.
  // Of commit i: parents_[first_parent_[i]] and on, up to those of i + 1.
  std::vector<std::uint32_t> first_parent_;
  std::vector<CommitIndex> parents_;
};

}  // namespace gitward

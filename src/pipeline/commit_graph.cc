#include "pipeline/commit_graph.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>

namespace gitward {

CommitGraph::CommitGraph(std::vector<CommitNode> commits)
    : commits_(std::move(commits)) {
  std::sort(
      commits_.begin(), commits_.end(),
      [](const CommitNode& a, const CommitNode& b) { return a.id < b.id; });
  index_.reserve(commits_.size());
  for (std::size_t i = 0; i < commits_.size(); ++i) {
    index_.insert(commits_[i].id);
  }
  first_parent_.reserve(commits_.size() + 1);
  for (const CommitNode& commit : commits_) {
    first_parent_.push_back(static_cast<std::uint32_t>(parents_.size()));
    for (const ObjectId& parent : commit.parents) {
      const CommitIndex found = find(parent);
      if (found != kNone) parents_.push_back(found);
    }
  }
  first_parent_.push_back(static_cast<std::uint32_t>(parents_.size()));
}

CommitIndex CommitGraph::find(const ObjectId& id) const {
  return index_.find(id);
}

std::vector<bool> CommitGraph::reachable_from(
    const std::vector<CommitIndex>& tips) const {
  std::vector<bool> reached(size(), false);
  std::vector<CommitIndex> pending;
  const auto reach = [&](CommitIndex commit) {
    if (reached[commit]) return;
    reached[commit] = true;
    pending.push_back(commit);
  };
  for (const CommitIndex tip : tips) reach(tip);
  while (!pending.empty()) {
    const CommitIndex commit = pending.back();
    pending.pop_back();
    for (const CommitIndex parent : parents_of(commit)) reach(parent);
  }
  return reached;
}

// What git's sort_in_topological_order() does for --topo-order: a stack of
// commits whose children have all been shown, so that lines of history are
// not intermixed; the youngest tip is shown first. Then reversed.
void CommitGraph::append_in_order(const std::vector<bool>& members, bool value,
                                  std::vector<CommitIndex>& order) const {
  std::vector<std::uint32_t> children(size(), 0);
  for (CommitIndex i = 0; i < size(); ++i) {
    if (members[i] != value) continue;
    for (const CommitIndex parent : parents_of(i)) ++children[parent];
  }
  std::vector<CommitIndex> stack;
  for (std::size_t i = 0; i < size(); ++i) {
    if (members[i] == value && children[i] == 0) {
      stack.push_back(static_cast<CommitIndex>(i));
    }
  }
  // The youngest on top.
  std::sort(stack.begin(), stack.end(), [&](CommitIndex a, CommitIndex b) {
    return std::tie(commits_[a].seconds, b) < std::tie(commits_[b].seconds, a);
  });
  const std::size_t begin = order.size();
  while (!stack.empty()) {
    const CommitIndex commit = stack.back();
    stack.pop_back();
    order.push_back(commit);
    for (const CommitIndex parent : parents_of(commit)) {
      if (--children[parent] == 0 && members[parent] == value) {
        stack.push_back(parent);
      }
    }
  }
  std::reverse(order.begin() + static_cast<std::ptrdiff_t>(begin), order.end());
}

std::vector<CommitIndex> CommitGraph::order(
    const std::vector<bool>& first) const {
  std::vector<CommitIndex> order;
  order.reserve(size());
  append_in_order(first, true, order);
  append_in_order(first, false, order);
  return order;
}

void CommitGraph::for_each_reaching(const std::vector<CommitIndex>& order,
                                    const std::vector<CommitIndex>& tips,
                                    const std::vector<CommitIndex>& wanted,
                                    const Reached& reached) const {
  if (wanted.empty()) return;
  // By place in the order from here on: parents are mostly not far.
  std::vector<std::uint32_t> place(size());
  for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<std::uint32_t> first_parent;
  std::vector<std::uint32_t> parents;
  first_parent.reserve(size() + 1);
  parents.reserve(parents_.size());
  for (const CommitIndex commit : order) {
    first_parent.push_back(static_cast<std::uint32_t>(parents.size()));
    for (const CommitIndex parent : parents_of(commit)) {
      parents.push_back(place[parent]);
    }
  }
  first_parent.push_back(static_cast<std::uint32_t>(parents.size()));
  // Several words a commit: the way through the graph costs more than they do.
  using Mask = std::array<std::uint64_t, 4>;
  constexpr Mask kNoTip{};
  constexpr std::size_t kTipsAtOnce = 64 * std::tuple_size_v<Mask>;
  std::vector<Mask> masks(size());
  for (std::size_t begin = 0; begin < tips.size(); begin += kTipsAtOnce) {
    std::fill(masks.begin(), masks.end(), Mask());
    const std::size_t end = std::min(tips.size(), begin + kTipsAtOnce);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t bit = i - begin;
      masks[place[tips[i]]][bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    for (std::size_t at = size(); at-- > 0;) {
      const Mask& mask = masks[at];
      if (mask == kNoTip) continue;
      for (auto p = first_parent[at]; p < first_parent[at + 1]; ++p) {
        Mask& of_parent = masks[parents[p]];
        for (std::size_t k = 0; k < mask.size(); ++k) of_parent[k] |= mask[k];
      }
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const Mask& mask = masks[place[wanted[i]]];
      for (std::size_t k = 0; k < mask.size(); ++k) {
        if (mask[k] != 0) reached(i, begin + 64 * k, mask[k]);
      }
    }
  }
}

}  // namespace gitward

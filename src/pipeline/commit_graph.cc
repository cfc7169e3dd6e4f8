#include "pipeline/commit_graph.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <numeric>
#include <tuple>
#include <utility>

namespace gitward {
namespace {

std::size_t bucket_of(const ObjectId& id) {
  return std::size_t{id.bytes()[0]} << 8U | id.bytes()[1];
}

std::vector<CommitIndex> buckets_of(const std::vector<ObjectId>& sorted) {
  std::vector<CommitIndex> first(65536 + 1, 0);
  for (const ObjectId& id : sorted) ++first[bucket_of(id) + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  return first;
}

}  // namespace

CommitGraph::CommitGraph(LinkedCommits linked,
                         const std::vector<CommitNode>& fresh)
    : commits_(std::move(linked)) {
  if (!fresh.empty()) merge(fresh);
  first_with_ = buckets_of(commits_.ids);
  if (!fresh.empty()) link(fresh);
}

// Makes room for the fresh ones among the others, without parents.
void CommitGraph::merge(const std::vector<CommitNode>& fresh) {
  std::vector<const CommitNode*> sorted;
  sorted.reserve(fresh.size());
  for (const CommitNode& commit : fresh) sorted.push_back(&commit);
  std::sort(
      sorted.begin(), sorted.end(),
      [](const CommitNode* a, const CommitNode* b) { return a->id < b->id; });
  const LinkedCommits old = std::exchange(commits_, LinkedCommits());
  const std::size_t count = old.ids.size() + fresh.size();
  commits_.ids.reserve(count);
  commits_.seconds.reserve(count);
  std::vector<CommitIndex> moved(old.ids.size());
  auto next = sorted.begin();
  const auto take_before = [&](const ObjectId* id) {
    for (; next != sorted.end() && (id == nullptr || (*next)->id < *id);
         ++next) {
      commits_.ids.push_back((*next)->id);
      commits_.seconds.push_back((*next)->seconds);
    }
  };
  for (std::size_t i = 0; i < old.ids.size(); ++i) {
    take_before(&old.ids[i]);
    moved[i] = static_cast<CommitIndex>(commits_.ids.size());
    commits_.ids.push_back(old.ids[i]);
    commits_.seconds.push_back(old.seconds[i]);
  }
  take_before(nullptr);
  commits_.first_parent.assign(count + 1, 0);
  for (std::size_t i = 0; i < moved.size(); ++i) {
    commits_.first_parent[moved[i] + 1] =
        old.first_parent[i + 1] - old.first_parent[i];
  }
  std::partial_sum(commits_.first_parent.begin(), commits_.first_parent.end(),
                   commits_.first_parent.begin());
  commits_.parents.resize(old.parents.size());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    auto to = commits_.parents.begin() + commits_.first_parent[moved[i]];
    for (auto p = old.first_parent[i]; p < old.first_parent[i + 1]; ++p) {
      *to++ = moved[old.parents[p]];
    }
  }
}

// Adds the fresh ones' parents. These, and what is known of them, lie anywhere
// in memory: they come from there while others are looked up.
void CommitGraph::link(const std::vector<CommitNode>& fresh) {
  constexpr CommitIndex kAhead = 16;
  std::vector<const CommitNode*> nodes(size());
  for (const CommitNode& commit : fresh) nodes[find(commit.id)] = &commit;
  const auto parents_of = [&](CommitIndex i) {
    return i < size() && nodes[i] != nullptr
               ? std::span<const ObjectId>(nodes[i]->parents)
               : std::span<const ObjectId>();
  };
  std::vector<CommitIndex> parents;
  parents.reserve(commits_.parents.size() + fresh.size());
  std::uint32_t begin = 0;
  for (CommitIndex i = 0; i < size(); ++i) {
    __builtin_prefetch(parents_of(i + 2 * kAhead).data());
    for (const ObjectId& parent : parents_of(i + kAhead)) expect(parent);
    const std::uint32_t end = commits_.first_parent[i + 1];
    commits_.first_parent[i] = static_cast<std::uint32_t>(parents.size());
    if (nodes[i] != nullptr) {
      for (const ObjectId& parent : nodes[i]->parents) {
        const CommitIndex found = find(parent);
        if (found != kNone) parents.push_back(found);
      }
    } else {
      for (auto p = begin; p < end; ++p) parents.push_back(commits_.parents[p]);
    }
    begin = end;
  }
  commits_.first_parent[size()] = static_cast<std::uint32_t>(parents.size());
  commits_.parents = std::move(parents);
}

void CommitGraph::expect(const ObjectId& id) const {
  if (id.bytes().empty()) return;
  __builtin_prefetch(commits_.ids.data() + first_with_[bucket_of(id)]);
}

CommitIndex CommitGraph::find(const ObjectId& id) const {
  if (id.bytes().empty()) return kNone;
  const std::size_t bucket = bucket_of(id);
  const auto begin = commits_.ids.begin() + first_with_[bucket];
  const auto end = commits_.ids.begin() + first_with_[bucket + 1];
  const auto found = std::lower_bound(begin, end, id);
  return found == end || *found != id
             ? kNone
             : static_cast<CommitIndex>(found - commits_.ids.begin());
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
    return std::tie(commits_.seconds[a], b) < std::tie(commits_.seconds[b], a);
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
  parents.reserve(commits_.parents.size());
  for (const CommitIndex commit : order) {
    first_parent.push_back(static_cast<std::uint32_t>(parents.size()));
    for (const CommitIndex parent : parents_of(commit)) {
      parents.push_back(place[parent]);
    }
  }
  first_parent.push_back(static_cast<std::uint32_t>(parents.size()));
  // Several words a commit: the way through the graph costs more than they do.
  using Mask = std::array<std::uint64_t, 4>;
  // Word by word: to compare arrays is a call.
  const auto is_empty = [](const Mask& mask) {
    return std::accumulate(mask.begin(), mask.end(), std::uint64_t{0},
                           std::bit_or<>()) == 0;
  };
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
      if (is_empty(mask)) continue;
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

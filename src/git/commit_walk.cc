#include "git/commit_walk.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <unordered_map>

namespace gitward {
namespace {

using NodeIndex = std::uint32_t;

struct Node {
  ObjectId id;
  std::vector<NodeIndex> parents;
  std::int64_t seconds = 0;
  // What was taken from the queue has its parents in there.
  enum class State { kUnmet, kQueued, kTaken } state = State::kUnmet;
  bool excluded = false;
};

class CommitGraph {
 public:
  explicit CommitGraph(
      const std::function<CommitLinks(const ObjectId&)>& links_of)
      : links_of_(links_of) {}

  void walk(const std::vector<ObjectId>& include,
            const std::vector<ObjectId>& exclude) {
    for (const ObjectId& id : exclude) {
      const NodeIndex start = index_of(id);
      mark_excluded(start);
      meet(start);
    }
    for (const ObjectId& id : include) meet(index_of(id));
    std::int64_t oldest_listed = std::numeric_limits<std::int64_t>::max();
    std::size_t slack = kWalkSlack;
    while (!queue_.empty()) {
      const NodeIndex next = queue_.top().node;
      queue_.pop();
      const Node node = nodes_[next];
      nodes_[next].state = Node::State::kTaken;
      if (!node.excluded) {
        --open_;
        taken_.push_back(next);
        oldest_listed = std::min(oldest_listed, node.seconds);
        slack = kWalkSlack;
      } else if (open_ == 0 && node.seconds < oldest_listed && slack-- == 0) {
        return;
      }
      for (const NodeIndex parent : node.parents) {
        if (node.excluded) mark_excluded(parent);
        meet(parent);
      }
    }
  }

  // Kahn's algorithm; the oldest of the commits that are ready goes first.
  std::vector<ObjectId> sorted() const {
    std::vector<NodeIndex> waiting_for(nodes_.size(), 0);
    std::vector<std::vector<NodeIndex>> children(nodes_.size());
    const auto later = [this](NodeIndex a, NodeIndex b) {
      const Node& x = nodes_[a];
      const Node& y = nodes_[b];
      return x.seconds != y.seconds ? x.seconds > y.seconds : x.id > y.id;
    };
    std::priority_queue<NodeIndex, std::vector<NodeIndex>, decltype(later)>
        ready(later);
    std::vector<bool> listed(nodes_.size(), false);
    for (const NodeIndex i : taken_) listed[i] = !nodes_[i].excluded;
    for (const NodeIndex i : taken_) {
      if (!listed[i]) continue;
      for (const NodeIndex parent : nodes_[i].parents) {
        if (!listed[parent]) continue;
        ++waiting_for[i];
        children[parent].push_back(i);
      }
      if (waiting_for[i] == 0) ready.push(i);
    }
    std::vector<ObjectId> order;
    while (!ready.empty()) {
      const NodeIndex next = ready.top();
      ready.pop();
      order.push_back(nodes_[next].id);
      for (const NodeIndex child : children[next]) {
        if (--waiting_for[child] == 0) ready.push(child);
      }
    }
    return order;
  }

 private:
  // Younger first; the order of what is as old does not matter.
  struct Queued {
    std::int64_t seconds = 0;
    NodeIndex node = 0;
    bool operator<(const Queued& other) const {
      return seconds < other.seconds;
    }
  };

  void meet(NodeIndex index) {
    if (nodes_[index].state != Node::State::kUnmet) return;
    load(index);
    nodes_[index].state = Node::State::kQueued;
    if (!nodes_[index].excluded) ++open_;
    queue_.push({nodes_[index].seconds, index});
  }

  // With the ancestors that it is known to have.
  void mark_excluded(NodeIndex start) {
    std::vector<NodeIndex> pending = {start};
    while (!pending.empty()) {
      Node& node = nodes_[pending.back()];
      pending.pop_back();
      if (node.excluded) continue;
      node.excluded = true;
      if (node.state == Node::State::kQueued) --open_;
      if (node.state != Node::State::kTaken) continue;
      pending.insert(pending.end(), node.parents.begin(), node.parents.end());
    }
  }

  void load(NodeIndex index) {
    const CommitLinks links = links_of_(nodes_[index].id);
    std::vector<NodeIndex> parents;
    parents.reserve(links.parents.size());
    for (const ObjectId& id : links.parents) parents.push_back(index_of(id));
    Node& node = nodes_[index];  // index_of() may have moved the nodes.
    node.parents = std::move(parents);
    node.seconds = links.seconds;
  }

  NodeIndex index_of(const ObjectId& id) {
    const auto next = static_cast<NodeIndex>(nodes_.size());
    const auto [entry, added] = indices_.emplace(id, next);
    if (added) nodes_.emplace_back().id = id;
    return entry->second;
  }

  const std::function<CommitLinks(const ObjectId&)>& links_of_;
  std::vector<Node> nodes_;
  std::unordered_map<ObjectId, NodeIndex> indices_;
  std::priority_queue<Queued> queue_;
  std::size_t open_ = 0;          // Of the queue: those that are not excluded.
  std::vector<NodeIndex> taken_;  // While they were not excluded.
};

}  // namespace

std::vector<ObjectId> walk_commits(
    const std::vector<ObjectId>& include, const std::vector<ObjectId>& exclude,
    const std::function<CommitLinks(const ObjectId&)>& links_of) {
  CommitGraph graph(links_of);
  graph.walk(include, exclude);
  return graph.sorted();
}

}  // namespace gitward

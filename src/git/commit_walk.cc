#include "git/commit_walk.h"

#include <queue>
#include <unordered_map>

namespace gitward {
namespace {

using NodeIndex = std::uint32_t;

struct Node {
  ObjectId id;
  std::vector<NodeIndex> parents;
  std::int64_t seconds = 0;
  bool loaded = false;
  bool excluded = false;
  bool listed = false;
};

class CommitGraph {
 public:
  explicit CommitGraph(
      const std::function<CommitLinks(const ObjectId&)>& links_of)
      : links_of_(links_of) {}

  void exclude(const std::vector<ObjectId>& starts) {
    mark(starts, [](Node& node) {
      if (node.excluded) return false;
      return node.excluded = true;
    });
  }

  void list(const std::vector<ObjectId>& starts) {
    mark(starts, [](Node& node) {
      if (node.excluded || node.listed) return false;
      return node.listed = true;
    });
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
    for (NodeIndex i = 0; i < nodes_.size(); ++i) {
      if (!nodes_[i].listed) continue;
      for (const NodeIndex parent : nodes_[i].parents) {
        if (!nodes_[parent].listed) continue;
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
  // Calls `visit` on the starts and, where it says true, on their parents.
  template <class Visit>
  void mark(const std::vector<ObjectId>& starts, Visit visit) {
    std::vector<NodeIndex> pending;
    pending.reserve(starts.size());
    for (const ObjectId& id : starts) pending.push_back(index_of(id));
    while (!pending.empty()) {
      const NodeIndex next = pending.back();
      pending.pop_back();
      if (!visit(nodes_[next])) continue;
      load(next);
      const Node& node = nodes_[next];
      pending.insert(pending.end(), node.parents.begin(), node.parents.end());
    }
  }

  void load(NodeIndex index) {
    if (nodes_[index].loaded) return;
    const CommitLinks links = links_of_(nodes_[index].id);
    std::vector<NodeIndex> parents;
    parents.reserve(links.parents.size());
    for (const ObjectId& id : links.parents) parents.push_back(index_of(id));
    Node& node = nodes_[index];  // index_of() may have moved the nodes.
    node.parents = std::move(parents);
    node.seconds = links.seconds;
    node.loaded = true;
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
};

}  // namespace

std::vector<ObjectId> walk_commits(
    const std::vector<ObjectId>& include, const std::vector<ObjectId>& exclude,
    const std::function<CommitLinks(const ObjectId&)>& links_of) {
  CommitGraph graph(links_of);
  graph.exclude(exclude);
  graph.list(include);
  return graph.sorted();
}

}  // namespace gitward

// Who brought a finding in, and which references still hold it: worked out
// only for what has a finding, after everything was scanned.
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "git/repository.h"
#include "pipeline/commit_graph.h"
#include "pipeline/content.h"
#include "pipeline/object_sweep.h"
#include "pipeline/tree_places.h"

namespace gitward {

// Something that keeps objects alive: a reference, HEAD, or a revision that
// was asked for.
struct Tip {
  std::string name;  // As findings name it; empty: never named.
  ObjectId target;
  bool holds = true;  // What its tree has is live. Not so for the stash.

  // Where annotated tags lead from the target.
  std::vector<ObjectId> tags;
  CommitIndex commit = CommitGraph::kNone;
  ObjectId other;  // A tree or blob, if it is no commit.
};

// Sorted by name. References outside refs/ other than HEAD (ORIG_HEAD and the
// like) hold nothing.
std::vector<Tip> tips_of(const std::vector<Reference>& references,
                         const std::vector<ObjectId>& revisions,
                         const Sweep& sweep, const CommitGraph& graph);

// Shows `places` all trees: those of the commits in `order` first, each as it
// was made; then those that only a tip names, then what nothing names.
void visit_trees(TreePlaces& places, const Sweep& sweep,
                 std::span<const CommitIndex> order,
                 const std::vector<Tip>& tips);

// One line of the report for each (id, kind of place, path): the first place
// in history order, the number of all.
class HistoryFindings {
 public:
  // What is known of one place besides its content.
  struct Origin {
    CommitIndex commit = CommitGraph::kNone;  // That introduced it.
    bool at_tip = false;
    bool reachable = false;              // Where there is no commit to tell.
    std::vector<std::uint32_t> holders;  // Tips.
  };

  HistoryFindings(const Scanner& scanner, const CommitGraph& graph,
                  const std::vector<Tip>& tips);

  void add(const Place& place, const Origin& origin);

  // A finding that an earlier run told of, but for how it looks.
  struct Unseen {
    std::size_t finding = 0;
    RuleIndex rule = 0;
    ByteRange span;
  };
  // With their provenance; authors are read from the commits.
  std::vector<Finding> take(ObjectReader& reader, std::vector<Unseen>& unseen);

  // Can the commit be reached from a tip?
  bool reachable(CommitIndex commit) const { return reachable_[commit]; }
  // All commits, in history order, and the place of each in it.
  const std::vector<CommitIndex>& order() const { return order_; }
  const std::vector<std::uint32_t>& rank() const { return rank_; }
  // The tips whose commit this is.
  std::vector<std::uint32_t> tips_at(CommitIndex commit) const;

 private:
  using Key = std::tuple<FindingId, Where, std::string, Status>;
  // Where a place stands in history; the least is the one to report.
  using Rank = std::tuple<std::uint32_t, ObjectId, Position>;
  struct Line {
    Rank rank;
    Finding finding;
    Origin origin;
    std::uint64_t occurrences = 0;
    std::optional<Unseen> unseen;
  };
  void name_refs(std::vector<Line*>& lines) const;
  void set_author(Provenance& provenance, CommitIndex commit,
                  ObjectReader& reader) const;

  const Scanner& scanner_;
  const CommitGraph& graph_;
  const std::vector<Tip>& tips_;
  std::vector<bool> reachable_;
  std::vector<CommitIndex> order_;
  std::vector<std::uint32_t> rank_;  // Of each commit, in order_.
  std::unordered_multimap<CommitIndex, std::uint32_t> tips_at_;
  std::map<Key, Line> lines_;
};

}  // namespace gitward

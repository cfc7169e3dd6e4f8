#include "pipeline/provenance.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <set>

namespace gitward {
namespace {

bool is_head(const std::string& name) {
  return name == "HEAD" ||
         (name.starts_with("worktrees/") && name.ends_with("/HEAD"));
}

std::vector<CommitIndex> commits_of(const std::vector<Tip>& tips) {
  std::vector<CommitIndex> commits;
  for (const Tip& tip : tips) {
    if (tip.commit != CommitGraph::kNone) commits.push_back(tip.commit);
  }
  return commits;
}

void resolve(Tip& tip, const std::unordered_map<ObjectId, ObjectId>& tags,
             const CommitGraph& graph) {
  ObjectId id = tip.target;
  // Ids are hashes of what they name, so tags can't form a circle.
  for (auto tag = tags.find(id); tag != tags.end(); tag = tags.find(id)) {
    tip.tags.push_back(id);
    id = tag->second;
  }
  tip.commit = graph.find(id);
  if (tip.commit == CommitGraph::kNone) tip.other = id;
}

}  // namespace

std::vector<Tip> tips_of(const std::vector<Reference>& references,
                         const std::vector<ObjectId>& revisions,
                         const Sweep& sweep, const CommitGraph& graph) {
  std::unordered_map<ObjectId, ObjectId> tags;
  for (const Sweep::Tagged& tag : sweep.tags) tags.emplace(tag.id, tag.target);
  std::vector<Tip> tips;
  for (const Reference& reference : references) {
    const bool stored = reference.name.starts_with("refs/");
    if (!stored && !is_head(reference.name)) continue;
    Tip tip;
    // A HEAD is named by the branch that it is on; alone, it holds without a
    // name.
    if (stored) tip.name = reference.short_name();
    tip.target = reference.target;
    tip.holds = reference.name != "refs/stash";
    tips.push_back(std::move(tip));
  }
  for (const ObjectId& revision : revisions) {
    Tip tip;
    tip.target = revision;
    tips.push_back(std::move(tip));
  }
  for (Tip& tip : tips) resolve(tip, tags, graph);
  std::sort(tips.begin(), tips.end(), [](const Tip& a, const Tip& b) {
    return std::tie(a.name, a.target) < std::tie(b.name, b.target);
  });
  return tips;
}

void visit_trees(TreePlaces& places, const Sweep& sweep,
                 std::span<const CommitIndex> order,
                 const std::vector<Tip>& tips) {
  // The graph has them in the same order: by id. Looked up many at a time,
  // they wait for the memory together.
  constexpr std::size_t kAtOnce = 64;
  std::vector<ObjectId> trees;
  std::vector<std::uint32_t> numbers;
  for (std::size_t begin = 0; begin < order.size(); begin += kAtOnce) {
    const auto some =
        order.subspan(begin, std::min(kAtOnce, order.size() - begin));
    trees.clear();
    for (const CommitIndex commit : some) {
      trees.push_back(sweep.commits[commit].tree);
    }
    sweep.links.objects.find(trees, numbers);
    places.expect(numbers);
    for (std::size_t i = 0; i < some.size(); ++i) {
      places.visit(numbers[i], some[i]);
    }
  }
  for (const Tip& tip : tips) {
    if (!tip.other.is_null()) places.visit(tip.other, CommitGraph::kNone);
  }
  for (std::size_t i = 0; i < tips.size(); ++i) {
    if (!tips[i].holds) continue;
    const auto number = static_cast<std::uint32_t>(i);
    if (tips[i].commit != CommitGraph::kNone) {
      places.visit_tip(sweep.commits[tips[i].commit].tree, number);
    } else {
      places.visit_tip(tips[i].other, number);
    }
  }
  for (const ObjectId& root : places.unvisited_roots()) {
    places.visit(root, CommitGraph::kNone);
  }
}

HistoryFindings::HistoryFindings(const Scanner& scanner,
                                 const CommitGraph& graph,
                                 const std::vector<Tip>& tips)
    : scanner_(scanner),
      graph_(graph),
      tips_(tips),
      reachable_(graph.reachable_from(commits_of(tips))),
      order_(graph.order(reachable_)),
      rank_(graph.size()) {
  for (std::size_t i = 0; i < order_.size(); ++i) {
    rank_[order_[i]] = static_cast<std::uint32_t>(i);
  }
  for (std::size_t i = 0; i < tips.size(); ++i) {
    if (tips[i].commit == CommitGraph::kNone) continue;
    tips_at_.emplace(tips[i].commit, static_cast<std::uint32_t>(i));
  }
}

std::vector<std::uint32_t> HistoryFindings::tips_at(CommitIndex commit) const {
  std::vector<std::uint32_t> tips;
  const auto [begin, end] = tips_at_.equal_range(commit);
  std::transform(begin, end, std::back_inserter(tips),
                 [](const auto& entry) { return entry.second; });
  std::sort(tips.begin(), tips.end());
  return tips;
}

void HistoryFindings::add(const Place& place, const Origin& origin) {
  const bool committed = origin.commit != CommitGraph::kNone;
  Finding finding =
      finding_of(scanner_, place,
                 committed ? graph_.id(origin.commit).hex() : std::string());
  const Rank rank(committed ? rank_[origin.commit] : UINT32_MAX, finding.object,
                  finding.position);
  const Key key(finding.id, finding.where, finding.path, finding.status);
  const auto [at, added] = lines_.try_emplace(key);
  Line& line = at->second;
  ++line.occurrences;
  const bool first = added || rank < line.rank;
  Origin merged = first ? origin : line.origin;
  const Origin& other = first ? line.origin : origin;
  merged.at_tip = merged.at_tip || other.at_tip;
  merged.reachable = merged.reachable || other.reachable;
  merged.holders.insert(merged.holders.end(), other.holders.begin(),
                        other.holders.end());
  std::sort(merged.holders.begin(), merged.holders.end());
  const auto repeated =
      std::unique(merged.holders.begin(), merged.holders.end());
  merged.holders.erase(repeated, merged.holders.end());
  if (merged.holders.size() > kMaxRefs) merged.holders.resize(kMaxRefs);
  line.origin = std::move(merged);
  if (first) {
    line.rank = rank;
    line.finding = std::move(finding);
    line.unseen.reset();
    if (place.content->told) {
      line.unseen =
          Unseen{0, place.judged.candidate->rule, place.judged.candidate->span};
    }
  }
}

// Names the references that reach each line's commit, at most kMaxRefs: those
// whose tip still holds it, then the first by name.
void HistoryFindings::name_refs(std::vector<Line*>& lines) const {
  std::map<CommitIndex, std::vector<Line*>> by_commit;
  for (Line* line : lines) by_commit[line->origin.commit].push_back(line);
  std::vector<CommitIndex> wanted;
  wanted.reserve(by_commit.size());
  for (const auto& [commit, same] : by_commit) wanted.push_back(commit);

  std::vector<CommitIndex> commits;
  std::vector<std::uint32_t> named;  // Tips, one for each of `commits`.
  commits.reserve(tips_.size());
  named.reserve(tips_.size());
  for (std::size_t i = 0; i < tips_.size(); ++i) {
    if (tips_[i].name.empty() || tips_[i].commit == CommitGraph::kNone) {
      continue;
    }
    commits.push_back(tips_[i].commit);
    named.push_back(static_cast<std::uint32_t>(i));
  }
  std::vector<std::vector<std::uint32_t>> first(wanted.size());
  std::map<const Line*, std::set<std::uint32_t>> live;
  graph_.for_each_reaching(
      order_, commits, wanted,
      [&](std::size_t at, std::size_t begin, std::uint64_t mask) {
        for (Line* line : by_commit[wanted[at]]) {
          for (const std::uint32_t tip : line->origin.holders) {
            const auto found =
                std::lower_bound(named.begin(), named.end(), tip);
            if (found == named.end() || *found != tip) continue;
            const auto bit =
                static_cast<std::size_t>(found - named.begin()) - begin;
            if (bit < 64 && (mask >> bit & 1) != 0) live[line].insert(tip);
          }
        }
        for (; mask != 0 && first[at].size() < kMaxRefs; mask &= mask - 1) {
          const auto bit = static_cast<std::size_t>(std::countr_zero(mask));
          first[at].push_back(named[begin + bit]);
        }
      });
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    for (Line* line : by_commit[wanted[at]]) {
      std::set<std::uint32_t> chosen = live[line];
      for (const std::uint32_t tip : first[at]) {
        if (chosen.size() < kMaxRefs) chosen.insert(tip);
      }
      for (const std::uint32_t tip : chosen) {
        line->finding.provenance->refs.push_back(tips_[tip].name);
      }
    }
  }
}

void HistoryFindings::set_author(Provenance& provenance, CommitIndex commit,
                                 ObjectReader& reader) const {
  provenance.commit = graph_.id(commit);
  // Parsed once before; should it be gone by now, only its author is unknown.
  static_cast<void>(attempt(GapReason::kCorrupt, [&] {
    const std::optional<Object> object = reader.read(provenance.commit);
    if (!object) return;
    const Signature author = parse_commit(object->bytes).author;
    provenance.author = author.name;
    provenance.email = author.email;
    provenance.date = author.iso_date();
  }));
}

std::vector<Finding> HistoryFindings::take(ObjectReader& reader,
                                           std::vector<Unseen>& unseen) {
  std::vector<Line*> committed;
  for (auto& [key, line] : lines_) {
    Provenance& provenance = line.finding.provenance.emplace();
    provenance.at_tip = line.origin.at_tip;
    provenance.reachable = line.origin.reachable;
    line.finding.occurrences = line.occurrences;
    if (line.origin.commit == CommitGraph::kNone) {
      for (const std::uint32_t tip : line.origin.holders) {
        if (tips_[tip].name.empty()) continue;
        provenance.refs.push_back(tips_[tip].name);
      }
    } else {
      provenance.reachable =
          provenance.reachable || reachable_[line.origin.commit];
      set_author(provenance, line.origin.commit, reader);
      committed.push_back(&line);
    }
  }
  name_refs(committed);
  std::vector<Finding> findings;
  for (auto& [key, line] : lines_) {
    if (line.unseen) {
      line.unseen->finding = findings.size();
      unseen.push_back(*line.unseen);
    }
    findings.push_back(std::move(line.finding));
  }
  lines_.clear();
  return findings;
}

}  // namespace gitward

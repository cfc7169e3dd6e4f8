#include "pipeline/commit_graph.h"

#include <map>
#include <set>

#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

namespace {

ObjectId id(unsigned n) {
  std::string hex = "00000000" + std::to_string(n);
  return *ObjectId::from_hex(hex.substr(hex.size() - 8) + std::string(32, '0'));
}

CommitNode node(unsigned n, const std::vector<unsigned>& parents,
                std::int64_t seconds = 0) {
  CommitNode commit{id(n), {}, {}, seconds};
  for (const unsigned parent : parents) commit.parents.push_back(id(parent));
  return commit;
}

}  // namespace

TEST_CASE("the order is that of git log --reverse --topo-order") {
  Lab lab;
  lab.repo.commit("root");
  lab.git({"checkout", "-q", "-b", "one"});
  lab.repo.commit("one 1");
  lab.git({"checkout", "-q", "-b", "two", "main"});
  lab.repo.commit("two 1");
  lab.git({"checkout", "-q", "one"});
  lab.repo.commit("one 2");
  lab.git({"checkout", "-q", "main"});
  lab.repo.commit("main 1");
  lab.git({"merge", "-q", "-s", "ours", "-m", "octopus", "one", "two"});
  lab.git({"checkout", "-q", "two"});
  lab.repo.commit("two 2");

  std::vector<CommitNode> commits;
  const auto repository = lab.open();
  const auto reader = repository->reader();
  std::vector<std::string> expected;
  std::string log =
      lab.git({"log", "--reverse", "--topo-order", "--all", "--format=%H"}) +
      "\n";
  for (std::size_t begin = 0; begin < log.size();) {
    const std::size_t end = log.find('\n', begin);
    expected.push_back(log.substr(begin, end - begin));
    begin = end + 1;
    const Commit commit =
        parse_commit(reader->read(*ObjectId::from_hex(expected.back()))->bytes);
    commits.push_back({*ObjectId::from_hex(expected.back()), commit.tree,
                       commit.parents, commit.committer.seconds});
  }
  const CommitGraph graph(commits);
  std::vector<std::string> order;
  for (const CommitIndex commit :
       graph.order(std::vector<bool>(graph.size(), true))) {
    order.push_back(graph.id(commit).hex());
  }
  CHECK(order == expected);
}

TEST_CASE("reachable commits come before all others, parents before children") {
  const CommitGraph graph({node(1, {}), node(2, {1}), node(3, {2}, 5),
                           node(4, {2}, 9), node(5, {4, 99}, 8)});
  const auto reached = graph.reachable_from({graph.find(id(3))});
  CHECK(reached == std::vector<bool>{true, true, true, false, false});
  std::vector<ObjectId> order;
  for (const CommitIndex commit : graph.order(reached)) {
    order.push_back(graph.id(commit));
  }
  CHECK(order == std::vector<ObjectId>{id(1), id(2), id(3), id(4), id(5)});
  CHECK(graph.find(id(99)) == CommitGraph::kNone);
}

TEST_CASE("which tips reach a commit agrees with walking from each of them") {
  // More tips than one mask has bits.
  std::vector<CommitNode> commits;
  std::uint64_t state = 42;
  for (unsigned n = 0; n < 400; ++n) {
    std::vector<unsigned> parents;
    for (int i = 0; i < 2 && n > 0; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      parents.push_back(static_cast<unsigned>((state >> 33) % n));
    }
    if (n % 17 == 0) parents.clear();
    commits.push_back(node(n, parents));
  }
  const CommitGraph graph(commits);
  std::vector<CommitIndex> tips;
  for (unsigned n = 50; n < 400; ++n) tips.push_back(graph.find(id(n)));
  std::vector<CommitIndex> wanted;
  for (unsigned n = 0; n < 100; n += 3) wanted.push_back(graph.find(id(n)));

  std::set<std::pair<std::size_t, std::size_t>> found;
  graph.for_each_reaching(
      graph.order(std::vector<bool>(graph.size(), true)), tips, wanted,
      [&](std::size_t at, std::size_t begin, std::uint64_t mask) {
        for (std::size_t bit = 0; bit < 64; ++bit) {
          if ((mask >> bit & 1) != 0) found.emplace(at, begin + bit);
        }
      });
  std::set<std::pair<std::size_t, std::size_t>> expected;
  for (std::size_t tip = 0; tip < tips.size(); ++tip) {
    const auto reached = graph.reachable_from({tips[tip]});
    for (std::size_t at = 0; at < wanted.size(); ++at) {
      if (reached[wanted[at]]) expected.emplace(at, tip);
    }
  }
  CHECK(found == expected);
}

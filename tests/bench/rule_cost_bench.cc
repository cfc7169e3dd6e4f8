// What each built-in rule costs where its keywords stand:
//
//   rule_cost_bench FIRST_RULES PATH...
//
// Prints the ten most expensive rules, and what all rules cost with the
// prefilter, beside what the ids that stand in FIRST_RULES cost. The prefilter
// is the same for both: it looks for all literals at once.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "rules/rule_set.h"
#include "scan/matcher.h"

namespace {

using namespace gitward;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<std::string> contents_of(const fs::path& top) {
  std::vector<std::string> contents;
  const auto add = [&](const fs::path& path) {
    if (auto text = read_file(path)) contents.push_back(std::move(*text));
  };
  if (!fs::is_directory(top)) add(top);
  if (fs::is_directory(top)) {
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      if (entry.is_regular_file() && !entry.is_symlink()) add(entry.path());
    }
  }
  return contents;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::set<std::string> first;
  std::ifstream list(argv[1]);
  for (std::string id; list >> id;) first.insert(id);
  const RuleSet rules = load_rules({});
  std::vector<double> cost(rules.rules().size());
  std::vector<std::size_t> hits(rules.rules().size());
  double prefilter = 0;
  ScanScratch scratch;
  std::vector<RawMatch> matches;
  for (int i = 2; i < argc; ++i) {
    for (const std::string& text : contents_of(argv[i])) {
      const auto start = Clock::now();
      rules.literals().scan(text, scratch.hits);
      prefilter += seconds_since(start);
      std::map<RuleIndex, std::vector<ScanScratch::RuleHit>> by_rule;
      for (const LiteralHit& hit : scratch.hits) {
        for (const RuleSet::Keyword& keyword : rules.keyword_of(hit.literal)) {
          by_rule[keyword.rule].push_back({keyword.anchor, hit.begin});
        }
      }
      for (const auto& [rule, rule_hits] : by_rule) {
        (void)rules.rules()[rule].regex();  // Compiled by the first.
        const auto begin = Clock::now();
        match_rule(rules, rule, text, rule_hits, scratch, matches);
        cost[rule] += seconds_since(begin);
        hits[rule] += rule_hits.size();
        matches.clear();
      }
    }
  }
  double all = prefilter;
  double hundred = prefilter;
  std::vector<RuleIndex> order(cost.size());
  for (RuleIndex i = 0; i < order.size(); ++i) {
    order[i] = i;
    all += cost[i];
    if (first.count(rules.rules()[i].id()) != 0) hundred += cost[i];
  }
  std::sort(order.begin(), order.end(),
            [&](RuleIndex a, RuleIndex b) { return cost[a] > cost[b]; });
  fmt::print(
      "all {} rules {:.4f} s, the first {} {:.4f} s, ratio {:.2f}; the "
      "prefilter alone {:.4f} s\n",
      order.size(), all, first.size(), hundred, all / hundred, prefilter);
  for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 10); ++i) {
    fmt::print("  {:8.4f} s  {:8} hits  {}\n", cost[order[i]], hits[order[i]],
               rules.rules()[order[i]].id());
  }
}

// How long a run takes to have its rules: rule_load_bench. The best of a
// hundred rounds, in processor time: with the built-in rules alone, with a
// configuration that adds an allowlist, and with one that adds a rule.
#include <algorithm>
#include <cstdio>
#include <string>
#include <time.h>
#include <utility>

#include "rules/rule_set.h"

namespace {

constexpr int kRounds = 100;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) * 1e-9;
}

double best_of_rounds(const gitward::RuleSetRequest& request) {
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const double begin = processor_seconds();
    const gitward::RuleSet rules = gitward::load_rules(request);
    best = std::min(best, processor_seconds() - begin);
  }
  return best;
}

gitward::RuleSetRequest with_config(std::string text) {
  gitward::RuleSetRequest request;
  request.examples = false;
  request.config = gitward::RuleText{"bench.toml", std::move(text)};
  return request;
}

}  // namespace

int main() {
  gitward::RuleSetRequest plain;
  plain.examples = false;
  const double builtin = best_of_rounds(plain);
  const double allowlist = best_of_rounds(
      with_config("[[allowlists]]\nstopwords = [\"example\"]\n"));
  const double rule = best_of_rounds(
      with_config("[[rules]]\nid = \"bench\"\nregex = \"bench_[a-z]{12}\"\n"
                  "keywords = [\"bench_\"]\n"));
  std::printf(
      "built-in %.0f us, with an allowlist %.0f us, with a rule "
      "%.0f us\n",
      builtin * 1e6, allowlist * 1e6, rule * 1e6);
  return 0;
}

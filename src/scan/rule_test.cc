#include <algorithm>
#include <cassert>
#include <optional>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "scan/judge.h"
#include "scan/sample_test.h"
#include "scan/scanner.h"

namespace gitward {
namespace {

// Each example is tried with so many samples of each shape: one could be
// lucky.
constexpr int kRounds = 4;

// The same samples on every machine and in every run, and others for another
// rule. The standard says what seed_seq and the engine yield.
SampleEngine engine_for(const Rule& rule) {
  std::seed_seq seed(rule.id().begin(), rule.id().end());
  return SampleEngine(seed);
}

class ExampleRunner {
 public:
  ExampleRunner(const RuleSet& rules, RuleTestResult& result)
      : rules_(rules), scanner_(rules), result_(result) {}

  void run(RuleIndex index) {
    index_ = index;
    const Rule& rule = rules_.rules()[index];
    std::vector<std::optional<Shape>> shapes;
    for (const std::string& text : rule.shapes) {
      shapes.emplace_back(Shape::parse(text));
    }
    if (shapes.empty()) shapes.emplace_back();
    SampleEngine engine = engine_for(rule);
    const auto run_list = [&](const std::vector<Example>& examples,
                              std::string (ExampleRunner::*complaint)(
                                  const Example&, const std::string&)) {
      for (const Example& example : examples) {
        ++result_.examples;
        run_example(example, shapes, engine, complaint);
      }
    };
    run_list(rule.matches, &ExampleRunner::why_not_found);
    run_list(rule.ignores, &ExampleRunner::why_found);
  }

 private:
  void run_example(const Example& example,
                   const std::vector<std::optional<Shape>>& shapes,
                   SampleEngine& engine,
                   std::string (ExampleRunner::*complaint)(
                       const Example&, const std::string&)) {
    for (int round = 0; round < kRounds; ++round) {
      for (const std::optional<Shape>& shape : shapes) {
        const std::string cause = [&] {
          try {
            const std::string text = expand_template(
                example.text, shape ? &*shape : nullptr, engine);
            return (this->*complaint)(example, text);
          } catch (const Error& error) {
            return std::string(error.what());
          }
        }();
        if (cause.empty()) continue;
        result_.failures.push_back(
            fmt::format("{}: rule '{}': {}", example.file,
                        rules_.rules()[index_].id(), cause));
        return;
      }
    }
  }

  // An empty string says that the example holds.
  std::string why_not_found(const Example& example, const std::string& text) {
    const ScannedContent content = scanner_.scan(text, scratch_);
    const std::vector<Judged> judged =
        apply_path(rules_, content, context_of(example));
    if (!has_own(judged)) {
      return std::any_of(content.candidates.begin(), content.candidates.end(),
                         [&](const Candidate& candidate) {
                           return candidate.rule == index_;
                         })
                 ? "an example in 'matches' is found, but its path or an "
                   "allowlist with paths rules it out"
                 : "an example in 'matches' is not found";
    }
    const std::vector<Judged> kept = resolve_overlaps(rules_, judged);
    if (has_own(kept)) return "";
    const Rule& winner = winner_of(judged, kept);
    return fmt::format(
        "an example in 'matches' is found, but the {}rule '{}' at {} takes its "
        "bytes{}",
        winner.generic ? "generic " : "", winner.id(), winner.source,
        rules_.rules()[index_].generic
            ? ": write one that only a generic rule finds"
            : "");
  }

  // The rule that has the bytes of this one's first finding.
  const Rule& winner_of(const std::vector<Judged>& judged,
                        const std::vector<Judged>& kept) const {
    const Judged& own =
        *std::find_if(judged.begin(), judged.end(),
                      [&](const Judged& one) { return is_own(one); });
    const ByteRange span = own.candidate->span;
    const auto other =
        std::find_if(kept.begin(), kept.end(), [&](const Judged& one) {
          const ByteRange taken = one.candidate->span;
          return taken.begin < span.end && span.begin < taken.end;
        });
    assert(other != kept.end());
    return rules_.rules()[other->candidate->rule];
  }

  std::string why_found(const Example& example, const std::string& text) {
    const ScannedContent content = scanner_.scan(text, scratch_);
    return has_own(apply_path(rules_, content, context_of(example)))
               ? "an example in 'ignores' is found"
               : "";
  }

  static PathContext context_of(const Example& example) {
    return {Where::kBlob, example.path, ""};
  }
  bool has_own(const std::vector<Judged>& judged) const {
    return std::any_of(judged.begin(), judged.end(),
                       [&](const Judged& one) { return is_own(one); });
  }
  bool is_own(const Judged& judged) const {
    return judged.candidate->rule == index_;
  }

  const RuleSet& rules_;
  const Scanner scanner_;
  ScanScratch scratch_;
  RuleTestResult& result_;
  RuleIndex index_ = 0;
};

}  // namespace

RuleTestResult test_rules(const RuleSet& rules, std::size_t samples,
                          TestedRules which) {
  RuleTestResult result;
  ExampleRunner runner(rules, result);
  const Scanner scanner(rules);
  ScanScratch scratch;
  for (RuleIndex i = 0; i < rules.rules().size(); ++i) {
    if (which == TestedRules::kUsers && !rules.rules()[i].is_users) continue;
    ++result.rules;
    runner.run(i);
    if (samples > 0) test_samples(scanner, i, samples, scratch, result);
  }
  return result;
}

}  // namespace gitward

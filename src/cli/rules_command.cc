// rules list | show | test | sample.
#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/policy.h"
#include "cli/scan_session.h"

namespace gitward::cli {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<Policy> policy_here(const ScanOptions& options) {
  const std::unique_ptr<Repository> repository = Repository::find(
      options.repository ? std::optional<fs::path>(*options.repository)
                         : std::nullopt);
  ScanOptions without_baseline = options;
  without_baseline.no_baseline = true;
  const fs::path root = repository && repository->layout().work_tree
                            ? *repository->layout().work_tree
                            : fs::current_path();
  return load_policy(without_baseline, repository.get(), root,
                     PolicyUse::kExamples);
}

std::string_view kind_of(const Rule& rule) {
  if (rule.generic) return "generic";
  return rule.shapes.empty() ? "regex" : "shape";
}

std::vector<std::string> keywords_of(const Rule& rule) {
  std::vector<std::string> words;
  // Some are bytes that are no text.
  for (const Anchor& anchor : rule.anchors) {
    words.push_back(visible(anchor.literal));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

const Rule& rule_named(const RuleSet& rules, const std::string& id) {
  if (const Rule* const rule = rules.find(id)) return *rule;
  std::vector<std::string_view> known;
  for (const Rule& rule : rules.rules()) known.push_back(rule.id());
  const std::string_view near = nearest(id, known);
  throw Error(
      ErrorKind::kUsage,
      fmt::format(
          "unknown rule '{}'{}", visible(id),
          near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

std::string jsonl_line(const Rule& rule) {
  nlohmann::ordered_json line;
  line["id"] = rule.id();
  line["description"] = rule.info->description;
  line["severity"] = name_of(rule.info->severity);
  line["confidence"] = name_of(rule.confidence);
  line["keywords"] = keywords_of(rule);
  line["kind"] = kind_of(rule);
  line["checksum"] = rule.checksum;
  line["structure"] = rule.structure;
  line["source"] = rule.source;
  if (!rule.changed.empty()) line["changes"] = rule.changed;
  return line.dump() + "\n";
}

// What a scan would have with `--config NAME`.
RuleSet load_rule_file(const std::string& name) {
  std::optional<std::string> text = read_file(name);
  if (!text) {
    throw Error(ErrorKind::kUsage,
                fmt::format("no such file: {}", visible(name)));
  }
  RuleSetRequest request;
  request.config = RuleText{name, std::move(*text)};
  const fs::path folder = fs::path(name).parent_path();
  request.read = [folder](const std::string& path) {
    return read_file(folder / path);
  };
  return load_rules(request);
}

// An id that is taken may be meant, or not.
void tell_changed_rules(const RuleSet& rules) {
  for (const Rule& rule : rules.rules()) {
    if (rule.changed.empty()) continue;
    write_err(fmt::format("note: {}: rule '{}' changes the one at {}\n",
                          rule.source, rule.id(), rule.changed));
  }
}

}  // namespace

ExitStatus rules_list_command(const ScanOptions& options,
                              const RulesOptions& typed) {
  const std::unique_ptr<Policy> policy = policy_here(options);
  std::size_t width = 0;
  for (const Rule& rule : policy->rules.rules()) {
    width = std::max(width, rule.id().size());
  }
  for (const Rule& rule : policy->rules.rules()) {
    write_out(typed.jsonl ? jsonl_line(rule)
                          : fmt::format("{:<{}}  {:<8}  {}\n", rule.id(), width,
                                        name_of(rule.info->severity),
                                        rule.info->description));
  }
  return ExitStatus::kClean;
}

ExitStatus rules_show_command(const ScanOptions& options,
                              const RulesOptions& typed) {
  const std::unique_ptr<Policy> policy = policy_here(options);
  const Rule& rule = rule_named(policy->rules, typed.id);
  const auto line = [](std::string_view name, std::string_view value) {
    if (!value.empty()) write_out(fmt::format("{:<12} {}\n", name, value));
  };
  line("id", rule.id());
  line("description", rule.info->description);
  line("severity", name_of(rule.info->severity));
  line("confidence", rule.is_learned() ? "low, medium or high: the judge's"
                                       : name_of(rule.confidence));
  line("kind", kind_of(rule));
  line("keywords", fmt::format("{}", fmt::join(keywords_of(rule), ", ")));
  line("finder", rule.is_learned() ? "key-value" : "");
  line("regex", visible(rule.pattern()));
  line("path", rule.path ? visible(rule.path->pattern()) : "");
  line("entropy", rule.entropy ? fmt::format("above {}", *rule.entropy) : "");
  line("checksum", rule.checksum);
  line("structure", rule.structure);
  line("identity", rule.strong ? "strong (48-bit tag)" : "weak (16-bit tag)");
  line("rotate", rule.info->rotate);
  line("defined in", rule.source);
  line("changes", rule.changed);
  return ExitStatus::kClean;
}

ExitStatus rules_test_command(const ScanOptions& options,
                              const RulesOptions& typed) {
  RuleTestResult total;
  const auto add = [&total](const RuleTestResult& result) {
    total.rules += result.rules;
    total.examples += result.examples;
    total.samples += result.samples;
    total.failures.insert(total.failures.end(), result.failures.begin(),
                          result.failures.end());
  };
  if (typed.files.empty()) {
    const std::unique_ptr<Policy> policy = policy_here(options);
    tell_changed_rules(policy->rules);
    add(test_rules(policy->rules, typed.samples));
  }
  for (const std::string& file : typed.files) {
    const RuleSet rules = load_rule_file(file);
    tell_changed_rules(rules);
    add(test_rules(rules, typed.samples, TestedRules::kUsers));
  }
  for (const std::string& failure : total.failures) {
    write_out(failure + "\n");
  }
  write_out(fmt::format(
      "{}, {}, {}, {} failed\n", count_of(total.rules, "rule"),
      count_of(total.examples, "example"),
      count_of(total.samples, "fresh sample"), total.failures.size()));
  return total.failures.empty() ? ExitStatus::kClean : ExitStatus::kFindings;
}

ExitStatus rules_sample_command(const ScanOptions& options,
                                const RulesOptions& typed) {
  const std::unique_ptr<Policy> policy = policy_here(options);
  const Rule& rule = rule_named(policy->rules, typed.id);
  SampleEngine engine(typed.seeded ? typed.seed : std::random_device()());
  if (!rule.shapes.empty()) {
    const std::size_t which = engine() % rule.shapes.size();
    write_out(Shape::parse(rule.shapes[which]).sample(engine) + "\n");
    return ExitStatus::kClean;
  }
  if (!rule.matches.empty()) {
    write_out(expand_template(rule.matches[0].text, nullptr, engine) + "\n");
    return ExitStatus::kClean;
  }
  throw Error(ErrorKind::kUsage,
              fmt::format("rule '{}' has neither a shape nor an example to "
                          "make a sample from",
                          rule.id()));
}

}  // namespace gitward::cli

// What the pipeline's tests have in common: one small rule set, fresh tokens
// for it, and reports as lines that can be compared at a glance.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "git/repository.h"
#include "pipeline/pipeline.h"
#include "rules/rule_set.h"
#include "scan/scanner.h"
#include "support/git_repo.h"

// The n-th value that rule `token` finds. Made here, so that no file holds
// one.
inline std::string token(std::uint64_t n) {
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text = "tok_";
  std::uint64_t state = n * 0x9E3779B97F4A7C15ULL + 0x123456789ULL;
  for (int i = 0; i < 24; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    text += kDigits[(state >> 33) % kDigits.size()];
  }
  return text;
}

inline const gitward::RuleSet& lab_rules() {
  static const gitward::RuleSet rules = [] {
    gitward::RuleSetRequest request;
    request.config = gitward::RuleText{"lab.toml", R"(
[extend]
useDefault = false

[[rules]]
id = "token"
description = "A token of the lab"
severity = "critical"
shape = "tok_{base62:24}"
[[rules.allowlists]]
paths = ['''^vendor/''']

[[rules]]
id = "sometimes"
description = "Only in files named *.pass"
severity = "low"
path = '''\.pass$'''
shape = "pwd_{base62:24}"
)"};
    return gitward::load_rules(request);
  }();
  return rules;
}

// "path:line status", sorted; file names and other kinds of place as
// "path=name", "commit-message=:3".
inline std::vector<std::string> lines_of(const gitward::ScanReport& report) {
  std::vector<std::string> lines;
  for (const gitward::Finding& finding : report.findings) {
    std::string line;
    if (finding.where != gitward::Where::kBlob) {
      line = std::string(name_of(finding.where)) + "=";
    }
    line += finding.path;
    if (finding.where != gitward::Where::kPath) {
      line += ":" + std::to_string(finding.position.line);
    }
    if (finding.status != gitward::Status::kNew) {
      line += " " + std::string(name_of(finding.status));
    }
    lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

inline std::vector<std::string> gaps_of(const gitward::ScanReport& report) {
  std::vector<std::string> lines;
  for (const gitward::Gap& gap : report.gaps) {
    lines.push_back(std::string(name_of(gap.reason)) + " " + gap.path);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

using Lines = std::vector<std::string>;

// Everything that a report says, in its order.
inline Lines whole(const gitward::ScanReport& report) {
  Lines lines;
  for (const gitward::Finding& finding : report.findings) {
    std::string line = finding.id.hex() + " " + finding.path + ":" +
                       std::to_string(finding.position.line) + ":" +
                       std::to_string(finding.position.column) + " " +
                       std::string(name_of(finding.where)) + " " +
                       std::to_string(finding.occurrences) + " " +
                       finding.object.hex() + " " + finding.excerpt;
    if (finding.provenance) {
      line += " " + finding.provenance->commit.hex();
      for (const std::string& ref : finding.provenance->refs) line += " " + ref;
      line += finding.provenance->at_tip ? " tip" : "";
    }
    lines.push_back(line);
  }
  for (const gitward::Gap& gap : report.gaps) {
    lines.push_back(gap.id.hex() + " " + gap.path + " " + gap.detail);
  }
  const gitward::Coverage& done = report.coverage;
  lines.push_back(std::to_string(done.commits) + " " +
                  std::to_string(done.trees) + " " + std::to_string(done.tags) +
                  " " + std::to_string(done.blobs) + " " +
                  std::to_string(done.bytes));
  return lines;
}

// A repository, and the runs over it. Two threads, so that sharing out is
// always part of the test.
class Lab {
 public:
  explicit Lab(const std::vector<std::string>& options = {})
      : repo(options), git(repo.git) {
    run_options.threads = 2;
  }

  gitward::ScanReport staged() {
    return gitward::run_staged(*open(), scanner, run_options);
  }
  gitward::ScanReport range(const std::vector<std::string>& include,
                            const std::vector<std::string>& exclude = {}) {
    const auto repository = open();
    gitward::Range range;
    for (const std::string& name : include) {
      range.include.push_back(repository->resolve(name).value());
    }
    for (const std::string& name : exclude) {
      range.exclude.push_back(repository->resolve(name).value());
    }
    return gitward::run_range(*repository, scanner, run_options, range);
  }
  gitward::ScanReport history(const std::vector<std::string>& revisions = {}) {
    const auto repository = open();
    std::vector<gitward::ObjectId> ids;
    for (const std::string& name : revisions) {
      ids.push_back(repository->resolve(name).value());
    }
    return gitward::run_history(*repository, scanner, run_options, ids);
  }
  std::unique_ptr<gitward::Repository> open() const {
    return gitward::Repository::open(repo.path());
  }

  // Lays an object aside, as a partial clone or damage would.
  void remove_object(const std::string& id) const {
    std::filesystem::remove(object_file(id));
  }
  void corrupt_object(const std::string& id) const {
    std::filesystem::permissions(object_file(id),
                                 std::filesystem::perms::owner_all);
    std::ofstream(object_file(id), std::ios::trunc) << "not a zlib stream";
  }

  GitRepo repo;
  Git& git;
  gitward::Scanner scanner{lab_rules()};
  gitward::RunOptions run_options;

 private:
  std::filesystem::path object_file(const std::string& id) const {
    return repo.path() / ".git/objects" / id.substr(0, 2) / id.substr(2);
  }
};

// Text that tells one line from another.
inline std::string filler(int lines, const std::string& word = "line") {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += word + " " + std::to_string(i) + "\n";
  }
  return text;
}

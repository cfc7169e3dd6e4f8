#include "cli/scan_session.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "cli/output.h"
#include "git/tree_diff.h"

namespace gitward::cli {

namespace fs = std::filesystem;

std::string today() {
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr)));
}

Session open_session(const ScanOptions& options) {
  Session session;
  session.repository = Repository::open(
      options.repository ? std::optional<fs::path>(*options.repository)
                         : std::nullopt);
  const RepositoryLayout& layout = session.repository->layout();
  session.root = layout.work_tree.value_or(layout.git_dir);
  session.policy = load_policy(options, session.repository.get(), session.root);
  return session;
}

RunOptions run_options(const ScanOptions& options, const Policy& policy) {
  RunOptions run;
  run.threads = options.threads;
  run.max_blob_size = options.max_blob_size;
  run.max_archive_depth = options.max_archive_depth;
  run.min_confidence = options.min_confidence;
  run.min_severity = options.min_severity;
  run.progress = progress_line(options);
  if (!policy.baseline_path.empty()) {
    run.skip_paths.push_back(policy.baseline_path);
  }
  return run;
}

void settle(const Session& session, ScanReport& report, PathTest exists) {
  if (session.repository) {
    revoke_unknown_allows(*session.policy, *session.repository, report);
  }
  apply_baseline(session.policy->baseline, {today(), std::move(exists)},
                 report);
  report.rule_set_hash = session.policy->rules.hash();
  report.sort();
}

PathTest path_in_index(const Repository& repository) {
  const auto paths = std::make_shared<std::unordered_set<std::string>>();
  return [&repository, paths](const std::string& path) {
    if (paths->empty()) {
      for (IndexEntry& entry : repository.index()) {
        paths->insert(std::move(entry.path));
      }
    }
    return paths->count(path) > 0;
  };
}

PathTest path_in_commits(const Repository& repository,
                         std::vector<ObjectId> commits) {
  struct State {
    std::vector<ObjectId> commits;
    std::unique_ptr<ObjectReader> reader;
    std::optional<std::vector<ObjectId>> trees;  // Distinct root trees.
    std::unordered_map<std::string, bool> known;
  };
  const auto state = std::make_shared<State>();
  state->commits = std::move(commits);
  return [&repository, state](const std::string& path) {
    if (!state->trees) {
      state->reader = repository.reader();
      std::unordered_set<ObjectId> trees;
      for (const ObjectId& id : state->commits) {
        const auto commit = repository.peel_to_commit(id, *state->reader);
        const auto object =
            commit ? state->reader->read(*commit) : std::optional<Object>();
        if (object) trees.insert(parse_commit(object->bytes).tree);
      }
      state->trees.emplace(trees.begin(), trees.end());
    }
    const auto [entry, added] = state->known.try_emplace(path, false);
    if (added) {
      entry->second = std::any_of(
          state->trees->begin(), state->trees->end(),
          [&](const ObjectId& tree) {
            return find_entry(tree, path, repository.layout().id_size,
                              *state->reader)
                .has_value();
          });
    }
    return entry->second;
  };
}

PathTest path_at_tips(const Repository& repository) {
  std::vector<ObjectId> tips;
  for (const Reference& ref : repository.references().refs) {
    const bool is_tip = ref.name == "HEAD" ||
                        ref.name.rfind("refs/heads/", 0) == 0 ||
                        ref.name.rfind("refs/tags/", 0) == 0 ||
                        ref.name.rfind("refs/remotes/", 0) == 0;
    if (is_tip) tips.push_back(ref.target);
  }
  return path_in_commits(repository, std::move(tips));
}

PathTest path_below(const fs::path& root) {
  return [root](const std::string& path) {
    return fs::symlink_status(root / path).type() != fs::file_type::not_found;
  };
}

}  // namespace gitward::cli

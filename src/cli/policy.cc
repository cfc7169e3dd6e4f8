#include "cli/policy.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "git/tree_diff.h"
#include "pipeline/content.h"

namespace gitward::cli {
namespace {

namespace fs = std::filesystem;

// Where policy files are read: a folder, or a commit's tree.
class PolicyFiles {
 public:
  PolicyFiles(const Repository* repository, std::optional<ObjectId> commit,
              std::string revision, fs::path root)
      : repository_(repository),
        commit_(commit),
        revision_(std::move(revision)),
        root_(std::move(root)) {}

  std::optional<std::string> read(const std::string& path) const {
    if (commit_) return read_from_commit(*repository_, *commit_, path);
    return read_file(root_ / path);
  }
  // As messages name it.
  std::string name_of(std::string_view path) const {
    return commit_ ? fmt::format("{}:{}", revision_, path) : std::string(path);
  }

 private:
  const Repository* repository_;
  std::optional<ObjectId> commit_;
  std::string revision_;
  fs::path root_;
};

ObjectId policy_commit(const Repository* repository,
                       const std::string& revision) {
  if (repository == nullptr) {
    throw Error(ErrorKind::kUsage, "--policy-from needs a repository");
  }
  const std::unique_ptr<ObjectReader> reader = repository->reader();
  const std::optional<ObjectId> id = repository->resolve(revision);
  const std::optional<ObjectId> commit =
      id ? repository->peel_to_commit(*id, *reader) : std::nullopt;
  if (!commit) {
    throw Error(
        ErrorKind::kUsage,
        fmt::format("--policy-from: unknown revision '{}'", visible(revision)));
  }
  return *commit;
}

// The commit whose tree holds the policy; nothing: the files at the root.
std::optional<ObjectId> commit_in_charge(const ScanOptions& options,
                                         const Repository* repository) {
  if (options.policy_from)
    return policy_commit(repository, *options.policy_from);
  if (repository != nullptr && !repository->layout().work_tree) {
    return repository->head();
  }
  return std::nullopt;
}

RuleSet load_rule_set(const ScanOptions& options, const PolicyFiles& files,
                      PolicyUse use) {
  RuleSetRequest request;
  request.examples = use == PolicyUse::kExamples;
  request.only = options.rules;
  if (options.config) {
    const std::optional<std::string> text = read_file(*options.config);
    if (!text) {
      throw Error(ErrorKind::kUsage, fmt::format("--config: no such file: {}",
                                                 visible(*options.config)));
    }
    request.config = RuleText{*options.config, *text};
    const fs::path folder = fs::path(*options.config).parent_path();
    request.read = [folder](const std::string& path) {
      return read_file(folder / path);
    };
  } else {
    const std::string name(kConfigName);
    if (std::optional<std::string> text = files.read(name)) {
      request.config = RuleText{files.name_of(name), std::move(*text)};
    }
    request.read = [&files](const std::string& path) {
      return files.read(path);
    };
  }
  return load_rules(request);
}

Baseline load_baseline(const ScanOptions& options, const PolicyFiles& files) {
  if (options.no_baseline) return {};
  if (options.baseline) {
    const std::optional<std::string> text = read_file(*options.baseline);
    if (!text) {
      throw Error(ErrorKind::kUsage, fmt::format("--baseline: no such file: {}",
                                                 visible(*options.baseline)));
    }
    return Baseline::parse(*text, *options.baseline);
  }
  const std::string name(Baseline::kFileName);
  const std::optional<std::string> text = files.read(name);
  return text ? Baseline::parse(*text, files.name_of(name)) : Baseline();
}

// The path of a file below the work tree, or "".
std::string path_in_work_tree(const fs::path& file, const fs::path& root) {
  std::error_code ignored;
  const fs::path relative =
      fs::weakly_canonical(file, ignored)
          .lexically_relative(fs::weakly_canonical(root, ignored));
  if (relative.empty() || *relative.begin() == "..") return {};
  return relative.generic_string();
}

}  // namespace

fs::path baseline_file(const ScanOptions& options, const fs::path& root) {
  if (options.baseline) return *options.baseline;
  return root / Baseline::kFileName;
}

std::optional<std::string> read_from_commit(const Repository& repository,
                                            const ObjectId& commit,
                                            const std::string& path) {
  const std::unique_ptr<ObjectReader> reader = repository.reader();
  const std::optional<Object> object = reader->read(commit);
  if (!object) {
    throw Error(ErrorKind::kInput,
                fmt::format("commit {} is missing", commit.hex()));
  }
  const ObjectId tree = parse_commit(object->bytes).tree;
  const std::optional<EntryState> entry =
      find_entry(tree, path, repository.layout().id_size, *reader);
  if (!entry || entry->kind() != EntryKind::kFile) return std::nullopt;
  std::optional<Object> blob = reader->read(entry->id);
  if (!blob) {
    throw Error(ErrorKind::kInput,
                fmt::format("{} of commit {} is missing", visible(path),
                            commit.short_hex()));
  }
  return std::move(blob->bytes);
}

std::unique_ptr<Policy> load_policy(const ScanOptions& options,
                                    const Repository* repository,
                                    const fs::path& root, PolicyUse use) {
  const std::optional<ObjectId> commit = commit_in_charge(options, repository);
  const PolicyFiles files(repository, commit,
                          options.policy_from.value_or("HEAD"), root);
  auto policy = std::make_unique<Policy>(load_rule_set(options, files, use),
                                         ScanSettings{options.max_decode_depth},
                                         load_baseline(options, files));
  if (options.policy_from) policy->commit = commit;
  policy->max_archive_depth = options.max_archive_depth;
  policy->baseline_path = path_in_work_tree(baseline_file(options, root), root);
  return policy;
}

void revoke_unknown_allows(const Policy& policy, const Repository& repository,
                           ScanReport& report) {
  if (!policy.commit) return;
  RunOptions run;
  run.max_archive_depth = policy.max_archive_depth;
  Workers workers(nullptr, 1);
  for (Finding& finding : report.findings) {
    if (finding.status != Status::kAllowed) continue;
    bool known = false;
    if (finding.where == Where::kBlob) {
      const std::optional<std::string> text =
          read_from_commit(repository, *policy.commit, finding.path);
      if (text) {
        const std::vector<Place> places = judge_places(
            policy.scanner,
            scan_content(*text, policy.scanner, run, workers.own()).content,
            Where::kBlob, finding.path, ObjectId(), "");
        known =
            std::any_of(places.begin(), places.end(), [&](const Place& before) {
              return before.allowed() &&
                     before.judged.candidate->id == finding.id;
            });
      }
    }
    if (!known) {
      finding.status = Status::kNew;
      finding.reason.clear();
    }
  }
}

}  // namespace gitward::cli

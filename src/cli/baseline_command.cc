// baseline accept | list | prune.
#include <algorithm>
#include <set>
#include <sstream>
#include <unistd.h>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/scan_session.h"

namespace gitward::cli {
namespace {

namespace fs = std::filesystem;

// Something that can be accepted: a finding or a gap, at one path.
struct Acceptable {
  FindingId id;
  std::string rule;
  std::string path;

  // NOLINTNEXTLINE(modernize-use-nullptr): the check misreads a default <=>.
  friend auto operator<=>(const Acceptable&, const Acceptable&) = default;
};

using Acceptables = std::set<Acceptable>;

// What reports fail for, and what entries cover already.
struct Places {
  Acceptables open;
  Acceptables accepted;

  void add(const ScanReport& report) {
    const EntryPaths path_of(report);
    for (const Finding& finding : report.findings) {
      if (finding.status == Status::kAllowed) continue;
      (finding.counts() ? open : accepted)
          .insert({finding.id, finding.rule->id, path_of(finding)});
    }
    for (const Gap& gap : report.gaps) {
      (gap.status == Status::kAccepted ? accepted : open)
          .insert({gap.id, gap_rule(gap.reason), path_of(gap)});
    }
  }
};

// The ids that were asked for, resolved step by step against what is found.
class Wanted {
 public:
  explicit Wanted(std::vector<std::string> prefixes)
      : prefixes_(std::move(prefixes)) {}

  bool all_found() const { return prefixes_.empty(); }
  const std::vector<std::string>& missing() const { return prefixes_; }
  const Acceptables& found() const { return found_; }

  // Takes what matches; throws Error(kUsage) for a prefix of two ids.
  void look_in(const Acceptables& place) {
    std::vector<std::string> still;
    for (const std::string& prefix : prefixes_) {
      if (!take(place, prefix)) still.push_back(prefix);
    }
    prefixes_ = std::move(still);
  }

 private:
  bool take(const Acceptables& place, const std::string& prefix) {
    std::set<FindingId> ids;
    for (const Acceptable& candidate : place) {
      if (candidate.id.hex().rfind(prefix, 0) != 0) continue;
      ids.insert(candidate.id);
      found_.insert(candidate);
    }
    if (ids.size() > 1) {
      throw Error(
          ErrorKind::kUsage,
          fmt::format("'{}' begins more than one id; give more of it", prefix));
    }
    return !ids.empty();
  }

  std::vector<std::string> prefixes_;
  Acceptables found_;
};

std::vector<std::string> read_ids(const std::vector<std::string>& typed) {
  std::vector<std::string> ids;
  for (const std::string& word : typed) {
    if (word != "-") {
      ids.push_back(to_lower_ascii(word));
      continue;
    }
    std::istringstream words(read_all(STDIN_FILENO, "standard input"));
    for (std::string id; words >> id;) ids.push_back(to_lower_ascii(id));
  }
  for (const std::string& id : ids) {
    const bool is_hex =
        id.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!is_hex || id.size() < 4 || id.size() > 32) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("'{}' is no id: 4 to 32 hexadecimal digits, as "
                              "reports print them",
                              visible(id)));
    }
  }
  return ids;
}

// A session with the baseline as it stands, everything shown.
Session open_for_baseline(const ScanOptions& options) {
  Session session;
  session.repository = Repository::find(
      options.repository ? std::optional<fs::path>(*options.repository)
                         : std::nullopt);
  if (session.repository == nullptr) {
    session.root = fs::current_path();
  } else {
    const RepositoryLayout& layout = session.repository->layout();
    session.root = layout.work_tree.value_or(layout.git_dir);
  }
  ScanOptions lenient = options;
  // A baseline that --baseline names may be about to be created.
  if (options.baseline && !fs::exists(*options.baseline)) {
    lenient.no_baseline = true;
  }
  session.policy = load_policy(lenient, session.repository.get(), session.root);
  return session;
}

RunOptions everything(const ScanOptions& options, const Policy& policy) {
  RunOptions run = run_options(options, policy);
  run.min_confidence = Confidence::kLow;
  run.min_severity = Severity::kLow;
  return run;
}

ScanReport scan_staged(const Session& session, const RunOptions& run) {
  ScanReport report =
      run_staged(*session.repository, session.policy->scanner, run);
  settle(session, report, path_in_index(*session.repository));
  return report;
}

ScanReport scan_work_tree(const Session& session, const RunOptions& run) {
  ScanReport report =
      run_dir(session.policy->scanner, run, {{session.root}, session.root});
  settle(session, report, path_below(session.root));
  return report;
}

ScanReport scan_history(const Session& session, const RunOptions& run) {
  ScanReport report =
      run_history(*session.repository, session.policy->scanner, run, {});
  settle(session, report, path_at_tips(*session.repository));
  return report;
}

// With the paths that a scan of the image alone gives.
ScanReport scan_images(const Session& session, const RunOptions& run,
                       const std::vector<std::string>& paths) {
  DirectoryRequest request;
  request.paths.assign(paths.begin(), paths.end());
  request.root = image_root(paths, session);
  ScanReport report = run_image(session.policy->scanner, run, request);
  settle(session, report, path_below(request.root));
  return report;
}

// What is staged alone decides where the hook printed the id, and is quick.
// Else both the work tree and the history may hold more places of it. What is
// accepted already comes last: then its entry is to be changed.
void look_everywhere(const Session& session, const RunOptions& run,
                     Wanted& wanted) {
  const bool has_work_tree =
      session.repository == nullptr || session.repository->layout().work_tree;
  Places places;
  if (session.repository != nullptr && has_work_tree) {
    places.add(scan_staged(session, run));
    wanted.look_in(places.open);
  }
  if (wanted.all_found()) return;
  if (has_work_tree) places.add(scan_work_tree(session, run));
  if (session.repository != nullptr) places.add(scan_history(session, run));
  wanted.look_in(places.open);
  wanted.look_in(places.accepted);
}

BaselineState checked_state(const std::string& name) {
  const std::optional<BaselineState> state = parse_baseline_state(name);
  if (!state) {
    throw Error(ErrorKind::kUsage,
                fmt::format("unknown state '{}': false-positive, test, "
                            "accepted or to-rotate",
                            visible(name)));
  }
  return *state;
}

void save(const Baseline& baseline, const ScanOptions& options,
          const Session& session) {
  write_file_atomically(baseline_file(options, session.root), baseline.write());
}

void require_writable(const Session& session, const ScanOptions& options) {
  if (options.policy_from) {
    throw Error(ErrorKind::kUsage,
                "baseline commands change the work tree's baseline: "
                "--policy-from has no meaning for them");
  }
  if (session.repository != nullptr &&
      !session.repository->layout().work_tree && !options.baseline) {
    throw Error(ErrorKind::kUsage,
                "a bare repository has no work tree to keep the baseline in: "
                "name the file with --baseline");
  }
}

}  // namespace

ExitStatus baseline_accept_command(const ScanOptions& options,
                                   const BaselineOptions& typed) {
  if (trim_ascii(typed.reason).empty()) {
    throw Error(ErrorKind::kUsage, "--reason must say why");
  }
  const BaselineState state = checked_state(typed.state);
  const Session session = open_for_baseline(options);
  require_writable(session, options);
  Wanted wanted(read_ids(typed.ids));
  const RunOptions run = everything(options, *session.policy);
  if (typed.images.empty()) {
    look_everywhere(session, run, wanted);
  } else {
    Places places;
    places.add(scan_images(session, run, typed.images));
    wanted.look_in(places.open);
    wanted.look_in(places.accepted);
  }
  clear_progress();
  if (!wanted.all_found()) {
    throw Error(ErrorKind::kUsage,
                fmt::format("no finding or gap in {} has the id {}",
                            typed.images.empty()
                                ? "the index, the work tree or the history"
                                : "these images",
                            fmt::join(wanted.missing(), ", ")));
  }
  Baseline& baseline = session.policy->baseline;
  for (const Acceptable& found : wanted.found()) {
    baseline.accept(
        {found.id, found.rule, state, typed.expires, found.path, typed.reason});
    write_out(fmt::format("accepted {} {} {}\n", found.id.hex(), found.rule,
                          visible(found.path)));
  }
  save(baseline, options, session);
  return ExitStatus::kClean;
}

ExitStatus baseline_list_command(const ScanOptions& options) {
  const Session session = open_for_baseline(options);
  for (const BaselineEntry& entry : session.policy->baseline.entries()) {
    write_out(fmt::format(
        "{} {} {}{} {}: {}\n", entry.id.hex(), entry.rule, name_of(entry.state),
        entry.expires.empty() ? "" : " until " + entry.expires,
        visible(entry.path), visible(entry.reason)));
  }
  return ExitStatus::kClean;
}

ExitStatus baseline_prune_command(const ScanOptions& options,
                                  const BaselineOptions& typed) {
  const Session session = open_for_baseline(options);
  require_writable(session, options);
  const RunOptions run = everything(options, *session.policy);
  // An entry is stale only if nothing that could hold its finding does.
  ScanReport all = scan_work_tree(session, run);
  const auto add = [&all](ScanReport report) {
    std::move(report.findings.begin(), report.findings.end(),
              std::back_inserter(all.findings));
    std::move(report.gaps.begin(), report.gaps.end(),
              std::back_inserter(all.gaps));
  };
  if (session.repository != nullptr) {
    add(scan_staged(session, run));
    add(scan_history(session, run));
  }
  clear_progress();
  if (all.count_gaps() > 0) {
    write_err(coverage_lines(all));
    throw Error(ErrorKind::kInput,
                "not everything could be scanned, so nothing was pruned");
  }
  Baseline& baseline = session.policy->baseline;
  const std::vector<BaselineEntry> unused = unused_entries(baseline, all);
  for (const BaselineEntry& entry : unused) {
    baseline.remove(entry);
    write_out(fmt::format("{} {} {} {}\n",
                          typed.dry_run ? "would remove" : "removed",
                          entry.id.hex(), entry.rule, visible(entry.path)));
  }
  if (!unused.empty() && !typed.dry_run) save(baseline, options, session);
  return ExitStatus::kClean;
}

}  // namespace gitward::cli

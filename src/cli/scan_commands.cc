// staged, range, history, dir, stdin.
#include <algorithm>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/ci_range.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/range.h"
#include "cli/scan_session.h"
#include "report/version.h"

namespace gitward::cli {
namespace {

namespace fs = std::filesystem;
using Stage = ReportOptions::Stage;

// What reported paths are relative to: the work tree if all paths are in one,
// else the only path, where it is a folder `of_files`, or its folder; else the
// current folder.
fs::path root_for(const std::vector<std::string>& paths,
                  const Repository* repository, bool of_files) {
  const auto inside = [](const fs::path& path, const fs::path& folder) {
    const fs::path relative = path.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
  };
  if (repository != nullptr && repository->layout().work_tree) {
    const fs::path& work_tree = *repository->layout().work_tree;
    if (std::all_of(paths.begin(), paths.end(), [&](const std::string& path) {
          return inside(fs::canonical(path), work_tree);
        })) {
      return work_tree;
    }
  }
  if (paths.size() != 1) return fs::current_path();
  const fs::path only = fs::canonical(paths[0]);
  return of_files && fs::is_directory(only) ? only : only.parent_path();
}

void require_existing(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    std::error_code error;
    const fs::path found = fs::canonical(path, error);
    if (found.empty()) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("{}: {}", visible(path), error.message()));
    }
  }
}

}  // namespace

fs::path image_root(const std::vector<std::string>& paths,
                    const Session& session) {
  require_existing(paths);
  return root_for(paths, session.repository.get(), false);
}

ExitStatus staged_command(const ScanOptions& options) {
  const Session session = open_session(options);
  if (!session.repository->layout().work_tree) {
    throw Error(ErrorKind::kUsage,
                "a bare repository has nothing staged: use 'history' or "
                "'range'");
  }
  ScanReport report = run_staged(*session.repository, session.policy->scanner,
                                 run_options(options, *session.policy));
  settle(session, report, path_in_index(*session.repository));
  return present(report, options,
                 session.repository->head() ? Stage::kStaged : Stage::kUnborn);
}

ExitStatus range_command(const ScanOptions& options,
                         const RangeOptions& typed) {
  const Session session = open_session(options);
  const Repository& repository = *session.repository;
  std::vector<std::string> notes;
  std::string text = typed.range;
  if (typed.ci) {
    const CiRange found = ci_range();
    text = found.base + ".." + found.head;
    notes.push_back(
        fmt::format("range {} from {}", visible(text), found.source));
  }
  const Range range = parse_range(repository, text);
  ScanReport report = run_range(repository, session.policy->scanner,
                                run_options(options, *session.policy), range);
  report.notes.insert(report.notes.begin(), notes.begin(), notes.end());
  settle(session, report, path_in_commits(repository, range.include));
  return present(report, options, Stage::kOutgoing);
}

ExitStatus history_command(const ScanOptions& options,
                           const std::vector<std::string>& revisions) {
  const Session session = open_session(options);
  const Repository& repository = *session.repository;
  std::vector<ObjectId> ids;
  ids.reserve(revisions.size());
  for (const std::string& revision : revisions) {
    ids.push_back(resolve_revision(repository, revision));
  }
  RunOptions run = run_options(options, *session.policy);
  if (options.cache || options.cache_folder) {
    const fs::path folder = options.cache_folder
                                ? fs::path(*options.cache_folder)
                                : repository.layout().common_dir / "gitward";
    run.cache = {folder / "history.cache", std::string(gitward_version())};
  }
  ScanReport report =
      run_history(repository, session.policy->scanner, run, ids);
  settle(session, report, path_at_tips(repository));
  return present(report, options, Stage::kStored);
}

namespace {

using PathRun = ScanReport (*)(const Scanner& scanner,
                               const RunOptions& options,
                               const DirectoryRequest& request);

// In the repository that the paths are in, if there is one.
ExitStatus path_command(const ScanOptions& options,
                        const std::vector<std::string>& paths, bool of_files,
                        PathRun run) {
  require_existing(paths);
  Session session;
  const fs::path first = fs::canonical(paths.at(0));
  session.repository =
      Repository::find(options.repository        ? fs::path(*options.repository)
                       : fs::is_directory(first) ? first
                                                 : first.parent_path());
  session.root = root_for(paths, session.repository.get(), of_files);
  session.policy = load_policy(options, session.repository.get(), session.root);
  DirectoryRequest request;
  request.paths.assign(paths.begin(), paths.end());
  request.root = session.root;
  ScanReport report = run(session.policy->scanner,
                          run_options(options, *session.policy), request);
  settle(session, report, path_below(session.root));
  return present(report, options, Stage::kFiles);
}

}  // namespace

ExitStatus dir_command(const ScanOptions& options,
                       const std::vector<std::string>& paths) {
  return path_command(options, paths, true, run_dir);
}

ExitStatus image_command(const ScanOptions& options,
                         const std::vector<std::string>& paths) {
  return path_command(options, paths, false, run_image);
}

ExitStatus stdin_command(const ScanOptions& options) {
  Session session;
  session.repository = Repository::find(
      options.repository ? std::optional<fs::path>(*options.repository)
                         : std::nullopt);
  session.root = session.repository && session.repository->layout().work_tree
                     ? *session.repository->layout().work_tree
                     : fs::current_path();
  session.policy = load_policy(options, session.repository.get(), session.root);
  ScanReport report =
      run_stdin(session.policy->scanner, run_options(options, *session.policy),
                STDIN_FILENO);
  settle(session, report, path_below(session.root));
  return present(report, options, Stage::kFiles);
}

}  // namespace gitward::cli

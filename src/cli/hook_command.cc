// What the installed hooks call. Silent unless something is wrong.
#include <sstream>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/scan_session.h"

namespace gitward::cli {
namespace {

using Stage = ReportOptions::Stage;

// One line of pre-push's or pre-receive's standard input that updates a ref.
struct RefUpdate {
  ObjectId before;  // Null: the ref is new there.
  ObjectId after;   // Null: it is deleted.
};

ObjectId parse_id(const std::string& word, std::string_view hook) {
  const std::optional<ObjectId> id = ObjectId::from_hex(word);
  if (!id) {
    throw Error(ErrorKind::kUsage,
                fmt::format("hook {}: standard input is not what git sends to "
                            "this hook",
                            hook));
  }
  return *id;
}

// `fields` are the positions of the old and the new id among the words.
std::vector<RefUpdate> read_updates(std::string_view hook, std::size_t words,
                                    std::size_t before, std::size_t after) {
  std::vector<RefUpdate> updates;
  std::istringstream lines(read_all(STDIN_FILENO, "standard input"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::vector<std::string> word;
    for (std::string text; fields >> text;) word.push_back(text);
    if (word.size() != words) parse_id("", hook);
    updates.push_back(
        {parse_id(word[before], hook), parse_id(word[after], hook)});
  }
  return updates;
}

ExitStatus scan_range(const Session& session, const ScanOptions& options,
                      const Range& range) {
  if (range.include.empty()) return ExitStatus::kClean;
  ScanReport report = run_range(*session.repository, session.policy->scanner,
                                run_options(options, *session.policy), range);
  settle(session, report, path_in_commits(*session.repository, range.include));
  return present_in_hook(report, options, Stage::kOutgoing);
}

ExitStatus pre_commit(const ScanOptions& options) {
  const Session session = open_session(options);
  ScanReport report = run_staged(*session.repository, session.policy->scanner,
                                 run_options(options, *session.policy));
  settle(session, report, path_in_index(*session.repository));
  return present_in_hook(
      report, options,
      session.repository->head() ? Stage::kStaged : Stage::kUnborn);
}

// Everything that the remote does not have yet: what its refs pointed at, and
// what its remote-tracking refs say, is there already.
ExitStatus pre_push(const ScanOptions& options, const std::string& remote) {
  const Session session = open_session(options);
  const Repository& repository = *session.repository;
  const std::unique_ptr<ObjectReader> reader = repository.reader();
  Range range;
  for (const RefUpdate& update : read_updates("pre-push", 4, 3, 1)) {
    if (update.after.is_null()) continue;
    range.include.push_back(update.after);
    // An id that was never fetched can't be walked; the remote-tracking refs
    // then bound the range.
    if (!update.before.is_null() && reader->header(update.before)) {
      range.exclude.push_back(update.before);
    }
  }
  const std::string tracking = "refs/remotes/" + remote + "/";
  for (const Reference& ref : repository.references().refs) {
    if (ref.name.rfind(tracking, 0) == 0) range.exclude.push_back(ref.target);
  }
  return scan_range(session, options, range);
}

// Runs on the server, on objects that are still in quarantine.
ExitStatus pre_receive(const ScanOptions& options) {
  const Session session = open_session(options);
  Range range;
  for (const RefUpdate& update : read_updates("pre-receive", 3, 0, 1)) {
    if (!update.after.is_null()) range.include.push_back(update.after);
  }
  for (const Reference& ref : session.repository->references().refs) {
    range.exclude.push_back(ref.target);
  }
  return scan_range(session, options, range);
}

}  // namespace

ExitStatus hook_command(const HookOptions& hook) {
  ScanOptions options;
  options.quiet = true;
  if (hook.name == "pre-commit" || hook.name == "pre-merge-commit") {
    return pre_commit(options);
  }
  if (hook.name == "pre-push") {
    if (hook.arguments.empty()) {
      throw Error(ErrorKind::kUsage,
                  "hook pre-push: the remote's name is missing");
    }
    return pre_push(options, hook.arguments[0]);
  }
  if (hook.name == "pre-receive") return pre_receive(options);
  throw Error(ErrorKind::kUsage,
              fmt::format("unknown hook '{}': pre-commit, pre-merge-commit, "
                          "pre-push and pre-receive are known",
                          visible(hook.name)));
}

}  // namespace gitward::cli

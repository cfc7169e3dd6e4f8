#include "cli/ci_range.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace gitward::cli {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// git's id for "no commit": a new branch has it as its predecessor.
bool is_zero(const std::string& id) {
  return id.find_first_not_of('0') == std::string::npos;
}

Error unusable(std::string_view system, std::string_view what) {
  return Error(
      ErrorKind::kUsage,
      fmt::format("--ci: {}: {}; give the range as BASE..HEAD", system, what));
}

CiRange github() {
  constexpr std::string_view kSystem = "GitHub Actions";
  const std::string file = variable("GITHUB_EVENT_PATH");
  const std::optional<std::string> text = read_file(file);
  if (!text) throw unusable(kSystem, "GITHUB_EVENT_PATH names no file");
  const nlohmann::json event =
      nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!event.is_object()) {
    throw unusable(kSystem, visible(file) + " is not a JSON object");
  }
  const auto at = [&](const char* pointer) -> std::string {
    const nlohmann::json::json_pointer place(pointer);
    if (!event.contains(place) || !event.at(place).is_string()) return {};
    return event.at(place).get<std::string>();
  };
  const struct {
    const char* base;
    const char* head;
  } places[] = {{"/pull_request/base/sha", "/pull_request/head/sha"},
                {"/merge_group/base_sha", "/merge_group/head_sha"},
                {"/before", "/after"}};
  for (const auto& [base, head] : places) {
    if (at(base).empty() || at(head).empty()) continue;
    if (is_zero(at(base))) {
      throw unusable(kSystem, "the branch is new, so there is no base");
    }
    return {at(base), at(head),
            fmt::format("{} ({} and {} of the event)", kSystem, base, head)};
  }
  throw unusable(kSystem, "the event names no base commit");
}

struct System {
  const char* name;
  const char* detected_by;
  const char* bases[2];  // The first that is set and not zero decides.
  const char* heads[2];
  bool base_is_branch;  // A branch's name: its remote-tracking ref is meant.
};

constexpr System kSystems[] = {
    {"GitLab CI",
     "GITLAB_CI",
     {"CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BEFORE_SHA"},
     {"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA"},
     false},
    {"Bitbucket Pipelines",
     "BITBUCKET_COMMIT",
     {"BITBUCKET_PR_DESTINATION_COMMIT", nullptr},
     {"BITBUCKET_COMMIT", nullptr},
     false},
    {"Azure Pipelines",
     "TF_BUILD",
     {"SYSTEM_PULLREQUEST_TARGETBRANCH", nullptr},
     {"SYSTEM_PULLREQUEST_SOURCECOMMITID", "BUILD_SOURCEVERSION"},
     true},
    {"Buildkite",
     "BUILDKITE",
     {"BUILDKITE_PULL_REQUEST_BASE_BRANCH", nullptr},
     {"BUILDKITE_COMMIT", nullptr},
     true},
    {"Jenkins",
     "JENKINS_URL",
     {"CHANGE_TARGET", nullptr},
     {"GIT_COMMIT", nullptr},
     true},
    {"Drone",
     "DRONE",
     {"DRONE_COMMIT_BEFORE", nullptr},
     {"DRONE_COMMIT_SHA", nullptr},
     false},
};

const char* first_set(const char* const (&names)[2]) {
  for (const char* const name : names) {
    if (name == nullptr) continue;
    const std::string value = variable(name);
    if (!value.empty() && !is_zero(value)) return name;
  }
  return nullptr;
}

CiRange from_variables(const System& system) {
  const char* const base = first_set(system.bases);
  const char* const head = first_set(system.heads);
  if (base == nullptr) {
    throw unusable(system.name, fmt::format("{} is not set", system.bases[0]));
  }
  if (head == nullptr) {
    throw unusable(system.name, fmt::format("{} is not set", system.heads[0]));
  }
  std::string revision = variable(base);
  if (system.base_is_branch) {
    constexpr std::string_view kHeads = "refs/heads/";
    if (revision.rfind(kHeads, 0) == 0) revision.erase(0, kHeads.size());
    revision.insert(0, "refs/remotes/origin/");
  }
  return {revision, variable(head),
          fmt::format("{} ({} and {})", system.name, base, head)};
}

}  // namespace

CiRange ci_range() {
  if (!variable("GITHUB_ACTIONS").empty()) return github();
  std::string names = "GITHUB_ACTIONS";
  for (const System& system : kSystems) {
    if (!variable(system.detected_by).empty()) return from_variables(system);
    names += fmt::format(", {}", system.detected_by);
  }
  throw Error(ErrorKind::kUsage,
              fmt::format("--ci: no CI system recognised (looked for {}); give "
                          "the range as BASE..HEAD",
                          names));
}

}  // namespace gitward::cli

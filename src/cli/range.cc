#include "cli/range.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward::cli {
namespace {

constexpr std::string_view kFetchMore =
    "the clone is shallow: fetch the whole history first ('git fetch "
    "--unshallow'; in CI fetch-depth: 0 or GIT_DEPTH: 0)";

bool has_root(const Repository& repository,
              const std::vector<ObjectId>& commits, ObjectReader& reader) {
  for (const ObjectId& id : commits) {
    if (repository.layout().shallow.count(id) > 0) continue;
    const std::optional<Object> object = reader.read(id);
    if (object && parse_commit(object->bytes).parents.empty()) return true;
  }
  return false;
}

// BASE..HEAD of two histories that never met is all of HEAD's history. Only
// a range with a root commit in it can be of that kind, so that the second
// walk is rare.
void require_common_history(const Repository& repository, const Range& range,
                            std::string_view text) {
  const std::unique_ptr<ObjectReader> reader = repository.reader();
  const std::vector<ObjectId> commits =
      repository.commits(range.include, range.exclude);
  if (!has_root(repository, commits, *reader)) return;
  if (repository.commits(range.include, {}).size() != commits.size()) return;
  throw Error(ErrorKind::kUsage,
              fmt::format("{}: the two have no common history, so nothing "
                          "tells what the change brings in",
                          visible(text)));
}

}  // namespace

ObjectId resolve_revision(const Repository& repository,
                          const std::string& revision) {
  const bool shallow = !repository.layout().shallow.empty();
  // An id written out is known even if its object is not here.
  std::optional<ObjectId> id = repository.resolve(revision);
  if (!id) id = ObjectId::from_hex(revision);
  if (!id) {
    throw Error(shallow ? ErrorKind::kInput : ErrorKind::kUsage,
                fmt::format("unknown revision '{}'{}{}", visible(revision),
                            shallow ? "; " : "", shallow ? kFetchMore : ""));
  }
  if (!repository.reader()->header(*id)) {
    throw Error(
        ErrorKind::kInput,
        fmt::format("{} is not in this repository; {}", id->hex(),
                    shallow ? kFetchMore : "fetch it first ('git fetch')"));
  }
  return *id;
}

Range parse_range(const Repository& repository, const std::string& text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos || text.find("...") != std::string::npos) {
    throw Error(
        ErrorKind::kUsage,
        fmt::format("'{}' is no range: write BASE..HEAD", visible(text)));
  }
  const auto side = [&](const std::string& revision) {
    return resolve_revision(repository, revision.empty() ? "HEAD" : revision);
  };
  Range range;
  range.exclude.push_back(side(text.substr(0, dots)));
  range.include.push_back(side(text.substr(dots + 2)));
  require_common_history(repository, range, text);
  return range;
}

}  // namespace gitward::cli

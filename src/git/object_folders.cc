#include "git/object_folders.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "git/environment.h"
#include "store/object_store.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

// git's own limit on alternates of alternates.
constexpr int kMaxDepth = 5;

class FolderList {
 public:
  void add(const fs::path& folder, int depth) {
    std::error_code error;
    const fs::path canonical = fs::canonical(folder, error);
    // git goes on without an alternate that is gone; what it held is missing
    // when it is asked for.
    if (error || !known_.insert(canonical).second) return;
    folders_.push_back(canonical);
    if (depth == kMaxDepth) return;
    const auto text = read_file(canonical / "info" / "alternates");
    if (!text) return;
    for (const fs::path& next : parse_alternates(*text, canonical)) {
      add(next, depth + 1);
    }
  }
  std::vector<fs::path> take() { return std::move(folders_); }

 private:
  std::vector<fs::path> folders_;
  std::set<fs::path> known_;
};

// The entries of a list such as PATH. One in double quotes may hold colons,
// with a backslash before quotes and backslashes.
std::vector<std::string> split_path_list(std::string_view list) {
  std::vector<std::string> entries;
  while (!list.empty()) {
    std::string entry;
    if (list.front() == '"') {
      list.remove_prefix(1);
      while (!list.empty() && list.front() != '"') {
        if (list.front() == '\\' && list.size() > 1) list.remove_prefix(1);
        entry += list.front();
        list.remove_prefix(1);
      }
      list.remove_prefix(std::min<std::size_t>(1, list.size()));
    }
    const std::size_t colon = std::min(list.find(':'), list.size());
    entry += list.substr(0, colon);
    list.remove_prefix(std::min(colon + 1, list.size()));
    if (!entry.empty()) entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

std::vector<fs::path> object_folders(const fs::path& common_dir,
                                     bool from_environment) {
  FolderList folders;
  fs::path own = common_dir / "objects";
  if (from_environment) {
    own = variable("GIT_OBJECT_DIRECTORY").value_or(own.native());
  }
  folders.add(own, 0);
  if (from_environment) {
    const auto others = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES");
    for (const std::string& other : split_path_list(others.value_or(""))) {
      folders.add(other, 0);
    }
  }
  return folders.take();
}

}  // namespace gitward

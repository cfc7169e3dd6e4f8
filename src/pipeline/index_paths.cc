#include "pipeline/index_paths.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "pipeline/gaps.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> worktrees_of(const RepositoryLayout& layout) {
  std::vector<fs::path> folders;
  if (layout.common_dir.filename() == ".git") {
    folders.push_back(layout.common_dir.parent_path());
  }
  std::error_code error;
  fs::directory_iterator entries(layout.common_dir / "worktrees", error);
  for (; !error && entries != fs::directory_iterator();
       entries.increment(error)) {
    std::optional<std::string> link;
    static_cast<void>(attempt(GapReason::kUnreadable, [&] {
      link = read_file(entries->path() / "gitdir");
    }));
    if (!link) continue;
    // "…/worktree/.git" and a line feed.
    folders.push_back(fs::path(trim_ascii(*link)).parent_path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

// What can't be read only leaves a finding or a gap without its path.
std::vector<IndexEntry> indexes_of_worktrees(const RepositoryLayout& layout) {
  std::vector<IndexEntry> entries;
  for (const fs::path& folder : worktrees_of(layout)) {
    static_cast<void>(attempt(GapReason::kUnreadable, [&] {
      const auto other = Repository::find(folder);
      if (!other) return;
      for (IndexEntry& entry : other->index()) {
        entries.push_back(std::move(entry));
      }
    }));
  }
  return entries;
}

}  // namespace

std::string IndexPaths::of(const ObjectId& blob) {
  if (!blobs_) {
    blobs_.emplace();
    for (const IndexEntry& entry : index_) {
      blobs_->emplace(entry.id, entry.path);
    }
    for (const IndexEntry& entry : indexes_of_worktrees(layout_)) {
      blobs_->emplace(entry.id, entry.path);
    }
  }
  const auto found = blobs_->find(blob);
  return found == blobs_->end() ? "" : found->second;
}

std::string IndexPaths::of(const std::string& name) {
  if (!names_) {
    names_.emplace();
    for (const IndexEntry& entry : index_) {
      for_each_component(
          entry.path, [&](std::string_view component, std::string_view prefix) {
            if (!asked_names_.contains(std::string(component))) return;
            names_->emplace(component, prefix);
          });
    }
  }
  const auto found = names_->find(name);
  return found == names_->end() ? name : found->second;
}

}  // namespace gitward

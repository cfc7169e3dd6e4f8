// Whatever is not certain here is nothing: libgit2 or git then decide.
#include "git/file_layout.h"

#include <cerrno>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "git/environment.h"
#include "git/format_settings.h"
#include "git/object_folders.h"
#include "git/shared_reading.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

// What lstat() says of a path; nothing if it is not there or can't be asked.
std::optional<struct stat> status_of(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

bool is_folder(const std::optional<struct stat>& status) {
  return status && S_ISDIR(status->st_mode);
}

// git's rule for folders and the `.git` file, without its exceptions (root in
// the name of SUDO_UID, safe.directory): those are left to it.
bool is_own(const std::optional<struct stat>& status) {
  return status && status->st_uid == ::geteuid();
}

std::optional<fs::path> real_path(const fs::path& path) {
  std::error_code error;
  fs::path found = fs::canonical(path, error);
  if (error) return std::nullopt;
  return found;
}

// The only line of a file such as `commondir`.
std::optional<std::string> line_of(const fs::path& file) {
  const std::optional<std::string> text = read_file(file);
  if (!text) return std::nullopt;
  std::string_view line = *text;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty() || line.find('\n') != std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(line);
}

struct Found {
  fs::path git_dir;                  // Canonical.
  std::optional<fs::path> holder;    // The folder that `.git` was found in.
  std::optional<fs::path> git_file;  // `.git`, if it is a file.
  bool is_itself = false;  // No `.git` was found, but the git directory.
};

// Goes up from `start` to the first folder with a `.git`, or that is a bare
// repository.
std::optional<Found> discover(const fs::path& start) {
  std::optional<fs::path> folder = real_path(start);
  if (!folder) return std::nullopt;
  const auto first = status_of(*folder);
  if (!is_folder(first)) return std::nullopt;
  for (bool going_up = false;; going_up = true) {
    const auto here = status_of(*folder);
    // Other file systems and ceilings end git's search.
    if (!is_folder(here) || here->st_dev != first->st_dev) return std::nullopt;
    if (going_up && has_variable("GIT_CEILING_DIRECTORIES")) {
      return std::nullopt;
    }
    const fs::path candidate = *folder / ".git";
    if (const auto status = status_of(candidate)) {
      if (S_ISDIR(status->st_mode)) {
        return Found{candidate, *folder, std::nullopt, false};
      }
      if (!S_ISREG(status->st_mode)) return std::nullopt;
      constexpr std::string_view kPrefix = "gitdir: ";
      const std::optional<std::string> line = line_of(candidate);
      if (!line || !line->starts_with(kPrefix)) return std::nullopt;
      const auto git_dir = real_path(*folder / line->substr(kPrefix.size()));
      if (!git_dir) return std::nullopt;
      return Found{*git_dir, *folder, candidate, false};
    }
    if (status_of(*folder / "HEAD") && status_of(*folder / "objects")) {
      if (folder->filename() == ".git") return std::nullopt;
      return Found{*folder, std::nullopt, std::nullopt, true};
    }
    if (*folder == folder->parent_path()) return std::nullopt;
    folder = folder->parent_path();
  }
}

class LayoutFinder {
 public:
  explicit LayoutFinder(bool from_environment)
      : from_environment_(from_environment) {}

  std::optional<RepositoryLayout> find(
      const std::optional<fs::path>& directory) {
    if (has_odd_environment() || !find_git_dir(directory) ||
        !find_common_dir() || !read_settings() || !find_work_tree() ||
        !is_trusted()) {
      return std::nullopt;
    }
    layout_.git_dir = found_.git_dir;
    layout_.id_size =
        settings_.sha256 ? ObjectId::kSha256Size : ObjectId::kSha1Size;
    layout_.partial_clone = settings_.partial;
    layout_.shallow = read_shallow_ids(layout_.common_dir, layout_.id_size,
                                       from_environment_);
    layout_.object_folders =
        object_folders(layout_.common_dir, from_environment_);
    return std::move(layout_);
  }

 private:
  static bool has_odd_environment() {
    return has_variable("GIT_COMMON_DIR") ||
           has_variable("GIT_TEST_ASSUME_DIFFERENT_OWNER");
  }

  bool find_git_dir(const std::optional<fs::path>& directory) {
    if (from_environment_ && has_variable("GIT_DIR")) {
      const auto named = real_path(variable("GIT_DIR").value_or(""));
      if (!named) return false;
      found_.git_dir = *named;
    } else {
      if (from_environment_ && has_variable("GIT_WORK_TREE")) return false;
      auto found = discover(directory.value_or("."));
      if (!found) return false;
      found_ = std::move(*found);
    }
    const auto head = status_of(found_.git_dir / "HEAD");
    return is_folder(status_of(found_.git_dir)) && head &&
           S_ISREG(head->st_mode);
  }

  bool find_common_dir() {
    const fs::path file = found_.git_dir / "commondir";
    linked_ = status_of(file).has_value();
    if (linked_) {
      const auto line = line_of(file);
      const auto folder =
          line ? real_path(found_.git_dir / *line) : std::optional<fs::path>();
      if (!folder || *folder == found_.git_dir) return false;
      layout_.common_dir = *folder;
    } else {
      layout_.common_dir = found_.git_dir;
    }
    const bool own_objects =
        from_environment_ && has_variable("GIT_OBJECT_DIRECTORY");
    return (own_objects ||
            is_folder(status_of(layout_.common_dir / "objects"))) &&
           is_folder(status_of(layout_.common_dir / "refs"));
  }

  bool read_settings() {
    const auto read = [this](const fs::path& file) {
      const std::optional<std::string> text = read_file(file);
      return !text || read_format_settings(*text, settings_);
    };
    if (!read(layout_.common_dir / "config")) return false;
    if (linked_ && settings_.work_tree) return false;
    if (settings_.own_config && !read(found_.git_dir / "config.worktree")) {
      return false;
    }
    return settings_.version == 1 || !settings_.needs_version_1;
  }

  // A repository without a work tree, and without any doubt about that: a git
  // directory found as such is one unless it says otherwise, one that is named
  // if it says so.
  bool is_bare() const {
    const bool can_be =
        found_.is_itself || (from_environment_ && has_variable("GIT_DIR") &&
                             !has_variable("GIT_WORK_TREE"));
    return can_be && !linked_ && !settings_.work_tree &&
           settings_.bare.value_or(found_.is_itself);
  }

  bool find_work_tree() {
    if (is_bare()) return true;
    if (found_.is_itself || settings_.bare.value_or(false)) return false;
    std::optional<fs::path> tree;
    if (settings_.work_tree) {
      tree = real_path(found_.git_dir / *settings_.work_tree);
    } else if (linked_) {
      // The path of the worktree's `.git` file.
      const auto link = line_of(found_.git_dir / "gitdir");
      if (!link) return false;
      const fs::path file = found_.git_dir / *link;
      if (file.filename() != ".git") return false;
      tree = real_path(file.parent_path());
    } else if (found_.holder) {
      tree = found_.holder;
    } else {
      tree = real_path(".");
    }
    if (from_environment_ && has_variable("GIT_WORK_TREE")) {
      tree = real_path(variable("GIT_WORK_TREE").value_or(""));
    } else if (found_.holder && tree != found_.holder) {
      return false;
    }
    // In a git directory there is no work tree to be in.
    if (!tree || !is_folder(status_of(*tree)) || is_within(*tree)) return false;
    if (from_environment_ && index_is_relative_to_elsewhere(*tree)) {
      return false;
    }
    layout_.work_tree = std::move(tree);
    return true;
  }

  bool is_within(const fs::path& folder) const {
    const fs::path relative = folder.lexically_relative(found_.git_dir);
    return !relative.empty() && *relative.begin() != "..";
  }

  bool is_trusted() const {
    return is_own(status_of(found_.git_dir)) &&
           is_own(status_of(layout_.common_dir)) &&
           (!layout_.work_tree || is_own(status_of(*layout_.work_tree))) &&
           (!found_.git_file || is_own(status_of(*found_.git_file)));
  }

  bool from_environment_;
  Found found_;
  bool linked_ = false;  // A worktree besides the main one.
  FormatSettings settings_;
  RepositoryLayout layout_;
};

}  // namespace

std::optional<RepositoryLayout> find_file_layout(
    const std::optional<fs::path>& directory) {
  try {
    return LayoutFinder(!directory).find(directory);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kInput) throw;
    return std::nullopt;  // Somebody else will have the better words.
  }
}

bool has_no_repository(const std::optional<fs::path>& directory) {
  if (!directory && (has_variable("GIT_DIR") || has_variable("GIT_WORK_TREE") ||
                     has_variable("GIT_COMMON_DIR"))) {
    return false;
  }
  const auto is_absent = [](const fs::path& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) != 0 && errno == ENOENT;
  };
  std::optional<fs::path> folder = real_path(directory.value_or("."));
  if (!folder || !is_folder(status_of(*folder))) return false;
  for (;; folder = folder->parent_path()) {
    if (!is_absent(*folder / ".git") || !is_absent(*folder / "HEAD")) {
      return false;
    }
    if (*folder == folder->parent_path()) return true;
  }
}

}  // namespace gitward

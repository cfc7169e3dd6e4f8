#include "git/private_references.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "git/libgit2.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSymbolic = "ref:";

// git's own rule for the names of references outside refs/ (refs.c,
// is_root_ref): capitals and underscores that end in HEAD, and a few more.
bool is_pseudo_reference(std::string_view name) {
  static constexpr std::array<std::string_view, 5> kIrregular = {
      "AUTO_MERGE", "BISECT_EXPECTED_REV", "NOTES_MERGE_PARTIAL",
      "NOTES_MERGE_REF", "MERGE_AUTOSTASH"};
  if (std::find(kIrregular.begin(), kIrregular.end(), name) !=
      kIrregular.end()) {
    return true;
  }
  return name.ends_with("HEAD") &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

std::optional<ObjectId> id_at_start(std::string_view line,
                                    std::size_t id_size) {
  if (line.size() < 2 * id_size) return std::nullopt;
  const std::string_view rest = line.substr(2 * id_size);
  if (!rest.empty() && rest[0] != '\t' && rest[0] != ' ' && rest[0] != '\r') {
    return std::nullopt;
  }
  return ObjectId::from_hex(line.substr(0, 2 * id_size));
}

bool is_valid_name(const std::string& name) {
  int valid = 0;
  return git_reference_name_is_valid(&valid, name.c_str()) == 0 && valid == 1;
}

// What a symbolic reference names, if `content` is one.
std::optional<std::string> symbolic_target(std::string_view content) {
  if (!content.starts_with(kSymbolic)) return std::nullopt;
  content.remove_prefix(kSymbolic.size());
  return std::string(trim_ascii(content.substr(0, content.find('\n'))));
}

// The regular files of a folder and, for `deep`, of those below it. Names are
// relative to it. A folder that can't be read is an error.
std::vector<std::string> files_in(const fs::path& folder, bool deep) {
  std::vector<std::string> names;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return names;
  const auto fail = [&] {
    throw Error(ErrorKind::kInput,
                fmt::format("can't list '{}': {}", visible(folder.native()),
                            error.message()));
  };
  fs::recursive_directory_iterator entry(folder, error);
  if (error) fail();
  while (entry != fs::recursive_directory_iterator()) {
    if (entry->is_directory()) {
      if (!deep) entry.disable_recursion_pending();
    } else {
      names.push_back(entry->path().lexically_relative(folder).native());
    }
    entry.increment(error);
    if (error) fail();
  }
  std::sort(names.begin(), names.end());
  return names;
}

// One worktree's own files, each named with `prefix`.
class PrivateFiles {
 public:
  PrivateFiles(const fs::path& folder, std::string prefix, std::size_t id_size,
               const std::map<std::string, ObjectId>& known,
               Repository::References& found)
      : folder_(folder),
        prefix_(std::move(prefix)),
        id_size_(id_size),
        known_(known),
        found_(found) {}

  void add_pseudo_references(bool with_head) {
    for (const std::string& name : files_in(folder_, false)) {
      if (!is_pseudo_reference(name)) continue;
      if (name == "HEAD" && !with_head) continue;
      add(name);
    }
  }

  void add_private_folder(const std::string& below) {
    for (const std::string& name : files_in(folder_ / below, true)) {
      add(fmt::format("{}/{}", below, name));
    }
  }

 private:
  void add(const std::string& name) {
    const std::optional<std::string> content = read_file(folder_ / name);
    if (!content) return;
    const std::string full_name = prefix_ + name;
    if (const auto target = symbolic_target(*content)) {
      // Where it leads nowhere the branch is unborn: nothing is stored.
      const auto known = known_.find(*target);
      if (known != known_.end()) {
        found_.refs.push_back({full_name, known->second});
      }
      return;
    }
    bool any = false;
    bool bad = false;
    std::string_view rest = *content;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (const auto id = id_at_start(line, id_size_)) {
        found_.refs.push_back({full_name, *id});
        any = true;
      } else {
        bad = true;
      }
    }
    // An empty FETCH_HEAD is what a fetch of nothing leaves.
    if (bad || (!any && !name.ends_with("FETCH_HEAD"))) {
      found_.broken.push_back(
          fmt::format("{}: not a reference", visible(full_name)));
    }
  }

  fs::path folder_;
  std::string prefix_;
  std::size_t id_size_;
  const std::map<std::string, ObjectId>& known_;
  Repository::References& found_;
};

// The parts of refs/ that each worktree has for itself.
constexpr std::array<std::string_view, 3> kPerWorktree = {
    "refs/bisect", "refs/rewritten", "refs/worktree"};

}  // namespace

bool is_per_worktree(std::string_view name) {
  return std::any_of(kPerWorktree.begin(), kPerWorktree.end(),
                     [name](std::string_view folder) {
                       return name.starts_with(folder) &&
                              name.substr(folder.size()).starts_with('/');
                     });
}

void add_private_references(const RepositoryLayout& layout,
                            Repository::References& found) {
  std::map<std::string, ObjectId> known;
  for (const Reference& reference : found.refs) {
    known.emplace(reference.name, reference.target);
  }
  const auto add_worktree = [&](const fs::path& folder,
                                const std::string& prefix) {
    PrivateFiles files(folder, prefix, layout.id_size, known, found);
    files.add_pseudo_references(true);
    for (const std::string_view below : kPerWorktree) {
      files.add_private_folder(std::string(below));
    }
  };

  PrivateFiles own(layout.git_dir, "", layout.id_size, known, found);
  own.add_pseudo_references(false);
  if (layout.git_dir != layout.common_dir) {
    for (const std::string_view below : kPerWorktree) {
      own.add_private_folder(std::string(below));
    }
    add_worktree(layout.common_dir, "main-worktree/");
  }
  const fs::path worktrees = layout.common_dir / "worktrees";
  std::error_code error;
  if (!fs::is_directory(worktrees, error)) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(worktrees)) {
    if (!entry.is_directory() || entry.path() == layout.git_dir) continue;
    add_worktree(entry.path(),
                 "worktrees/" + entry.path().filename().native() + "/");
  }
}

void add_broken_references(const RepositoryLayout& layout,
                           Repository::References& found) {
  std::set<std::string_view> listed;
  for (const Reference& reference : found.refs) listed.insert(reference.name);
  std::vector<Reference> late;
  std::set<std::string> broken;
  const bool linked = layout.git_dir != layout.common_dir;
  for (const std::string& file : files_in(layout.common_dir / "refs", true)) {
    const std::string name = "refs/" + file;
    const std::string base = fs::path(name).filename().native();
    // What git itself leaves lying about: locks, and files of the system.
    if (base.ends_with(".lock") || base.starts_with('.')) continue;
    if (listed.count(name) > 0 || (linked && is_per_worktree(name))) continue;
    const std::optional<std::string> content =
        read_file(layout.common_dir / name);
    if (!content || symbolic_target(*content)) continue;
    const std::string_view line =
        std::string_view(*content).substr(0, content->find('\n'));
    const std::optional<ObjectId> id = id_at_start(line, layout.id_size);
    if (id && is_valid_name(name)) {
      // It was made after the others were listed.
      late.push_back({name, *id});
      continue;
    }
    broken.insert(fmt::format("{}: not a reference", visible(name)));
  }
  found.refs.insert(found.refs.end(), late.begin(), late.end());
  found.broken.insert(found.broken.end(), broken.begin(), broken.end());
}

void sort_references(Repository::References& found) {
  const auto order = [](const Reference& a, const Reference& b) {
    return a.name != b.name ? a.name < b.name : a.target < b.target;
  };
  const auto same = [](const Reference& a, const Reference& b) {
    return a.name == b.name && a.target == b.target;
  };
  std::sort(found.refs.begin(), found.refs.end(), order);
  found.refs.erase(std::unique(found.refs.begin(), found.refs.end(), same),
                   found.refs.end());
  std::sort(found.broken.begin(), found.broken.end());
  found.broken.erase(std::unique(found.broken.begin(), found.broken.end()),
                     found.broken.end());
}

std::optional<std::vector<ObjectId>> read_id_lines(const fs::path& file,
                                                   std::size_t id_size) {
  const std::optional<std::string> content = read_file(file);
  if (!content) return std::nullopt;
  std::vector<ObjectId> ids;
  std::string_view rest = *content;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const std::optional<ObjectId> id = id_at_start(line, id_size);
    if (!id) {
      throw Error(ErrorKind::kInput, fmt::format("malformed line in '{}'",
                                                 visible(file.native())));
    }
    ids.push_back(*id);
  }
  return ids;
}

}  // namespace gitward

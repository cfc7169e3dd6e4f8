// References that no iteration of refs/ shows: the pseudo-refs beside HEAD and
// what belongs to one linked worktree alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "git/repository.h"

namespace gitward {

// Adds to `found`, which must hold all of refs/ already:
// - ORIG_HEAD, FETCH_HEAD, MERGE_HEAD and the like of this worktree, one
//   reference for each id that the file names;
// - a linked worktree's own refs/bisect, refs/rewritten and refs/worktree;
// - of every other worktree its HEAD, pseudo-refs and private refs, as
//   "worktrees/NAME/…", or "main-worktree/…" for the first one's.
void add_private_references(const RepositoryLayout& layout,
                            Repository::References& found);

// "refs/bisect/…" and its like: each worktree has its own.
bool is_per_worktree(std::string_view name);

// Files below refs/ that hold no readable reference: neither listed in
// `found` nor symbolic. git and libgit2 pass them over in silence. What has
// become a reference since the listing is added to it.
void add_broken_references(const RepositoryLayout& layout,
                           Repository::References& found);

// By name, then by id; each once.
void sort_references(Repository::References& found);

// The ids of a file like MERGE_HEAD: one at the start of each line.
// Nothing if there is no such file.
std::optional<std::vector<ObjectId>> read_id_lines(
    const std::filesystem::path& file, std::size_t id_size);

}  // namespace gitward

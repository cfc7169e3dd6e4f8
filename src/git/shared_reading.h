// What both ways to read a repository have in common. Private to this folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "git/commit_walk.h"
#include "git/git_program.h"
#include "git/repository.h"

namespace gitward {

// The commits of a shallow clone's boundary; git names another file to the
// hooks of a push from a shallow clone.
std::unordered_set<ObjectId> read_shallow_ids(
    const std::filesystem::path& common_dir, std::size_t id_size,
    bool from_environment);

// A commit's parents and date from its own bytes. Throws Error(kInput) if it
// is missing.
CommitLinks read_links(const ObjectId& id, const RepositoryLayout& layout,
                       ObjectReader& reader);

// The commits that the ids lead to. Throws Error(kInput) for one that leads
// to none.
std::vector<ObjectId> peeled(const Repository& repository,
                             const std::vector<ObjectId>& ids,
                             ObjectReader& reader);

// Answers of git that no override of ours may change.
std::optional<std::string> read_config(const GitProgram& git,
                                       const std::string& key);
std::filesystem::path ask_hooks_directory(const GitProgram& git);
// Throws Error(kConfig): core.hooksPath is empty.
[[noreturn]] void no_hooks_directory();

// See Repository::resolve().
std::optional<ObjectId> ask_revision(const GitProgram& git,
                                     const std::string& revision,
                                     ObjectReader& reader);

bool git_program_exists();

// Why a repository of somebody else is not opened, with the command that
// trusts it. `folder` as git wants to have it named.
std::string untrusted_message(const std::string& folder);
// What stands between the first two single quotes, without a last slash.
std::string quoted_part(const std::string& message);

}  // namespace gitward

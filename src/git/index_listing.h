// The index as `git ls-files` tells it. Private to this folder.
#pragma once

#include <vector>

#include "git/git_program.h"
#include "git/repository.h"

namespace gitward {

// Parses `git ls-files --stage --debug -z`. Throws Error(kInput) for anything
// but its exact format.
std::vector<IndexEntry> parse_index_listing(ByteView listing);

// The index that git itself would use, split and sparse ones too.
std::vector<IndexEntry> list_index(const GitProgram& git);

// The order that Repository::index() promises.
void sort_index(std::vector<IndexEntry>& entries);

}  // namespace gitward

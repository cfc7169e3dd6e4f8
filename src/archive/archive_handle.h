// libarchive's handles, and what they say. Private to this folder.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>

#include "archive/refusal.h"

struct archive;
struct archive_entry;

namespace gitward {

struct FreeArchive {
  void operator()(archive* handle) const noexcept;
};
using ArchiveHandle = std::unique_ptr<archive, FreeArchive>;

// Throws Error if there is no memory for one.
ArchiveHandle new_archive_reader();

using EnableSupport = int (*)(archive*);
// False if this build's libarchive can't read one of them: what it was built
// without it would leave to a program.
bool enable_support(archive* handle,
                    std::initializer_list<EnableSupport> wanted);
// Why it is not read then.
Refusal not_supported();

// In libarchive's own words.
Refusal failure_of(archive* handle);

// Raw bytes, without "./" or "/" before it.
std::string name_of(archive_entry* entry);

}  // namespace gitward

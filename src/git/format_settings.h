// The few settings that decide how a repository is opened, from the bytes of
// its own configuration file. Private to this folder.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace gitward {

struct FormatSettings {
  int version = 0;               // core.repositoryFormatVersion
  std::optional<bool> bare;      // core.bare
  bool sha256 = false;           // extensions.objectFormat
  bool needs_version_1 = false;  // An extension that version 0 may not have.
  bool own_config = false;       // extensions.worktreeConfig
  bool partial = false;          // remote.*.promisor, extensions.partialClone
  std::optional<std::string> work_tree;  // core.worktree
};

// Adds what a configuration file says. False if it must be left to git or
// libgit2: it includes others, names extensions that are not known here, or
// writes one of these settings in a way that needs more than a look.
bool read_format_settings(ByteView file, FormatSettings& settings);

}  // namespace gitward

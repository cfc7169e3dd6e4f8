// Git's object formats, parsed from raw bytes: trees, commits, tags.
// Source: git's Documentation/gitformat-*.txt and "Git Internals - Git
// Objects". The bytes are foreign: every length is checked, and what is not
// well-formed throws Error(kInput).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "model/object.h"
#include "model/object_id.h"

namespace gitward {

// File modes that a tree or index entry can have.
enum class EntryKind { kFile, kSymlink, kTree, kGitlink };

struct TreeEntry {
  std::uint32_t mode = 0;
  std::string_view name;  // Into the tree's bytes.
  ObjectId id;

  EntryKind kind() const;
};

EntryKind kind_of_mode(std::uint32_t mode);

// `id_size` is 20 or 32. The views point into `bytes`.
std::vector<TreeEntry> parse_tree(ByteView bytes, std::size_t id_size);
// One entry, at a place where one begins; gives the place behind it.
// Requires: at < bytes.size().
std::size_t parse_tree_entry(ByteView bytes, std::size_t at,
                             std::size_t id_size, TreeEntry& entry);

// "Name <email> seconds +zone".
struct Signature {
  std::string name;
  std::string email;
  std::int64_t seconds = 0;  // Since 1970, UTC.
  int offset_minutes = 0;

  std::string iso_date() const;  // 2026-01-02T03:04:05+01:00
};

struct Commit {
  ObjectId tree;
  std::vector<ObjectId> parents;
  Signature author;
  Signature committer;
  std::size_t message_offset = 0;  // Into the object's bytes.
};

// A malformed signature line leaves its fields empty or 0; only the ids must
// be right.
Commit parse_commit(ByteView bytes);

struct Tag {
  ObjectId target;
  Signature tagger;
  std::size_t message_offset = 0;
};

Tag parse_tag(ByteView bytes);

// Which part of a raw commit or tag object an offset lies in.
enum class ObjectPart { kIdentity, kHeader, kMessage };
ObjectPart part_at(ByteView object, std::size_t offset);

}  // namespace gitward

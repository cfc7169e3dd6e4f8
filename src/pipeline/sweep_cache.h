// What `history --cache` keeps of a sweep, so that the next one reads only what
// is new: which objects were read, which of them have something in them, and
// what attribution needs of commits, tags and trees. No content, no value of a
// finding: what has something in it is scanned again.
//
// The file: eight bytes "GWSWEEP" and a format number; the key; counted lists
// in the order of CachedSweep, numbers as this machine stores them; XXH3-64 of
// all that. A file that is anything else is no cache.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "model/report.h"
#include "pipeline/commit_graph.h"
#include "pipeline/tree_links.h"

namespace gitward {

struct CachedSweep {
  struct Tagged {
    ObjectId id;
    ObjectId target;
  };

  // Referred to and not read.
  struct Unread {
    std::uint32_t object = 0;
    std::uint32_t kind = 0;  // What it was taken for: an index of kKinds.
  };
  static constexpr std::array<std::string_view, 5> kKinds = {
      "object", "blob", "tree", "commit", "tag"};

  std::vector<ObjectId> objects;  // Their numbers are indices.
  std::vector<Unread> unread;
  // Blobs, commits and tags with something in them.
  std::vector<std::uint32_t> notable;
  std::vector<CommitNode> commits;
  std::vector<Tagged> tags;
  std::vector<TreeLinks::Tree> trees;
  std::vector<TreeLinks::Link> links;
  std::vector<std::string> names;
  std::vector<ObjectId> submodules;
  std::uint64_t lfs_pointers = 0;
  Coverage coverage;
};

std::string encode_sweep(const CachedSweep& sweep, std::string_view key);
// Nothing unless the bytes are whole, of this format and of this key, and every
// number in them is of something that is there.
std::optional<CachedSweep> decode_sweep(ByteView bytes, std::string_view key);

// Nothing if there is no usable file.
std::optional<CachedSweep> load_sweep(const std::filesystem::path& file,
                                      std::string_view key);
// Makes the folder. Throws Error(kInput).
void save_sweep(const std::filesystem::path& file, const CachedSweep& sweep,
                std::string_view key);

}  // namespace gitward

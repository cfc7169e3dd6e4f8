// What `history --cache` keeps of a run, so that the next one reads only what
// is new: which objects were read, which of them have something in them, what
// attribution needs of commits, tags and trees, and what attribution found
// out. No content, no value of a finding: how a credential looks is read again
// from where it is.
//
// The file: eight bytes "GWSWEEP" and a format number; XXH3-64 of the head, its
// size and the head, of which the key comes first; the links. The head has the
// XXH3-64 of the links, which a run mostly does without. Numbers are as this
// machine stores them. A file that is anything else is no cache.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "git/objects.h"
#include "model/object.h"
#include "model/report.h"
#include "pipeline/object_numbers.h"
#include "pipeline/tree_links.h"
#include "scan/scanner.h"

namespace gitward {

// Where things that matter lie, told in a way that no later commit changes.
// Commits go by their place in CachedSweep::commits.
struct CachedPlaces {
  // One thing at one path.
  struct Seen {
    // An object's number; or, with kName, the place of a name in `names`.
    std::uint32_t thing = 0;
    std::string path;
    // Commits that have it there, with each of them that has it first: whose
    // parents don't. None: only trees that no commit has hold it.
    std::vector<std::uint32_t> commits;
  };
  static constexpr std::uint32_t kName = std::uint32_t{1} << 31U;
  // What the tree of a commit that a reference named holds: places in `seen`.
  struct Tip {
    std::uint32_t commit = 0;
    std::vector<std::uint32_t> seen;
  };

  std::vector<std::string> names;  // With something in them.
  // Objects of which `seen` has all places. Of the others none can be in a
  // report while they lie only where they lay: a rule that asks for another
  // path found them.
  std::vector<std::uint32_t> watched;
  std::vector<Seen> seen;
  std::vector<Tip> tips;             // By commit.
  std::vector<ObjectId> others;      // References' targets that are no commits.
  std::vector<std::string> skipped;  // RunOptions::skip_paths.
};

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

  // A blob, commit or tag with something in it.
  struct Noted {
    std::uint32_t object = 0;
    ObjectType type = ObjectType::kBlob;
    // The candidates tell all of it, but for what they look like: they have no
    // value, no excerpt and no reason of an inline comment. Else it is to be
    // scanned again.
    bool told = false;
    std::vector<Candidate> candidates;
    std::vector<ObjectPart> parts;  // Of each candidate, if it is no blob.
  };

  struct Commits {
    // A parent that is not among them.
    struct Outside {
      std::uint32_t commit = 0;
      std::uint32_t position = 0;  // Among all its parents.
      ObjectId parent;
    };
    std::vector<std::uint32_t> objects;  // Ascending.
    std::vector<std::uint32_t> trees;    // Objects, likewise.
    std::vector<std::int64_t> seconds;
    std::vector<std::uint32_t> first_parent = {0};  // See LinkedCommits.
    std::vector<std::uint32_t> parents;
    std::vector<Outside> outside;  // By commit, then position.
  };

  SortedIds objects;
  std::vector<Unread> unread;
  std::vector<Noted> notable;
  Commits commits;
  std::vector<Tagged> tags;
  std::vector<ObjectId> submodules;
  std::uint64_t lfs_pointers = 0;
  Coverage coverage;
  std::optional<CachedPlaces> places;

  ByteView links;  // Of a decoded one: for decode_links().
  std::uint64_t links_hash = 0;
  std::shared_ptr<const void> memory;  // What the views point into.
};

struct CachedLinks {
  std::vector<TreeLinks::Tree> trees;
  std::vector<TreeLinks::Link> links;
  std::vector<std::string> names;
};

std::string encode_sweep(const CachedSweep& sweep, const CachedLinks& links,
                         std::string_view key);
// Nothing unless the bytes are whole, of this format and of this key, and every
// number in them is of something that is there. Borrows the bytes.
std::optional<CachedSweep> decode_sweep(ByteView bytes, std::string_view key);
// The same for the links.
std::optional<CachedLinks> decode_links(const CachedSweep& sweep);

// Nothing if there is no usable file.
std::shared_ptr<const CachedSweep> load_sweep(const std::filesystem::path& file,
                                              std::string_view key);
// Makes the folder. Throws Error(kInput).
void save_sweep(const std::filesystem::path& file, const CachedSweep& sweep,
                const CachedLinks& links, std::string_view key);

}  // namespace gitward

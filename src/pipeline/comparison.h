// What is new: the multiset difference of judged (rule, value) between a
// change and each of its parents. Knows places, not how they were read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pipeline/content.h"

namespace gitward {

// For each (rule, value, allowed or not), the number of new places is the
// least excess over any parent: so a move is not new, a second copy is, and a
// merge brings in nothing that a parent had. Which places those are: new and
// old ones are paired by path and line, then by path, then by line, then
// anyhow; what stays unpaired is new.
class Comparison {
 public:
  // `fresh`: places in entries that differ from every parent's. Only they can
  // be new.
  Comparison(std::vector<Place> fresh, std::size_t parents);

  bool empty() const { return fresh_.empty(); }
  // A place in an entry that differs from this parent's, but is the same as
  // another's: it explains an old place, and is never new itself.
  void add_inherited(std::size_t parent, const Place& place);
  // A place in what this parent has at the paths that differ.
  void add_old(std::size_t parent, const Place& place);

  // True if the old places seen of this parent already make up for every
  // fresh one. If the parent has no inherited places, nothing is new.
  bool explained_by(std::size_t parent) const {
    return unexplained_[parent] == 0;
  }
  // True if this parent has an old place of any fresh value.
  bool has_old(std::size_t parent) const { return old_seen_[parent]; }

  std::vector<Place> take_new();

 private:
  struct Key {
    RuleIndex rule = 0;
    bool allowed = false;
    std::string_view value;  // Into a fresh place's content.

    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  // A place without its content: all that pairing looks at.
  struct Spot {
    std::string path;
    std::uint64_t line = 0;  // Digest of the line's text.
    std::size_t fresh = 0;   // Index into fresh_, or kInherited.
  };
  struct Sides {
    std::vector<Spot> fresh;
    // One for each parent.
    std::vector<std::vector<Spot>> inherited;
    std::vector<std::vector<Spot>> old;
  };
  static constexpr std::size_t kInherited = SIZE_MAX;

  static Key key_of(const Place& place);
  static Spot spot_of(const Place& place, std::size_t fresh);
  static std::vector<std::size_t> unpaired(const Sides& sides,
                                           std::size_t parent);
  void select(const Sides& sides, std::vector<std::size_t>& chosen) const;

  std::vector<Place> fresh_;
  std::size_t parents_;
  std::unordered_map<Key, Sides, KeyHash> keys_;
  std::vector<std::size_t> unexplained_;  // Keys, for each parent.
  std::vector<bool> old_seen_;
};

}  // namespace gitward

// All objects of a repository: the packs and loose objects of its objects
// directory and of the alternates.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/object.h"
#include "model/object_id.h"
#include "store/inflate.h"
#include "store/pack.h"

namespace gitward {

// Immutable after it is opened; safe to share between threads.
class ObjectStore {
 public:
  // A pack that is there but can't be used, and why.
  struct Refused {
    std::filesystem::path path;
    std::string why;
  };

  // `directories`: the objects directory, then alternates that the
  // environment names. The alternates that their info/alternates files name
  // are followed, to the depth that git allows. Throws Error(kInput) if a
  // directory can't be listed.
  ObjectStore(const std::vector<std::filesystem::path>& directories,
              std::size_t id_size);

  std::size_t id_size() const { return id_size_; }
  const std::vector<std::filesystem::path>& directories() const {
    return directories_;
  }
  const std::vector<Pack>& packs() const { return packs_; }
  const std::vector<Refused>& refused() const { return refused_; }

  // False if packs have come or gone since: then what moved between packs, or
  // between a pack and a file of its own, may be seen by neither of a look at
  // the packs and a later one at loose objects.
  bool is_current() const;

  // The object, or nothing if no pack that is open and no loose file has it.
  // Throws Error(kInput) if it is there and damaged.
  std::optional<Object> read(const ObjectId& id, Inflater& inflater) const;

 private:
  void open_packs();
  std::optional<Object> read_packed(const Pack& pack, std::uint64_t offset,
                                    Inflater& inflater) const;

  std::size_t id_size_;
  std::vector<std::filesystem::path> directories_;
  std::vector<std::filesystem::path> indexes_;  // As listed.
  std::vector<Pack> packs_;  // In the order of directories, then names.
  std::vector<Refused> refused_;
};

// The directories that an info/alternates file names, made absolute against
// the objects directory that it belongs to.
// Source: git's Documentation/gitrepository-layout.txt.
std::vector<std::filesystem::path> parse_alternates(
    ByteView text, const std::filesystem::path& objects_directory);

}  // namespace gitward

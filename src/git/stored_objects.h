// One thread's view of the object store: what libgit2 asks for, without
// libgit2 reading the files. (libgit2 1.5 never returns from a loose object
// whose file is cut short, and dies of a pack index that is damaged.)
//
// Private to this folder.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "git/repository.h"
#include "store/object_store.h"

namespace gitward {

class StoredObjects {
 public:
  // `folders` as from object_folders().
  StoredObjects(std::vector<std::filesystem::path> folders,
                std::size_t id_size);

  // The three throw Error(kInput) for what is damaged.
  std::optional<Object> read(const ObjectId& id);
  std::optional<ObjectReader::Header> header(const ObjectId& id);
  bool has(const ObjectId& id) const;

  // The ids, at most `limit` of them, that begin with `digits` hexadecimal
  // digits of `prefix`.
  std::vector<ObjectId> completions(const ObjectId& prefix, std::size_t digits,
                                    std::size_t limit) const;

  // Ids by pack, in the order of its bytes, then those of loose objects; an
  // object that is stored twice comes twice.
  void for_each(const std::function<void(const ObjectId&)>& visit) const;

  // Looks again if packs have come or gone since.
  void refresh();

  // Packs that can't be used, and why.
  const std::vector<ObjectStore::Refused>& refused() const {
    return store_->refused();
  }

 private:
  using Times = std::vector<std::filesystem::file_time_type>;

  Times pack_folder_times() const;

  std::vector<std::filesystem::path> folders_;
  std::size_t id_size_;
  Times times_;       // Of the pack folders, taken before `store_` was opened.
  bool maybe_stale_;  // `times_` may not tell the next change.
  std::unique_ptr<const ObjectStore> store_;
  Inflater inflater_;
};

}  // namespace gitward

// Objects through libgit2. Private to this folder.
#pragma once

#include "git/git_handle.h"
#include "git/repository.h"

namespace gitward {

class Libgit2Reader : public ObjectReader {
 public:
  // With a repository of its own: libgit2's objects must not be shared by
  // threads, and locks would serialise them if they were.
  explicit Libgit2Reader(git::Handle<git_repository> repository);

  std::optional<Object> read(const ObjectId& id) override;
  std::optional<Header> header(const ObjectId& id) override;

 private:
  git::Handle<git_repository> repository_;
  git::Handle<git_odb> objects_;
};

}  // namespace gitward

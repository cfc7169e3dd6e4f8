// Objects through libgit2. Private to this folder.
#pragma once

#include "git/libgit2_objects.h"
#include "git/repository.h"

namespace gitward {

class Libgit2Reader : public ObjectReader {
 public:
  // With an object database of its own: shared by threads, its locks would
  // serialise them.
  explicit Libgit2Reader(Libgit2Objects objects)
      : objects_(std::move(objects)) {}

  std::optional<Object> read(const ObjectId& id) override;
  std::optional<Header> header(const ObjectId& id) override;

 private:
  Libgit2Objects objects_;
};

}  // namespace gitward

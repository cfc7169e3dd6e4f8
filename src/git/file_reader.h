// Objects straight from their files. Private to this folder.
#pragma once

#include <functional>
#include <memory>

#include "git/repository.h"
#include "git/stored_objects.h"

namespace gitward {

// Reads what can be read; for an object that is not there, or that is damaged,
// another reader has the last word.
class FileReader : public ObjectReader {
 public:
  // `layout` must outlive the reader. `other` makes the other reader when it
  // is needed first.
  FileReader(const RepositoryLayout& layout,
             std::function<std::unique_ptr<ObjectReader>()> other)
      : layout_(layout), make_other_(std::move(other)) {}

  std::optional<Object> read(const ObjectId& id) override;
  std::optional<Header> header(const ObjectId& id) override;

 private:
  // What `look` finds in the packs and loose files as they are now, or else
  // in those that came after them.
  template <class Look>
  auto look_twice(Look look);
  ObjectReader& other();

  const RepositoryLayout& layout_;
  std::function<std::unique_ptr<ObjectReader>()> make_other_;
  std::unique_ptr<ObjectReader> other_;
  // Opened when a loose file does not settle it: a repository can have many
  // packs, and a commit's own objects are loose.
  std::unique_ptr<StoredObjects> stored_;
  Inflater inflater_;
};

}  // namespace gitward

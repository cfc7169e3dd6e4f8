// The archives of ar: static libraries of every system, Debian packages. They
// are read here and not by libarchive, which gives up on those that Windows'
// librarian makes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace gitward {

// Not thread-safe. Borrows the bytes; members are views of them.
class ArFile {
 public:
  struct Entry {
    std::string name;
    ByteView bytes;
  };

  // Requires: container_kind(bytes) is kAr.
  explicit ArFile(ByteView bytes);

  // The next member that is no symbol table or list of names; nothing at the
  // end, or where the archive is damaged.
  std::optional<Entry> next_entry();
  bool damaged() const { return damaged_; }

 private:
  std::string resolve(ByteView field, ByteView& data) const;

  ByteView bytes_;
  std::size_t at_;
  ByteView long_names_;
  bool damaged_ = false;
};

}  // namespace gitward

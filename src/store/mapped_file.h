// A file mapped into memory, read only.
#pragma once

#include <filesystem>
#include <optional>

#include "base/bytes.h"

namespace gitward {

// Move-only. The bytes stay valid while the object lives, even if the file is
// renamed or deleted; a file that is truncated in place would fault, which is
// why only files that git never truncates are mapped (packs, their indexes,
// loose objects, the index: all are replaced by rename).
class MappedFile {
 public:
  // Nothing if there is no such file; throws Error(kInput) if it is there and
  // can't be mapped.
  static std::optional<MappedFile> open(const std::filesystem::path& path);

  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  ByteView bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}

  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace gitward

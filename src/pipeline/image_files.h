// The files of a container image on disk: a folder's, or an archive's.
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "archive/container_walk.h"
#include "base/bytes.h"
#include "store/mapped_file.h"

namespace gitward {

// What a compressed image archive may take in memory. One that is not
// compressed takes none.
inline constexpr std::uint64_t kMaxImageInMemory = std::uint64_t{1} << 30U;

// Immutable after construction; safe to share between threads.
class ImageFiles {
 public:
  struct File {
    std::string name;  // Relative to the image, '/' between components.
    ByteView bytes;    // Valid with the ImageFiles.
  };

  // Throws Error(kInput) for what can't be read at all.
  explicit ImageFiles(const std::filesystem::path& path);

  // In the archive's order, or sorted by name. One name can be there twice.
  const std::vector<File>& files() const { return files_; }
  // The last of that name, as unpacking would leave it; links are followed.
  std::optional<std::size_t> find(const std::string& name) const;

  // What could not be read of them.
  const std::vector<Unopened>& unopened() const { return unopened_; }
  std::uint64_t size() const { return size_; }

 private:
  void read_folder(const std::filesystem::path& path);
  void read_archive(ByteView bytes);

  std::vector<File> files_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::unordered_map<std::string, std::string> links_;
  std::vector<Unopened> unopened_;
  std::vector<MappedFile> mapped_;
  std::deque<std::string> unpacked_;
  std::uint64_t size_ = 0;
};

}  // namespace gitward

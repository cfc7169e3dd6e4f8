#include "pipeline/image_files.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "archive/container_kind.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 8;

std::string normal(const fs::path& path) {
  return path.lexically_normal().generic_string();
}

}  // namespace

ImageFiles::ImageFiles(const fs::path& path) {
  if (fs::is_directory(path)) {
    read_folder(path);
  } else {
    auto mapped = MappedFile::open(path);
    if (!mapped) throw Error(ErrorKind::kInput, "it vanished");
    mapped_.push_back(std::move(*mapped));
    size_ = mapped_.back().bytes().size();
    read_archive(mapped_.back().bytes());
  }
  for (std::size_t i = 0; i < files_.size(); ++i) by_name_[files_[i].name] = i;
}

void ImageFiles::read_folder(const fs::path& path) {
  std::vector<std::pair<std::string, fs::path>> found;
  std::error_code error;
  fs::recursive_directory_iterator entries(path, error);
  for (; !error && entries != fs::recursive_directory_iterator();
       entries.increment(error)) {
    std::string name =
        entries->path().lexically_relative(path).generic_string();
    if (entries->is_symlink(error)) {
      const fs::path target = fs::read_symlink(entries->path(), error);
      links_[name] = normal(fs::path(name).parent_path() / target);
    } else if (entries->is_regular_file(error)) {
      found.emplace_back(std::move(name), entries->path());
    }
    if (error) break;
  }
  if (error) throw Error(ErrorKind::kInput, error.message());
  std::sort(found.begin(), found.end());
  for (auto& [name, file] : found) {
    auto mapped = MappedFile::open(file);
    if (!mapped) throw Error(ErrorKind::kInput, visible(name) + " vanished");
    mapped_.push_back(std::move(*mapped));
    size_ += mapped_.back().bytes().size();
    files_.push_back({std::move(name), mapped_.back().bytes()});
  }
}

void ImageFiles::read_archive(ByteView bytes) {
  std::uint64_t in_memory = 0;
  ContainerVisitor visitor;
  visitor.member = [&](const Member& member) {
    std::string name(member.inside);
    if (member.is_link) {
      links_[name] = normal(fs::path(name).parent_path() / member.bytes);
      return;
    }
    ByteView view = member.bytes;
    if (!member.in_place) {
      in_memory += view.size();
      if (in_memory > kMaxImageInMemory) {
        unopened_.push_back(
            {GapReason::kLimit, name,
             fmt::format("a compressed archive of more than {} bytes: "
                         "decompress it first",
                         grouped(kMaxImageInMemory)),
             "image " + xxh3_128(view).hex()});
        return;
      }
      view = unpacked_.emplace_back(view);
    }
    files_.push_back({std::move(name), view});
  };
  visitor.unopened = [&](const Unopened& unopened) {
    // The layers are opened one by one later.
    if (!unopened.too_deep) unopened_.push_back(unopened);
  };
  walk_container(bytes, 1, visitor);
}

std::optional<std::size_t> ImageFiles::find(const std::string& name) const {
  std::string wanted = name;
  for (int i = 0; i < kMostLinks; ++i) {
    const auto found = by_name_.find(wanted);
    if (found != by_name_.end()) return found->second;
    const auto link = links_.find(wanted);
    if (link == links_.end()) break;
    wanted = link->second;
  }
  return std::nullopt;
}

}  // namespace gitward

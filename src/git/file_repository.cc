#include "git/file_repository.h"

#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "git/commit_walk.h"
#include "git/environment.h"
#include "git/file_layout.h"
#include "git/file_reader.h"
#include "git/private_references.h"
#include "git/shared_reading.h"
#include "git/staged_index.h"
#include "store/index_file.h"
#include "store/mapped_file.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

// git's own limit on symbolic references of symbolic references.
constexpr int kMostSymbolic = 5;

// The lines "<id> <name>" of a packed-refs file; git writes nothing else but
// comments and peeled tags ("^<id>").
std::optional<ObjectId> find_packed(ByteView file, const std::string& name,
                                    std::size_t id_size) {
  const std::string wanted = " " + name + "\n";
  for (std::size_t at = file.find(wanted); at != ByteView::npos;
       at = file.find(wanted, at + 1)) {
    const std::size_t digits = 2 * id_size;
    if (at >= digits && (at == digits || file[at - digits - 1] == '\n')) {
      return ObjectId::from_hex(file.substr(at - digits, digits));
    }
  }
  return std::nullopt;
}

// Nothing that leads out of the folder of references.
bool is_plain_name(std::string_view name) {
  return name.starts_with("refs/") && !name.ends_with('/') &&
         name.find("..") == std::string_view::npos &&
         name.find("//") == std::string_view::npos &&
         name.find("/./") == std::string_view::npos &&
         name.find('\0') == std::string_view::npos && !is_per_worktree(name);
}

class FileRepository : public Repository {
 public:
  FileRepository(RepositoryLayout layout, bool from_environment,
                 std::function<std::unique_ptr<Repository>()> open_other)
      : Repository(std::move(layout), from_environment),
        index_file_(layout_.git_dir / "index"),
        open_other_(std::move(open_other)) {
    if (from_environment) {
      index_file_ = variable("GIT_INDEX_FILE").value_or(index_file_.native());
    }
  }

  std::string_view backend() const override { return "files"; }

  std::unique_ptr<ObjectReader> reader() const override {
    return std::make_unique<FileReader>(layout_,
                                        [this] { return other().reader(); });
  }

  std::optional<ObjectId> head() const override;
  std::vector<IndexEntry> index() const override;
  std::unique_ptr<StagedIndex> staged_index() const override;

  References references() const override { return other().references(); }
  std::optional<ObjectId> resolve(const std::string& revision) const override;
  std::vector<ObjectId> commits(
      const std::vector<ObjectId>& include,
      const std::vector<ObjectId>& exclude) const override;
  Stored stored_objects() const override { return other().stored_objects(); }
  std::optional<std::string> config(const std::string& key) const override {
    return other().config(key);
  }
  fs::path hooks_directory() const override {
    return other().hooks_directory();
  }

 private:
  // Nothing if the file must be read by others.
  std::optional<IndexFile> parse_index(ByteView file) const;

  // What a reference of this name stores: the id, or nothing if there is no
  // such reference. False if that can't be told here.
  bool read_reference(std::string name, std::optional<ObjectId>& id) const;

  const Repository& other() const {
    std::call_once(once_, [this] { other_ = open_other_(); });
    return *other_;
  }

  fs::path index_file_;
  std::function<std::unique_ptr<Repository>()> open_other_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<const Repository> other_;
};

bool FileRepository::read_reference(std::string name,
                                    std::optional<ObjectId>& id) const {
  for (int links = 0; links < kMostSymbolic; ++links) {
    const bool is_head = name == "HEAD";
    if (!is_head && !is_plain_name(name)) return false;
    const fs::path file =
        (is_head ? layout_.git_dir : layout_.common_dir) / name;
    std::error_code ignored;
    const fs::file_status status = fs::symlink_status(file, ignored);
    if (status.type() == fs::file_type::regular) {
      const std::optional<std::string> text = read_file(file);
      if (!text) return false;  // Gone in between.
      std::string_view line = trim_ascii(*text);
      constexpr std::string_view kSymbolic = "ref:";
      if (line.starts_with(kSymbolic)) {
        name = trim_ascii(line.substr(kSymbolic.size()));
        continue;
      }
      id = ObjectId::from_hex(line);
      return id && id->bytes().size() == layout_.id_size && !id->is_null();
    }
    // A folder stands where a branch that is deleted or packed once was.
    if (is_head || (status.type() != fs::file_type::not_found &&
                    status.type() != fs::file_type::directory)) {
      return false;
    }
    const auto packed = MappedFile::open(layout_.common_dir / "packed-refs");
    if (packed) id = find_packed(packed->bytes(), name, layout_.id_size);
    return true;
  }
  return false;
}

std::optional<ObjectId> FileRepository::head() const {
  std::optional<ObjectId> id;
  bool known = false;
  try {
    known = read_reference("HEAD", id);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kInput) throw;
  }
  return known ? id : other().head();
}

std::optional<IndexFile> FileRepository::parse_index(ByteView file) const {
  std::string trouble;
  try {
    IndexFile index(file, layout_.id_size);
    if (!index.foreign()) return index;
    trouble = *index.foreign();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kInput) throw;
    trouble = error.what();
  }
  // What is as it was written may be nothing but newer than this program.
  require_undamaged(file, layout_.id_size, trouble);
  return std::nullopt;
}

std::vector<IndexEntry> FileRepository::index() const {
  const std::optional<MappedFile> file = MappedFile::open(index_file_);
  if (!file) return {};  // git makes none before something is added.
  const std::optional<IndexFile> index = parse_index(file->bytes());
  return index ? entries_of(*index) : other().index();
}

std::unique_ptr<StagedIndex> FileRepository::staged_index() const {
  std::optional<MappedFile> file = MappedFile::open(index_file_);
  if (!file) return listed_index({}, layout_.id_size);
  std::optional<IndexFile> index = parse_index(file->bytes());
  if (!index) return other().staged_index();
  return mapped_index(std::move(*file), std::move(*index), layout_.id_size);
}

std::optional<ObjectId> FileRepository::resolve(
    const std::string& revision) const {
  std::optional<ObjectId> id;
  if (revision == "HEAD") {
    id = head();
  } else if ((id = ObjectId::from_hex(revision)) &&
             (id->bytes().size() != layout_.id_size ||
              !reader()->header(*id))) {
    id.reset();
  }
  return id ? id : other().resolve(revision);
}

std::vector<ObjectId> FileRepository::commits(
    const std::vector<ObjectId>& include,
    const std::vector<ObjectId>& exclude) const {
  const std::unique_ptr<ObjectReader> objects = reader();
  return walk_commits(
      peeled(*this, include, *objects), peeled(*this, exclude, *objects),
      [&](const ObjectId& id) { return read_links(id, layout_, *objects); });
}

}  // namespace

std::unique_ptr<Repository> find_in_files(
    const std::optional<fs::path>& directory,
    std::function<std::unique_ptr<Repository>()> other) {
  std::optional<RepositoryLayout> layout = find_file_layout(directory);
  if (!layout) return nullptr;
  return std::make_unique<FileRepository>(std::move(*layout), !directory,
                                          std::move(other));
}

}  // namespace gitward

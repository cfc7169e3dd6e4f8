#include "store/object_store.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "store/delta.h"
#include "store/loose_object.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

// git's own limit on alternates of alternates.
constexpr int kMaxAlternateDepth = 5;

// A look at the packs is repeated so often while they change.
constexpr int kMaxLooks = 20;

void add_directory(const fs::path& directory, int depth,
                   std::vector<fs::path>& directories,
                   std::set<fs::path>& known) {
  std::error_code error;
  const fs::path canonical = fs::canonical(directory, error);
  // An alternate that is gone is no error to git either: what it held will be
  // missing when it is asked for.
  if (error || !known.insert(canonical).second) return;
  directories.push_back(canonical);
  if (depth == kMaxAlternateDepth) return;
  const std::optional<std::string> text =
      read_file(canonical / "info" / "alternates");
  if (!text) return;
  for (const fs::path& next : parse_alternates(*text, canonical)) {
    add_directory(next, depth + 1, directories, known);
  }
}

std::vector<fs::path> list_indexes(const std::vector<fs::path>& directories) {
  std::vector<fs::path> indexes;
  for (const fs::path& directory : directories) {
    const auto first = static_cast<std::ptrdiff_t>(indexes.size());
    const fs::path packs = directory / "pack";
    std::error_code error;
    for (fs::directory_iterator file(packs, error), end; !error && file != end;
         file.increment(error)) {
      if (file->path().extension() == ".idx") indexes.push_back(file->path());
    }
    if (error && error != std::errc::no_such_file_or_directory) {
      throw Error(ErrorKind::kInput,
                  fmt::format("can't list {}: {}", visible(packs.native()),
                              error.message()));
    }
    std::sort(indexes.begin() + first, indexes.end());
  }
  return indexes;
}

std::string inflate_entry(const Pack& pack, const PackEntry& entry,
                          Inflater& inflater) {
  std::string bytes(entry.size, '\0');
  inflater.inflate(
      pack.bytes().substr(entry.data_begin, pack.end() - entry.data_begin),
      bytes.data(), bytes.size());
  return bytes;
}

}  // namespace

std::vector<fs::path> parse_alternates(ByteView text,
                                       const fs::path& objects_directory) {
  std::vector<fs::path> directories;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const ByteView line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line[0] == '#') continue;
    directories.push_back(objects_directory / fs::path(line));
  }
  return directories;
}

ObjectStore::ObjectStore(const std::vector<fs::path>& directories,
                         std::size_t id_size)
    : id_size_(id_size) {
  std::set<fs::path> known;
  for (const fs::path& directory : directories) {
    add_directory(directory, 0, directories_, known);
  }
  // While git repacks, a pack can vanish between listing and opening, and its
  // successor come after the listing.
  for (int i = 0; i < kMaxLooks; ++i) {
    open_packs();
    if (is_current()) break;
  }
}

void ObjectStore::open_packs() {
  indexes_ = list_indexes(directories_);
  packs_.clear();
  refused_.clear();
  for (const fs::path& index : indexes_) {
    try {
      std::optional<Pack> pack = Pack::open(index, id_size_);
      if (pack) packs_.push_back(std::move(*pack));
    } catch (const Error& error) {
      refused_.push_back({index, error.what()});
    }
  }
}

bool ObjectStore::is_current() const {
  return list_indexes(directories_) == indexes_;
}

std::optional<Object> ObjectStore::read(const ObjectId& id,
                                        Inflater& inflater) const {
  for (const Pack& pack : packs_) {
    if (const auto position = pack.index().find(id)) {
      return read_packed(pack, pack.index().offset(*position), inflater);
    }
  }
  for (const fs::path& directory : directories_) {
    if (auto object = read_loose_object(directory, id, inflater)) return object;
  }
  return std::nullopt;
}

std::optional<Object> ObjectStore::read_packed(const Pack& pack,
                                               std::uint64_t offset,
                                               Inflater& inflater) const {
  std::vector<std::string> deltas;
  Object object;
  for (;;) {
    const PackEntry entry = pack.entry_at(offset);
    if (entry.kind == PackEntry::Kind::kWhole) {
      object.type = entry.type;
      object.bytes = inflate_entry(pack, entry, inflater);
      break;
    }
    // A chain can't be longer than the pack has entries, unless it is a
    // circle.
    if (deltas.size() > pack.index().count()) {
      throw Error(ErrorKind::kInput, "its chain of deltas is a circle");
    }
    deltas.push_back(inflate_entry(pack, entry, inflater));
    offset = pack.base_of(entry);
  }
  for (; !deltas.empty(); deltas.pop_back()) {
    std::string next(delta_result_size(deltas.back()), '\0');
    apply_delta(object.bytes, deltas.back(), next.data());
    object.bytes = std::move(next);
  }
  return object;
}

}  // namespace gitward

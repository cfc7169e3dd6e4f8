#include "git/stored_objects.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "base/error.h"
#include "store/delta.h"
#include "store/loose_object.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

ObjectReader::Header header_of(const Object& object) {
  return {object.type, object.bytes.size()};
}

// A delta says how large its result is; the type is its last base's.
ObjectReader::Header packed_header(const Pack& pack, std::uint64_t offset,
                                   Inflater& inflater) {
  std::optional<std::uint64_t> size;
  for (std::uint32_t steps = 0; steps <= pack.index().count(); ++steps) {
    const PackEntry entry = pack.entry_at(offset);
    if (entry.kind == PackEntry::Kind::kWhole) {
      return {entry.type, size.value_or(entry.size)};
    }
    if (!size) {
      std::string delta(entry.size, '\0');
      inflater.inflate(
          pack.bytes().substr(entry.data_begin, pack.end() - entry.data_begin),
          delta.data(), delta.size());
      size = delta_result_size(delta);
    }
    offset = pack.base_of(entry);
  }
  throw Error(ErrorKind::kInput, "its chain of deltas is a circle");
}

bool has_prefix(const ObjectId& id, const std::string& hex,
                std::size_t digits) {
  return id.hex().compare(0, digits, hex, 0, digits) == 0;
}

// The first position of an index whose id is not below `id`.
std::uint32_t lower_bound(const PackIndex& index, const ObjectId& id) {
  std::uint32_t low = 0;
  std::uint32_t high = index.count();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (index.id(middle) < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// True if a folder changed so recently that its time may not tell the next
// change from the last.
bool just_changed(const std::vector<fs::file_time_type>& times) {
  const auto recent =
      fs::file_time_type::clock::now() - std::chrono::seconds(1);
  return std::any_of(times.begin(), times.end(),
                     [&](const auto& time) { return time > recent; });
}

}  // namespace

StoredObjects::StoredObjects(std::vector<fs::path> folders, std::size_t id_size)
    : folders_(std::move(folders)),
      id_size_(id_size),
      times_(pack_folder_times()),
      maybe_stale_(just_changed(times_)),
      store_(std::make_unique<ObjectStore>(folders_, id_size)) {}

std::optional<Object> StoredObjects::read(const ObjectId& id) {
  return store_->read(id, inflater_);
}

std::optional<ObjectReader::Header> StoredObjects::header(const ObjectId& id) {
  for (const Pack& pack : store_->packs()) {
    if (const auto position = pack.index().find(id)) {
      return packed_header(pack, pack.index().offset(*position), inflater_);
    }
  }
  const std::optional<Object> object = store_->read(id, inflater_);
  if (!object) return std::nullopt;
  return header_of(*object);
}

bool StoredObjects::has(const ObjectId& id) const {
  const auto in_pack = [&id](const Pack& pack) {
    return pack.index().find(id).has_value();
  };
  const auto loose = [&id](const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(loose_object_path(folder, id), ignored);
  };
  return std::any_of(store_->packs().begin(), store_->packs().end(), in_pack) ||
         std::any_of(store_->directories().begin(), store_->directories().end(),
                     loose);
}

std::vector<ObjectId> StoredObjects::completions(const ObjectId& prefix,
                                                 std::size_t digits,
                                                 std::size_t limit) const {
  const std::string hex = prefix.hex();
  std::vector<ObjectId> found;
  const auto add = [&](const ObjectId& id) {
    if (std::find(found.begin(), found.end(), id) == found.end()) {
      found.push_back(id);
    }
  };
  for (const Pack& pack : store_->packs()) {
    const PackIndex& index = pack.index();
    for (std::uint32_t at = lower_bound(index, prefix);
         at < index.count() && has_prefix(index.id(at), hex, digits); ++at) {
      if (found.size() == limit) return found;
      add(index.id(at));
    }
  }
  for (const fs::path& directory : store_->directories()) {
    const std::string first = hex.substr(0, 2);
    std::error_code error;
    for (fs::directory_iterator file(directory / first, error), end;
         !error && file != end; file.increment(error)) {
      const auto id =
          ObjectId::from_hex(first + file->path().filename().native());
      if (!id || !has_prefix(*id, hex, digits)) continue;
      if (found.size() == limit) return found;
      add(*id);
    }
  }
  return found;
}

void StoredObjects::for_each(
    const std::function<void(const ObjectId&)>& visit) const {
  for (const Pack& pack : store_->packs()) {
    const PackIndex& index = pack.index();
    std::vector<std::pair<std::uint64_t, std::uint32_t>> places;
    places.reserve(index.count());
    for (std::uint32_t at = 0; at < index.count(); ++at) {
      places.emplace_back(index.offset(at), at);
    }
    std::sort(places.begin(), places.end());
    for (const auto& [offset, at] : places) visit(index.id(at));
  }
  for (const fs::path& directory : store_->directories()) {
    for (const ObjectId& id : list_loose_objects(directory, id_size_)) {
      visit(id);
    }
  }
}

void StoredObjects::refresh() {
  Times times = pack_folder_times();
  if (times == times_ && (!maybe_stale_ || store_->is_current())) return;
  maybe_stale_ = just_changed(times);
  store_ = std::make_unique<ObjectStore>(folders_, id_size_);
  times_ = std::move(times);
}

StoredObjects::Times StoredObjects::pack_folder_times() const {
  Times times;
  times.reserve(folders_.size());
  for (const fs::path& folder : folders_) {
    std::error_code none;
    times.push_back(fs::last_write_time(folder / "pack", none));
  }
  return times;
}

}  // namespace gitward

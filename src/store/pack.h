// A pack and its index, mapped.
// Source: git's Documentation/gitformat-pack.txt.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/bytes.h"
#include "model/object.h"
#include "model/object_id.h"
#include "store/mapped_file.h"
#include "store/pack_index.h"

namespace gitward {

// The header of an entry: what it is and where its zlib stream begins.
struct PackEntry {
  enum class Kind { kWhole, kOffsetDelta, kRefDelta };

  Kind kind = Kind::kWhole;
  ObjectType type = ObjectType::kBlob;  // kWhole only.
  std::uint64_t size = 0;         // Inflated; of the delta itself if it is one.
  std::uint64_t data_begin = 0;   // Offset of the zlib stream in the pack.
  std::uint64_t base_offset = 0;  // kOffsetDelta: where the base's entry is.
  ObjectId base_id;               // kRefDelta.
};

// Parses the entry at `offset`; `end` is where the pack's entries end. Throws
// Error(kInput). A plausible size is promised, a valid stream is not.
PackEntry parse_pack_entry(ByteView pack, std::uint64_t offset,
                           std::uint64_t end, std::size_t id_size);

// Immutable, safe to share between threads.
class Pack {
 public:
  // Opens NAME.idx and NAME.pack; nothing if either has vanished. Throws
  // Error(kInput) if they don't belong together or are of an unknown version.
  static std::optional<Pack> open(const std::filesystem::path& index,
                                  std::size_t id_size);

  const std::filesystem::path& path() const { return path_; }
  const PackIndex& index() const { return index_; }
  ByteView bytes() const { return file_.bytes(); }
  std::size_t id_size() const { return id_size_; }
  // Where the entries end and the trailer begins.
  std::uint64_t end() const { return file_.bytes().size() - id_size_; }

  PackEntry entry_at(std::uint64_t offset) const {
    return parse_pack_entry(bytes(), offset, end(), id_size_);
  }
  // The entry there will be read soon.
  void expect(std::uint64_t offset) const {
    if (offset < end()) __builtin_prefetch(bytes().data() + offset);
  }
  // Where the base of a delta is. Throws Error(kInput) if it is not in this
  // pack.
  std::uint64_t base_of(const PackEntry& delta) const;

 private:
  Pack(std::filesystem::path path, MappedFile file, MappedFile index_file,
       std::size_t id_size);

  std::filesystem::path path_;
  MappedFile file_;
  MappedFile index_file_;
  PackIndex index_;
  std::size_t id_size_;
};

}  // namespace gitward

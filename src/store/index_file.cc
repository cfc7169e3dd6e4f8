// Entries of versions 2 and 3 have no fixed size, so the way to the extensions
// behind them leads past each of them. That one walk does all that can be done
// cheaply on it: it notes where entries begin and checks their order, as git
// does. It is most of what comparing a large index costs (80,000 entries: a
// millisecond), hence the hand-written loads and comparisons.
#include "store/index_file.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/error.h"
#include "store/byte_cursor.h"
#include "store/hash.h"

namespace gitward {
namespace {

constexpr std::size_t kHeaderSize = 12;
constexpr std::size_t kModeAt = 24;  // After both times, device and inode.
constexpr std::size_t kIdAt = 40;    // After owner, group and size.

// The flags of an entry.
constexpr unsigned kExtended = 0x4000;
constexpr unsigned kStageShift = 12;
constexpr unsigned kStageMask = 3;
constexpr unsigned kNameMask = 0xfff;
// The second half of them, from version 3 on.
constexpr unsigned kSkipWorktree = 0x4000;
constexpr unsigned kIntentToAdd = 0x2000;

// Longer than any system lets a file's path be; git could read it.
constexpr std::size_t kLongestPath = 4096;
// How much more room paths may take in memory than the whole file does.
constexpr std::size_t kMostExpansion = 16;

unsigned u16_at(const char* at) {
  return static_cast<unsigned>(byte_of(at[0])) << 8U | byte_of(at[1]);
}

std::uint32_t u32_at(const char* at) {
  return static_cast<std::uint32_t>(u16_at(at)) << 16U | u16_at(at + 2);
}

bool is_entry_mode(std::uint32_t mode) {
  return mode == 0100644 || mode == 0100755 || mode == 0120000 ||
         mode == 0160000;
}

}  // namespace

class IndexFile::Parser {
 public:
  explicit Parser(IndexFile& index)
      : index_(index),
        id_size_(index.id_size_),
        bytes_(index.bytes_),
        cursor_(bytes_, "index") {}

  void parse() {
    if (bytes_.size() < kHeaderSize + id_size_) cursor_.fail("truncated");
    if (cursor_.take(4) != "DIRC") cursor_.fail("not an index");
    index_.version_ = cursor_.u32();
    if (index_.version_ < 2 || index_.version_ > 4) {
      cursor_.fail("of an unknown version");
    }
    const std::uint32_t count = cursor_.u32();
    if (bytes_.size() > UINT32_MAX) {
      index_.foreign_ = "larger than 4 GB";
      return;
    }
    end_ = bytes_.size() - id_size_;
    if (count > (end_ - kHeaderSize) / (kIdAt + id_size_ + 3)) {
      cursor_.fail("counts more entries than it can hold");
    }
    index_.offsets_.reserve(count);
    std::size_t at = kHeaderSize;
    if (index_.version_ == 4) {
      at = parse_compressed(at, count);
    } else {
      at = parse_plain(at, count);
    }
    if (index_.foreign_) return;
    parse_extensions(at);
  }

 private:
  // What is before the path. Gives its size.
  std::size_t parse_fixed(std::size_t at, unsigned& flags) {
    const std::size_t size = kIdAt + id_size_ + 2;
    if (end_ - at < size + 3) cursor_.fail("truncated");
    const char* const entry = bytes_.data() + at;
    if (!is_entry_mode(u32_at(entry + kModeAt))) {
      // A sparse index has folders as entries; its extension comes later.
      if (u32_at(entry + kModeAt) == 0040000)
        index_.foreign_ = "sdir";
      else
        cursor_.fail("an entry of an impossible mode");
    }
    flags = u16_at(entry + kIdAt + id_size_);
    bool unrecorded = (flags >> kStageShift & kStageMask) != 0;
    if ((flags & kExtended) == 0) {
      if (unrecorded) note_unrecorded();
      return size;
    }
    if (index_.version_ == 2) cursor_.fail("extended flags in version 2");
    const unsigned more = u16_at(entry + size);
    if ((more & ~(kSkipWorktree | kIntentToAdd)) != 0) {
      cursor_.fail("an entry with unknown flags");
    }
    unrecorded = unrecorded || (more & kIntentToAdd) != 0;
    if (unrecorded) note_unrecorded();
    return size + 2;
  }

  void note_unrecorded() { index_.unrecorded_.push_back(index_.size()); }

  // Paths in full, each followed by the NUL bytes (one at least) that make
  // its entry a multiple of eight bytes long.
  std::size_t parse_plain(std::size_t at, std::uint32_t count) {
    std::string_view previous;
    int previous_stage = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      unsigned flags = 0;
      const std::size_t fixed = parse_fixed(at, flags);
      if (index_.foreign_) return at;
      const std::size_t name = at + fixed;
      std::size_t length = flags & kNameMask;
      if (length == kNameMask) {
        const void* const nul =
            std::memchr(bytes_.data() + name, 0, end_ - name);
        if (nul == nullptr) cursor_.fail("an endless path");
        length = static_cast<std::size_t>(static_cast<const char*>(nul) -
                                          (bytes_.data() + name));
        if (length < kNameMask) cursor_.fail("a path of a wrong length");
      }
      const std::size_t whole = (fixed + length + 8) & ~std::size_t{7};
      if (whole > end_ - at) cursor_.fail("truncated");
      // A length that is wrong can end in the padding.
      const std::string_view path = bytes_.substr(name, length);
      if (bytes_[name + length] != '\0' || path.find('\0') != path.npos) {
        cursor_.fail("a path of a wrong length");
      }
      const int stage = static_cast<int>(flags >> kStageShift & kStageMask);
      require_order(previous, previous_stage, path, stage, i == 0);
      index_.offsets_.push_back(static_cast<std::uint32_t>(at));
      previous = path;
      previous_stage = stage;
      at += whole;
    }
    return at;
  }

  // How much of the previous path to drop, then what follows instead.
  std::size_t parse_compressed(std::size_t at, std::uint32_t count) {
    index_.path_ends_.reserve(count);
    std::string& paths = index_.paths_;
    // About what they come to; pages that are not written to cost nothing.
    paths.reserve(bytes_.size());
    std::size_t previous_begin = 0;
    int previous_stage = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      unsigned flags = 0;
      const std::size_t offset = at;
      at += parse_fixed(at, flags);
      if (index_.foreign_) return at;
      const std::size_t drop = take_number(at);
      const std::size_t begin = paths.size();
      const std::size_t previous_size = begin - previous_begin;
      if (drop > previous_size) cursor_.fail("a path that drops too much");
      const std::size_t kept = previous_size - drop;
      const void* const nul = std::memchr(bytes_.data() + at, 0, end_ - at);
      if (nul == nullptr) cursor_.fail("an endless path");
      const auto added = static_cast<std::size_t>(
          static_cast<const char*>(nul) - (bytes_.data() + at));
      if (paths.size() + kept + added >
          std::min<std::size_t>(UINT32_MAX, kMostExpansion * bytes_.size())) {
        index_.foreign_ = "paths far larger than the file";
        return at;
      }
      paths.append(paths, previous_begin, kept);
      paths.append(bytes_.data() + at, added);
      at += added + 1;
      if (std::min<std::size_t>(kept + added, kNameMask) !=
          (flags & kNameMask)) {
        cursor_.fail("a path of a wrong length");
      }
      const std::string_view all = paths;
      const int stage = static_cast<int>(flags >> kStageShift & kStageMask);
      require_order(all.substr(previous_begin, previous_size), previous_stage,
                    all.substr(begin), stage, i == 0);
      index_.offsets_.push_back(static_cast<std::uint32_t>(offset));
      index_.path_ends_.push_back(static_cast<std::uint32_t>(paths.size()));
      previous_begin = begin;
      previous_stage = stage;
    }
    return at;
  }

  // The variable length of git's offset deltas.
  std::size_t take_number(std::size_t& at) {
    if (at >= end_) cursor_.fail("truncated");
    std::uint8_t byte = byte_of(bytes_[at++]);
    std::size_t value = byte & 0x7fU;
    while ((byte & 0x80U) != 0) {
      if (value > kLongestPath) cursor_.fail("a path that drops too much");
      if (at >= end_) cursor_.fail("truncated");
      byte = byte_of(bytes_[at++]);
      value = ((value + 1) << 7U) | (byte & 0x7fU);
    }
    return value;
  }

  void require_order(std::string_view previous, int previous_stage,
                     std::string_view path, int stage, bool first) {
    if (path.empty()) cursor_.fail("an empty path");
    if (path.size() > kLongestPath) index_.foreign_ = "an enormous path";
    if (first) return;
    const int order = previous.compare(path);
    // Stage 0 and a conflict exclude each other.
    if (order > 0 ||
        (order == 0 && (previous_stage == 0 || previous_stage >= stage))) {
      cursor_.fail("its entries are out of order");
    }
  }

  void parse_extensions(std::size_t at) {
    ByteCursor rest(bytes_.substr(at, end_ - at), "index");
    while (!rest.at_end()) {
      const ByteView name = rest.take(4);
      const ByteView data = rest.take(rest.u32());
      if (name == "TREE") {
        if (!index_.trees_.empty()) cursor_.fail("a second cache-tree");
        parse_cached_trees(data);
      } else if (name[0] < 'A' || name[0] > 'Z') {
        // Lower case: it must be understood, or the index must not be used.
        index_.foreign_ = std::string(name);
      }
    }
  }

  // Folders in pre-order, each with the number of its subfolders.
  void parse_cached_trees(ByteView data) {
    struct Open {
      std::uint32_t tree;
      std::uint32_t children_left;
      std::string_view last_child;
    };
    std::vector<Open> path;
    const char* at = data.data();
    const char* const end = at + data.size();
    bool in_order = true;
    // A folder without an id: name, NUL, "-1 0" and a line end.
    index_.trees_.reserve(std::min<std::size_t>(data.size() / 6, 65536));
    while (at != end) {
      if (path.empty() != index_.trees_.empty()) damaged_tree();
      if (!path.empty()) --path.back().children_left;
      std::uint32_t children = 0;
      const auto position = static_cast<std::uint32_t>(index_.trees_.size());
      index_.trees_.push_back(take_cached_tree(at, end, children));
      const std::string_view name = index_.trees_.back().name;
      if (name.empty() != (position == 0)) damaged_tree();
      if (!path.empty()) {
        // As git writes them: the shorter name first.
        std::string_view& last = path.back().last_child;
        in_order = in_order && (last.size() < name.size() ||
                                (last.size() == name.size() && last < name));
        last = name;
      }
      path.push_back({position, children, {}});
      while (!path.empty() && path.back().children_left == 0) {
        index_.trees_[path.back().tree].end =
            static_cast<std::uint32_t>(index_.trees_.size());
        path.pop_back();
      }
    }
    if (!path.empty() || (!in_order && has_twins())) damaged_tree();
  }

  // Whether two folders of the cache-tree are one.
  bool has_twins() const {
    std::vector<std::string_view> names;
    for (std::uint32_t i = 0; i < index_.trees_.size(); ++i) {
      names.clear();
      for (std::uint32_t child = i + 1; child < index_.trees_[i].end;
           child = index_.trees_[child].end) {
        names.push_back(index_.trees_[child].name);
      }
      std::sort(names.begin(), names.end());
      if (std::adjacent_find(names.begin(), names.end()) != names.end()) {
        return true;
      }
    }
    return false;
  }

  CachedTree take_cached_tree(const char*& at, const char* end,
                              std::uint32_t& children) {
    CachedTree tree;
    const auto left = [&] { return static_cast<std::size_t>(end - at); };
    const void* const nul = std::memchr(at, 0, left());
    if (nul == nullptr) damaged_tree();
    const char* const name_end = static_cast<const char*>(nul);
    tree.name = {at, static_cast<std::size_t>(name_end - at)};
    at = name_end + 1;
    std::int64_t entries = 0;
    take_decimal(at, end, ' ', entries);
    take_decimal(at, end, '\n', children);
    tree.valid = entries >= 0;
    if (!tree.valid) return tree;
    if (left() < id_size_ || entries > index_.size()) damaged_tree();
    tree.entries = static_cast<std::uint32_t>(entries);
    tree.raw_id = {at, id_size_};
    at += id_size_;
    return tree;
  }

  template <class Number>
  void take_decimal(const char*& at, const char* end, char after,
                    Number& number) {
    const auto [stop, code] = std::from_chars(at, end, number);
    if (code != std::errc() || stop == end || *stop != after) damaged_tree();
    at = stop + 1;
  }

  [[noreturn]] void damaged_tree() { cursor_.fail("a damaged cache-tree"); }

  IndexFile& index_;
  std::size_t id_size_;
  ByteView bytes_;
  std::size_t end_ = 0;  // Where the checksum begins.
  ByteCursor cursor_;
};

IndexFile::IndexFile(ByteView bytes, std::size_t id_size)
    : bytes_(bytes), id_size_(id_size) {
  Parser(*this).parse();
}

std::uint32_t IndexFile::flags_at(std::uint32_t position) const {
  return u16_at(bytes_.data() + offsets_[position] + kIdAt + id_size_);
}

std::string_view IndexFile::path(std::uint32_t position) const {
  if (version_ == 4) {
    const std::uint32_t begin = position == 0 ? 0 : path_ends_[position - 1];
    return std::string_view(paths_).substr(begin, path_ends_[position] - begin);
  }
  const std::uint32_t flags = flags_at(position);
  const char* const name = bytes_.data() + offsets_[position] + kIdAt +
                           id_size_ + ((flags & kExtended) != 0 ? 4 : 2);
  // A longer path than fits in the flags is followed by its NUL, too.
  const std::size_t length = flags & kNameMask;
  return {name, length == kNameMask ? std::strlen(name) : length};
}

std::uint32_t IndexFile::mode(std::uint32_t position) const {
  return u32_at(bytes_.data() + offsets_[position] + kModeAt);
}

ByteView IndexFile::raw_id(std::uint32_t position) const {
  return bytes_.substr(offsets_[position] + kIdAt, id_size_);
}

int IndexFile::stage(std::uint32_t position) const {
  return static_cast<int>(flags_at(position) >> kStageShift & kStageMask);
}

bool IndexFile::intent_to_add(std::uint32_t position) const {
  if ((flags_at(position) & kExtended) == 0) return false;
  const char* const entry = bytes_.data() + offsets_[position];
  return (u16_at(entry + kIdAt + id_size_ + 2) & kIntentToAdd) != 0;
}

std::uint32_t IndexFile::lower_bound(std::string_view wanted,
                                     std::uint32_t from) const {
  std::uint32_t low = from;
  std::uint32_t high = size();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (path(middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<bool> index_checksum_holds(ByteView bytes, std::size_t id_size) {
  if (bytes.size() < id_size) return false;
  const ByteView checksum = bytes.substr(bytes.size() - id_size);
  if (checksum.find_first_not_of('\0') == ByteView::npos) return std::nullopt;
  return hash_bytes(bytes.substr(0, bytes.size() - id_size), id_size) ==
         checksum;
}

}  // namespace gitward

#include "pipeline/sweep_cache.h"

#include <cstring>
#include <type_traits>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "store/mapped_file.h"

namespace gitward {
namespace {

constexpr std::string_view kMagic = "GWSWEEP\x02";

class Writer {
 public:
  template <class T>
  void number(T value) {
    static_assert(std::is_integral_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  void text(std::string_view text) {
    number(static_cast<std::uint64_t>(text.size()));
    bytes_ += text;
  }
  void id(const ObjectId& id) {
    const auto raw = id.bytes();
    bytes_.append(reinterpret_cast<const char*>(raw.data()), raw.size());
  }
  template <class List, class Each>
  void list(const List& list, Each each) {
    number(static_cast<std::uint64_t>(list.size()));
    for (const auto& item : list) each(item);
  }
  void numbers(const std::vector<std::uint32_t>& numbers) {
    list(numbers, [this](std::uint32_t value) { number(value); });
  }

  std::string take() {
    number(xxh3_64(bytes_));
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

// Throws Error(kInput) where the bytes end early or make no sense.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  template <class T>
  T number() {
    T value{};
    std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
    return value;
  }
  ByteView text() { return take(number<std::uint64_t>()); }
  ObjectId id() {
    const auto id = ObjectId::from_bytes(take(id_size_));
    if (!id) fail();
    return *id;
  }
  // Calls `each` as often as the list says; an item has `least` bytes or more.
  template <class Each>
  void list(std::size_t least, Each each) {
    const std::uint64_t count = number<std::uint64_t>();
    if (count > rest_.size() / least) fail();
    for (std::uint64_t i = 0; i < count; ++i) each();
  }
  std::vector<std::uint32_t> numbers_below(std::size_t limit) {
    std::vector<std::uint32_t> numbers;
    list(4, [&] { numbers.push_back(number_below(limit)); });
    return numbers;
  }
  std::uint32_t number_below(std::size_t limit) {
    const auto value = number<std::uint32_t>();
    if (value >= limit) fail();
    return value;
  }
  void set_id_size(std::size_t size) { id_size_ = size; }
  bool at_end() const { return rest_.empty(); }

  [[noreturn]] static void fail() {
    throw Error(ErrorKind::kInput, "no cache of a sweep");
  }

 private:
  ByteView take(std::uint64_t size) {
    if (size > rest_.size()) fail();
    const ByteView taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  ByteView rest_;
  std::size_t id_size_ = 0;
};

constexpr std::array kCounters = {
    &Coverage::commits, &Coverage::trees, &Coverage::tags,    &Coverage::blobs,
    &Coverage::files,   &Coverage::refs,  &Coverage::members, &Coverage::bytes};

CachedSweep read_sweep(Reader& in) {
  CachedSweep sweep;
  const auto id_size = in.number<std::uint64_t>();
  if (id_size != ObjectId::kSha1Size && id_size != ObjectId::kSha256Size) {
    Reader::fail();
  }
  in.set_id_size(id_size);
  in.list(id_size, [&] { sweep.objects.push_back(in.id()); });
  const std::size_t count = sweep.objects.size();
  in.list(8, [&] {
    const std::uint32_t object = in.number_below(count);
    sweep.unread.push_back(
        {object, in.number_below(CachedSweep::kKinds.size())});
  });
  sweep.notable = in.numbers_below(count);
  in.list(2 * id_size + 16, [&] {
    CommitNode commit;
    commit.id = in.id();
    commit.tree = in.id();
    commit.seconds = in.number<std::int64_t>();
    in.list(id_size, [&] { commit.parents.push_back(in.id()); });
    sweep.commits.push_back(std::move(commit));
  });
  in.list(2 * id_size, [&] {
    const ObjectId id = in.id();
    sweep.tags.push_back({id, in.id()});
  });
  in.list(8, [&] { sweep.names.emplace_back(in.text()); });
  in.list(8, [&] {
    TreeLinks::Link link;
    link.object = in.number<std::uint32_t>();
    if (link.object >= count && link.object != ObjectTable::kNone) {
      Reader::fail();
    }
    link.name = in.number_below(sweep.names.size());
    sweep.links.push_back(link);
  });
  // Trees' links lie one behind the other.
  std::size_t first = 0;
  in.list(8, [&] {
    TreeLinks::Tree tree;
    tree.object = in.number_below(count);
    tree.count = in.number<std::uint32_t>();
    tree.first = first;
    if (tree.count > sweep.links.size() - first) Reader::fail();
    first += tree.count;
    sweep.trees.push_back(tree);
  });
  in.list(id_size, [&] { sweep.submodules.push_back(in.id()); });
  sweep.lfs_pointers = in.number<std::uint64_t>();
  for (const auto counter : kCounters) {
    sweep.coverage.*counter = in.number<std::uint64_t>();
  }
  if (!in.at_end()) Reader::fail();
  return sweep;
}

}  // namespace

std::string encode_sweep(const CachedSweep& sweep, std::string_view key) {
  Writer out;
  for (const char byte : kMagic) out.number(byte);
  out.text(key);
  out.number(static_cast<std::uint64_t>(sweep.objects.empty()
                                            ? ObjectId::kSha1Size
                                            : sweep.objects[0].bytes().size()));
  const auto id = [&](const ObjectId& one) { out.id(one); };
  out.list(sweep.objects, id);
  out.list(sweep.unread, [&](const CachedSweep::Unread& unread) {
    out.number(unread.object);
    out.number(unread.kind);
  });
  out.numbers(sweep.notable);
  out.list(sweep.commits, [&](const CommitNode& commit) {
    out.id(commit.id);
    out.id(commit.tree);
    out.number(commit.seconds);
    out.list(commit.parents, id);
  });
  out.list(sweep.tags, [&](const CachedSweep::Tagged& tag) {
    out.id(tag.id);
    out.id(tag.target);
  });
  out.list(sweep.names, [&](const std::string& name) { out.text(name); });
  // In the order of the trees, so that no place has to be stored.
  std::uint64_t links = 0;
  for (const TreeLinks::Tree& tree : sweep.trees) links += tree.count;
  out.number(links);
  for (const TreeLinks::Tree& tree : sweep.trees) {
    for (std::size_t i = 0; i < tree.count; ++i) {
      out.number(sweep.links[tree.first + i].object);
      out.number(sweep.links[tree.first + i].name);
    }
  }
  out.list(sweep.trees, [&](const TreeLinks::Tree& tree) {
    out.number(tree.object);
    out.number(tree.count);
  });
  out.list(sweep.submodules, id);
  out.number(sweep.lfs_pointers);
  for (const auto counter : kCounters) out.number(sweep.coverage.*counter);
  return out.take();
}

std::optional<CachedSweep> decode_sweep(ByteView bytes, std::string_view key) {
  constexpr std::size_t kTrailer = sizeof(std::uint64_t);
  if (bytes.size() < kMagic.size() + kTrailer ||
      bytes.substr(0, kMagic.size()) != kMagic) {
    return std::nullopt;
  }
  const ByteView body = bytes.substr(0, bytes.size() - kTrailer);
  try {
    if (Reader(bytes.substr(body.size())).number<std::uint64_t>() !=
        xxh3_64(body)) {
      return std::nullopt;
    }
    Reader in(body.substr(kMagic.size()));
    if (in.text() != key) return std::nullopt;
    return read_sweep(in);
  } catch (const Error& error) {
    // A cache that can't be read is as good as none: everything is read anew.
    if (error.kind() == ErrorKind::kBug) throw;
    return std::nullopt;
  }
}

std::optional<CachedSweep> load_sweep(const std::filesystem::path& file,
                                      std::string_view key) {
  std::optional<MappedFile> mapped;
  try {
    mapped = MappedFile::open(file);
  } catch (const Error& error) {
    // The same holds for a file that the system does not hand over.
    if (error.kind() == ErrorKind::kBug) throw;
    return std::nullopt;
  }
  return mapped ? decode_sweep(mapped->bytes(), key) : std::nullopt;
}

void save_sweep(const std::filesystem::path& file, const CachedSweep& sweep,
                std::string_view key) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  // Should that fail, the file says why.
  write_file_atomically(file, encode_sweep(sweep, key));
}

}  // namespace gitward

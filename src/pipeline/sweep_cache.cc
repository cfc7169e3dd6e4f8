#include "pipeline/sweep_cache.h"

#include <cstring>
#include <type_traits>
#include <utility>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "store/mapped_file.h"

namespace gitward {
namespace {

constexpr std::string_view kMagic = "GWSWEEP\x03";

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
  void raw(ByteView bytes) { bytes_ += bytes; }
  void id(const ObjectId& id) {
    const auto bytes = id.bytes();
    raw({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  template <class List, class Each>
  void list(const List& list, Each each) {
    number(static_cast<std::uint64_t>(list.size()));
    for (const auto& item : list) each(item);
  }
  // Items that are numbers and nothing else.
  template <class T>
  void plain(const std::vector<T>& items) {
    static_assert(std::has_unique_object_representations_v<T>);
    number(static_cast<std::uint64_t>(items.size()));
    raw({reinterpret_cast<const char*>(items.data()),
         items.size() * sizeof(T)});
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Throws Error(kInput) where the bytes end early or make no sense.
class Reader {
 public:
  explicit Reader(ByteView bytes, std::size_t id_size = 0)
      : rest_(bytes), id_size_(id_size) {}

  template <class T>
  T number() {
    T value{};
    std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
    return value;
  }
  ByteView text() { return take(number<std::uint64_t>()); }
  ByteView take(std::uint64_t size) {
    if (size > rest_.size()) fail();
    const ByteView taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  ObjectId id() {
    const auto id = ObjectId::from_bytes(take(id_size_));
    if (!id) fail();
    return *id;
  }
  // An item of a list has `least` bytes or more.
  std::uint64_t count(std::size_t least) {
    const std::uint64_t count = number<std::uint64_t>();
    if (count > rest_.size() / least) fail();
    return count;
  }
  template <class Each>
  void list(std::size_t least, Each each) {
    for (std::uint64_t left = count(least); left > 0; --left) each();
  }
  template <class T>
  std::vector<T> plain() {
    std::vector<T> items(count(sizeof(T)));
    const ByteView bytes = take(items.size() * sizeof(T));
    if (!items.empty()) std::memcpy(items.data(), bytes.data(), bytes.size());
    return items;
  }
  std::vector<std::uint32_t> numbers_below(std::size_t limit) {
    std::vector<std::uint32_t> numbers = plain<std::uint32_t>();
    for (const std::uint32_t value : numbers) {
      if (value >= limit) fail();
    }
    return numbers;
  }
  std::uint32_t number_below(std::size_t limit) {
    const auto value = number<std::uint32_t>();
    if (value >= limit) fail();
    return value;
  }
  // An enumerator, the last of which is `last`.
  template <class Enum>
  Enum one_of(Enum last) {
    const auto value = number<std::uint8_t>();
    if (value > static_cast<std::uint8_t>(last)) fail();
    return static_cast<Enum>(value);
  }
  void set_id_size(std::size_t size) { id_size_ = size; }
  bool at_end() const { return rest_.empty(); }

  [[noreturn]] static void fail() {
    throw Error(ErrorKind::kInput, "no cache of a sweep");
  }

 private:
  ByteView rest_;
  std::size_t id_size_ = 0;
};

constexpr std::array kCounters = {
    &Coverage::commits, &Coverage::trees, &Coverage::tags,    &Coverage::blobs,
    &Coverage::files,   &Coverage::refs,  &Coverage::members, &Coverage::bytes};

void write_candidate(Writer& out, const Candidate& candidate) {
  out.number(candidate.rule);
  out.number(std::uint64_t{candidate.span.begin});
  out.number(std::uint64_t{candidate.span.end});
  const Position& at = candidate.position;
  for (const std::uint64_t number :
       {at.line, at.column, at.end_line, at.end_column}) {
    out.number(number);
  }
  for (const std::uint8_t byte : candidate.id.bytes) out.number(byte);
  out.number(static_cast<std::uint8_t>(candidate.confidence));
  out.number(static_cast<std::uint8_t>(candidate.proof));
  out.number(static_cast<std::uint8_t>(candidate.inline_allowed ? 1 : 0));
  out.list(candidate.via, [&](const std::string& one) { out.text(one); });
  out.plain(candidate.pending_allowlists);
}

Candidate read_candidate(Reader& in) {
  Candidate candidate;
  candidate.rule = in.number<std::uint32_t>();
  candidate.span.begin = in.number<std::uint64_t>();
  candidate.span.end = in.number<std::uint64_t>();
  if (candidate.span.end < candidate.span.begin) Reader::fail();
  Position& at = candidate.position;
  for (std::uint64_t* const number :
       {&at.line, &at.column, &at.end_line, &at.end_column}) {
    *number = in.number<std::uint64_t>();
  }
  for (std::uint8_t& byte : candidate.id.bytes)
    byte = in.number<std::uint8_t>();
  candidate.confidence = in.one_of(Confidence::kProven);
  candidate.proof = in.one_of(Proof::kFailed);
  candidate.inline_allowed = in.number<std::uint8_t>() != 0;
  in.list(8, [&] { candidate.via.emplace_back(in.text()); });
  candidate.pending_allowlists = in.plain<std::uint32_t>();
  return candidate;
}

void write_noted(Writer& out, const CachedSweep::Noted& noted) {
  out.number(noted.object);
  out.number(static_cast<std::uint8_t>(noted.type));
  out.number(static_cast<std::uint8_t>(noted.told ? 1 : 0));
  out.list(noted.candidates, [&](const Candidate& candidate) {
    write_candidate(out, candidate);
  });
  out.list(noted.parts, [&](ObjectPart part) {
    out.number(static_cast<std::uint8_t>(part));
  });
}

CachedSweep::Noted read_noted(Reader& in, std::size_t objects) {
  CachedSweep::Noted noted;
  noted.object = in.number_below(objects);
  noted.type = in.one_of(ObjectType::kTag);
  if (noted.type < ObjectType::kCommit || noted.type == ObjectType::kTree) {
    Reader::fail();
  }
  noted.told = in.number<std::uint8_t>() != 0;
  in.list(64, [&] { noted.candidates.push_back(read_candidate(in)); });
  in.list(1, [&] { noted.parts.push_back(in.one_of(ObjectPart::kMessage)); });
  if (noted.parts.size() !=
      (noted.type == ObjectType::kBlob ? 0 : noted.candidates.size())) {
    Reader::fail();
  }
  return noted;
}

void write_commits(Writer& out, const CachedSweep::Commits& commits) {
  out.plain(commits.objects);
  out.plain(commits.trees);
  out.plain(commits.seconds);
  out.plain(commits.first_parent);
  out.plain(commits.parents);
  out.list(commits.outside, [&](const CachedSweep::Commits::Outside& one) {
    out.number(one.commit);
    out.number(one.position);
    out.id(one.parent);
  });
}

CachedSweep::Commits read_commits(Reader& in, std::size_t objects,
                                  std::size_t id_size) {
  CachedSweep::Commits commits;
  commits.objects = in.numbers_below(objects);
  commits.trees = in.numbers_below(objects);
  commits.seconds = in.plain<std::int64_t>();
  commits.first_parent = in.plain<std::uint32_t>();
  const std::size_t count = commits.objects.size();
  commits.parents = in.numbers_below(count);
  if (commits.trees.size() != count || commits.seconds.size() != count ||
      commits.first_parent.size() != count + 1 ||
      commits.first_parent.front() != 0 ||
      commits.first_parent.back() != commits.parents.size()) {
    Reader::fail();
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (commits.first_parent[i] > commits.first_parent[i + 1]) Reader::fail();
    if (i > 0 && commits.objects[i - 1] >= commits.objects[i]) Reader::fail();
  }
  in.list(8 + id_size, [&] {
    const std::uint32_t commit = in.number_below(count);
    const auto position = in.number<std::uint32_t>();
    commits.outside.push_back({commit, position, in.id()});
  });
  return commits;
}

void write_places(Writer& out, const CachedPlaces& places) {
  const auto text = [&](const std::string& one) { out.text(one); };
  out.list(places.names, text);
  out.plain(places.watched);
  out.list(places.seen, [&](const CachedPlaces::Seen& seen) {
    out.number(seen.thing);
    out.text(seen.path);
    out.plain(seen.commits);
  });
  out.list(places.tips, [&](const CachedPlaces::Tip& tip) {
    out.number(tip.commit);
    out.plain(tip.seen);
  });
  out.list(places.others, [&](const ObjectId& id) { out.id(id); });
  out.list(places.skipped, text);
}

CachedPlaces read_places(Reader& in, std::size_t objects, std::size_t commits,
                         std::size_t id_size) {
  CachedPlaces places;
  in.list(8, [&] { places.names.emplace_back(in.text()); });
  places.watched = in.numbers_below(objects);
  in.list(20, [&] {
    CachedPlaces::Seen& seen = places.seen.emplace_back();
    seen.thing = in.number<std::uint32_t>();
    const bool name = (seen.thing & CachedPlaces::kName) != 0;
    if ((seen.thing & ~CachedPlaces::kName) >=
        (name ? places.names.size() : objects)) {
      Reader::fail();
    }
    seen.path = in.text();
    seen.commits = in.numbers_below(commits);
  });
  in.list(12, [&] {
    CachedPlaces::Tip& tip = places.tips.emplace_back();
    tip.commit = in.number_below(commits);
    tip.seen = in.numbers_below(places.seen.size());
  });
  in.list(id_size, [&] { places.others.push_back(in.id()); });
  in.list(8, [&] { places.skipped.emplace_back(in.text()); });
  return places;
}

// What is behind the key.
CachedSweep read_sweep(Reader& in) {
  CachedSweep sweep;
  sweep.links_hash = in.number<std::uint64_t>();
  const auto id_size = in.number<std::uint64_t>();
  if (id_size != ObjectId::kSha1Size && id_size != ObjectId::kSha256Size) {
    Reader::fail();
  }
  in.set_id_size(id_size);
  const std::size_t count = in.count(id_size);
  auto objects = SortedIds::of(in.take(count * id_size), id_size);
  if (!objects || count >= CachedPlaces::kName) Reader::fail();
  sweep.objects = std::move(*objects);
  in.list(8, [&] {
    const std::uint32_t object = in.number_below(count);
    sweep.unread.push_back(
        {object, in.number_below(CachedSweep::kKinds.size())});
  });
  in.list(22, [&] { sweep.notable.push_back(read_noted(in, count)); });
  sweep.commits = read_commits(in, count, id_size);
  in.list(2 * id_size, [&] {
    const ObjectId id = in.id();
    sweep.tags.push_back({id, in.id()});
  });
  in.list(id_size, [&] { sweep.submodules.push_back(in.id()); });
  sweep.lfs_pointers = in.number<std::uint64_t>();
  for (const auto counter : kCounters) {
    sweep.coverage.*counter = in.number<std::uint64_t>();
  }
  if (in.number<std::uint8_t>() != 0) {
    sweep.places =
        read_places(in, count, sweep.commits.objects.size(), id_size);
  }
  if (!in.at_end()) Reader::fail();
  return sweep;
}

CachedLinks read_links(Reader& in, std::size_t objects) {
  CachedLinks links;
  in.list(8, [&] { links.names.emplace_back(in.text()); });
  links.links = in.plain<TreeLinks::Link>();
  for (const TreeLinks::Link& link : links.links) {
    if ((link.object >= objects && link.object != ObjectTable::kNone) ||
        link.name >= links.names.size()) {
      Reader::fail();
    }
  }
  // Trees' links lie one behind the other.
  std::size_t first = 0;
  in.list(8, [&] {
    TreeLinks::Tree tree;
    tree.object = in.number_below(objects);
    tree.count = in.number<std::uint32_t>();
    tree.first = first;
    if (tree.count > links.links.size() - first) Reader::fail();
    first += tree.count;
    links.trees.push_back(tree);
  });
  if (!in.at_end()) Reader::fail();
  return links;
}

std::string encode_links(const CachedLinks& links) {
  Writer out;
  out.list(links.names, [&](const std::string& name) { out.text(name); });
  // In the order of the trees, so that no place has to be stored.
  std::uint64_t count = 0;
  for (const TreeLinks::Tree& tree : links.trees) count += tree.count;
  out.number(count);
  for (const TreeLinks::Tree& tree : links.trees) {
    out.raw({reinterpret_cast<const char*>(links.links.data() + tree.first),
             tree.count * sizeof(TreeLinks::Link)});
  }
  out.list(links.trees, [&](const TreeLinks::Tree& tree) {
    out.number(tree.object);
    out.number(tree.count);
  });
  return out.take();
}

std::string encode_head(const CachedSweep& sweep, std::uint64_t links_hash,
                        std::string_view key) {
  Writer out;
  out.text(key);
  out.number(links_hash);
  const SortedIds& ids = sweep.objects;
  out.number(static_cast<std::uint64_t>(ids.size() == 0 ? ObjectId::kSha1Size
                                                        : ids.id_size()));
  out.number(std::uint64_t{ids.size()});
  for (std::uint32_t i = 0; i < ids.size(); ++i) out.raw(ids.raw(i));
  const auto id = [&](const ObjectId& one) { out.id(one); };
  out.list(sweep.unread, [&](const CachedSweep::Unread& unread) {
    out.number(unread.object);
    out.number(unread.kind);
  });
  out.list(sweep.notable,
           [&](const CachedSweep::Noted& noted) { write_noted(out, noted); });
  write_commits(out, sweep.commits);
  out.list(sweep.tags, [&](const CachedSweep::Tagged& tag) {
    out.id(tag.id);
    out.id(tag.target);
  });
  out.list(sweep.submodules, id);
  out.number(sweep.lfs_pointers);
  for (const auto counter : kCounters) out.number(sweep.coverage.*counter);
  out.number(static_cast<std::uint8_t>(sweep.places ? 1 : 0));
  if (sweep.places) write_places(out, *sweep.places);
  return out.take();
}

// Calls `read`; nothing if it fails.
template <class Read>
auto unless_damaged(Read&& read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const Error& error) {
    // A cache that can't be read is as good as none: everything is read anew.
    if (error.kind() == ErrorKind::kBug) throw;
    return std::nullopt;
  }
}

}  // namespace

std::string encode_sweep(const CachedSweep& sweep, const CachedLinks& links,
                         std::string_view key) {
  const std::string tail = encode_links(links);
  const std::string head = encode_head(sweep, xxh3_64(tail), key);
  Writer out;
  out.raw(kMagic);
  out.number(xxh3_64(head));
  out.text(head);
  out.raw(tail);
  return out.take();
}

std::optional<CachedSweep> decode_sweep(ByteView bytes, std::string_view key) {
  if (!bytes.starts_with(kMagic)) return std::nullopt;
  return unless_damaged([&] {
    Reader in(bytes.substr(kMagic.size()));
    const auto hash = in.number<std::uint64_t>();
    const ByteView head = in.text();
    if (xxh3_64(head) != hash) Reader::fail();
    Reader rest(head);
    if (rest.text() != key) Reader::fail();
    CachedSweep sweep = read_sweep(rest);
    sweep.links = bytes.substr(
        static_cast<std::size_t>(head.data() + head.size() - bytes.data()));
    return sweep;
  });
}

std::optional<CachedLinks> decode_links(const CachedSweep& sweep) {
  if (xxh3_64(sweep.links) != sweep.links_hash) return std::nullopt;
  return unless_damaged([&] {
    Reader in(sweep.links);
    return read_links(in, sweep.objects.size());
  });
}

std::shared_ptr<const CachedSweep> load_sweep(const std::filesystem::path& file,
                                              std::string_view key) {
  auto mapped = unless_damaged([&] { return MappedFile::open(file); });
  if (!mapped || !*mapped) return nullptr;
  const auto memory = std::make_shared<MappedFile>(std::move(**mapped));
  std::optional<CachedSweep> sweep = decode_sweep(memory->bytes(), key);
  if (!sweep) return nullptr;
  sweep->memory = memory;
  return std::make_shared<const CachedSweep>(std::move(*sweep));
}

void save_sweep(const std::filesystem::path& file, const CachedSweep& sweep,
                const CachedLinks& links, std::string_view key) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  // Should that fail, the file says why.
  write_file_atomically(file, encode_sweep(sweep, links, key));
}

}  // namespace gitward

#include "match/literal_tables.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/characters.h"
#include "base/error.h"
#include "base/text.h"

namespace gitward {
namespace {

// At the beginning of the run; the tables follow in the order of
// LiteralTables, each aligned to eight bytes. The magic number reads otherwise
// where bytes have another order.
constexpr std::uint64_t kMagic = 0x6774'6c69'7465'7201;
struct Header {
  std::uint64_t magic = kMagic;
  std::array<std::uint64_t, 8> counts{};  // Of elements.
};

constexpr std::size_t kAlignment = 8;

struct DistinctLiteral {
  std::string text;  // In lower case.
  std::vector<std::uint32_t> indices;
};

std::vector<DistinctLiteral> distinct(std::span<const std::string> literals) {
  std::vector<DistinctLiteral> all;
  all.reserve(literals.size());
  std::unordered_map<std::string, std::size_t> known;
  known.reserve(literals.size());
  for (std::uint32_t i = 0; i < literals.size(); ++i) {
    std::string text = to_lower_ascii(literals[i]);
    const auto [at, is_new] = known.try_emplace(text, all.size());
    if (is_new) all.push_back({std::move(text), {}});
    all[at->second].indices.push_back(i);
  }
  // The shortest have least choice of windows, so they choose first.
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.text.size() < b.text.size();
  });
  return all;
}

LiteralEntry entry_of(std::string_view literal, std::size_t index, int offset) {
  std::array<char, kHead> head{};
  std::array<char, kHead> mask{};
  for (std::size_t i = 0; i < std::min(kHead, literal.size()); ++i) {
    mask[i] = static_cast<char>(is_lower(literal[i]) ? 0xdf : 0xff);
    head[i] = static_cast<char>(literal[i] & mask[i]);
  }
  return {load<std::uint64_t>(head.data()), load<std::uint64_t>(mask.data()),
          static_cast<std::uint32_t>(index), offset, literal.size()};
}

struct Buckets {
  std::vector<std::uint32_t> first = std::vector<std::uint32_t>(kBuckets + 1);
  std::vector<std::uint32_t> list;
};

// `forms` are those of each entry's window. A window of many forms meets some
// buckets more than once, but is to be found in each once.
Buckets fill_buckets(const std::vector<std::vector<WindowBytes>>& forms) {
  Buckets buckets;
  std::vector<std::uint32_t>& first = buckets.first;
  const auto for_each_use = [&](auto use) {
    std::vector<std::uint32_t> last(kBuckets, UINT32_MAX);
    for (std::uint32_t entry = 0; entry < forms.size(); ++entry) {
      for (const WindowBytes form : forms[entry]) {
        const std::size_t bucket = bucket_of(window_slot(form));
        if (std::exchange(last[bucket], entry) != entry) use(bucket, entry);
      }
    }
  };
  for_each_use([&](std::size_t bucket, std::uint32_t) { ++first[bucket + 1]; });
  std::partial_sum(first.begin(), first.end(), first.begin());
  buckets.list.resize(first.back());
  std::vector<std::uint32_t> end(first.begin(), first.end());
  for_each_use([&](std::size_t bucket, std::uint32_t entry) {
    buckets.list[end[bucket]++] = entry;
  });
  return buckets;
}

// Appends one table after the other.
class TableWriter {
 public:
  TableWriter() {
    bytes_.reserve(kUsualSize);
    bytes_.resize(sizeof(Header));
  }

  template <class Table>
  void add(const Table& table) {
    using Element = std::remove_cvref_t<decltype(*std::data(table))>;
    static_assert(std::has_unique_object_representations_v<Element>);
    header_.counts.at(tables_++) = std::size(table);
    bytes_.append(reinterpret_cast<const char*>(std::data(table)),
                  std::size(table) * sizeof(Element));
    bytes_.resize((bytes_.size() + kAlignment - 1) / kAlignment * kAlignment);
  }
  std::string finish() && {
    std::memcpy(bytes_.data(), &header_, sizeof header_);
    return std::move(bytes_);
  }

 private:
  // Of a thousand literals.
  static constexpr std::size_t kUsualSize = std::size_t{1} << 19U;

  Header header_;
  std::size_t tables_ = 0;
  std::string bytes_;
};

class TableReader {
 public:
  explicit TableReader(ByteView bytes) : rest_(bytes) {
    if (bytes.size() < sizeof(Header)) damaged();
    std::memcpy(&header_, bytes.data(), sizeof header_);
    if (header_.magic != kMagic ||
        reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment != 0) {
      damaged();
    }
    rest_.remove_prefix(sizeof header_);
  }

  template <class Element>
  std::span<const Element> next() {
    const std::uint64_t count = header_.counts.at(tables_++);
    if (count > rest_.size() / sizeof(Element)) damaged();
    const std::size_t size = count * sizeof(Element);
    const std::span<const Element> table(
        reinterpret_cast<const Element*>(rest_.data()), count);
    rest_.remove_prefix((size + kAlignment - 1) / kAlignment * kAlignment);
    return table;
  }

 private:
  [[noreturn]] static void damaged() {
    throw Error(ErrorKind::kBug, "the table of literals is damaged");
  }

  Header header_;
  std::size_t tables_ = 0;
  ByteView rest_;
};

}  // namespace

std::string make_literal_tables(std::span<const std::string> literals) {
  const auto windows = std::make_unique<WindowTables>();
  std::vector<LiteralEntry> entries;
  std::vector<std::vector<WindowBytes>> forms;  // Of each entry.
  std::vector<LiteralText> all;
  std::vector<std::uint32_t> indices;
  std::string texts;
  for (const DistinctLiteral& literal : distinct(literals)) {
    for (const int parity : {0, 1}) {
      LiteralWindow window = take_window(literal.text, parity, *windows);
      entries.push_back(entry_of(literal.text, all.size(), window.offset));
      forms.push_back(std::move(window.forms));
    }
    const std::size_t begin = indices.size();
    indices.insert(indices.end(), literal.indices.begin(),
                   literal.indices.end());
    all.push_back({static_cast<std::uint32_t>(texts.size()),
                   static_cast<std::uint32_t>(literal.text.size()),
                   static_cast<std::uint32_t>(begin),
                   static_cast<std::uint32_t>(indices.size())});
    texts += literal.text;
  }
  const Buckets buckets = fill_buckets(forms);
  TableWriter writer;
  writer.add(windows->next);
  writer.add(windows->neighbours);
  writer.add(buckets.first);
  writer.add(buckets.list);
  writer.add(entries);
  writer.add(all);
  writer.add(indices);
  writer.add(texts);
  return std::move(writer).finish();
}

LiteralTables open_literal_tables(ByteView bytes) {
  TableReader reader(bytes);
  LiteralTables tables;
  tables.next = reader.next<NextBits>();
  tables.neighbours = reader.next<Neighbours>();
  tables.first = reader.next<std::uint32_t>();
  tables.list = reader.next<std::uint32_t>();
  tables.entries = reader.next<LiteralEntry>();
  tables.literals = reader.next<LiteralText>();
  tables.indices = reader.next<std::uint32_t>();
  const std::span<const char> texts = reader.next<char>();
  tables.texts = {texts.data(), texts.size()};
  return tables;
}

}  // namespace gitward

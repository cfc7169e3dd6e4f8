#include "match/literal_tables.h"

#include <algorithm>
#include <array>
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
constexpr std::uint64_t kMagic = 0x6774'6c69'7465'7202;
struct Header {
  std::uint64_t magic = kMagic;
  std::array<std::uint64_t, 6> counts{};  // Of elements.
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

// Bytes of a literal as they are compared, and the bits that count.
template <class Number>
struct Compared {
  Number bytes = 0;
  Number mask = 0;
};
template <class Number>
Compared<Number> compared(std::string_view part) {
  std::array<char, sizeof(Number)> bytes{};
  std::array<char, sizeof(Number)> mask{};
  for (std::size_t i = 0; i < std::min(part.size(), bytes.size()); ++i) {
    mask.at(i) = static_cast<char>(is_lower(part[i]) ? 0xdf : 0xff);
    bytes.at(i) = static_cast<char>(part[i] & mask.at(i));
  }
  return {load<Number>(bytes.data()), load<Number>(mask.data())};
}

LiteralEntry entry_of(std::string_view literal, std::size_t index, int offset) {
  const auto head = compared<std::uint32_t>(literal.substr(0, kHead));
  return {head.bytes, head.mask, static_cast<std::uint32_t>(index), offset};
}

// The literals' entries, each in every row to which a form of its window leads,
// but once in each.
class Rows {
 public:
  void add(const LiteralEntry& entry, std::span<const WindowBytes> forms) {
    for (const WindowBytes form : forms) {
      uses_.push_back(std::uint64_t{neighbour_slot(form)} << 32U |
                      entries_.size());
    }
    entries_.push_back(entry);
  }

  void put_into(std::vector<WindowRow>& rows,
                std::vector<LiteralEntry>& entries) && {
    std::sort(uses_.begin(), uses_.end());
    uses_.erase(std::unique(uses_.begin(), uses_.end()), uses_.end());
    rows.resize(kNeighbourSlots + 1);
    for (const std::uint64_t use : uses_) {
      ++rows[(use >> 32U) + 1].first_entry;
      entries.push_back(entries_[use & UINT32_MAX]);
    }
    for (std::size_t slot = 0; slot < kNeighbourSlots; ++slot) {
      rows[slot + 1].first_entry += rows[slot].first_entry;
    }
  }

 private:
  std::vector<LiteralEntry> entries_;
  std::vector<std::uint64_t> uses_;  // Row and entry.
};

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
  Rows rows_of_entries;
  std::vector<LiteralText> all;
  std::vector<std::uint32_t> indices;
  std::string texts;
  for (const DistinctLiteral& literal : distinct(literals)) {
    for (const int parity : {0, 1}) {
      const LiteralWindow window = take_window(literal.text, parity, *windows);
      rows_of_entries.add(entry_of(literal.text, all.size(), window.offset),
                          window.forms);
    }
    const std::size_t begin = indices.size();
    indices.insert(indices.end(), literal.indices.begin(),
                   literal.indices.end());
    const auto rest = compared<std::uint64_t>(
        literal.text.substr(std::min(kHead, literal.text.size())));
    all.push_back({rest.bytes, rest.mask,
                   static_cast<std::uint32_t>(texts.size()),
                   static_cast<std::uint32_t>(literal.text.size()),
                   static_cast<std::uint32_t>(begin),
                   static_cast<std::uint32_t>(indices.size())});
    texts += literal.text;
  }
  std::vector<WindowRow> rows;
  std::vector<LiteralEntry> entries;
  std::move(rows_of_entries).put_into(rows, entries);
  for (std::size_t slot = 0; slot < kNeighbourSlots; ++slot) {
    rows[slot].neighbours = windows->neighbours[slot];
  }
  TableWriter writer;
  writer.add(windows->next);
  writer.add(rows);
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
  tables.rows = reader.next<WindowRow>();
  tables.entries = reader.next<LiteralEntry>();
  tables.literals = reader.next<LiteralText>();
  tables.indices = reader.next<std::uint32_t>();
  const std::span<const char> texts = reader.next<char>();
  tables.texts = {texts.data(), texts.size()};
  return tables;
}

}  // namespace gitward

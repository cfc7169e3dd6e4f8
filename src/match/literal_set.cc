#include "match/literal_set.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "base/text.h"

namespace gitward {
namespace {

constexpr std::uint8_t fold(char c) {
  const std::uint8_t byte = byte_of(c);
  return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte | 0x20U)
                                    : byte;
}

}  // namespace

// Literals in lower case, grouped by their first two bytes.
struct LiteralSet::Tables {
  std::bitset<65536> pairs;
  std::vector<std::string> literals;
  std::vector<LiteralIndex> order;  // Sorted by pair, then by index.
  std::array<std::uint32_t, 65537> first{};
};

LiteralSet::LiteralSet(std::span<const std::string> literals)
    : tables_(std::make_unique<Tables>()) {
  const auto pair_of = [](const std::string& text) {
    return static_cast<std::size_t>(fold(text[0]) << 8 | fold(text[1]));
  };
  for (const std::string& literal : literals) {
    tables_->literals.push_back(to_lower_ascii(literal));
    tables_->order.push_back(static_cast<LiteralIndex>(tables_->order.size()));
    const std::size_t pair = pair_of(literal);
    tables_->pairs.set(pair);
    ++tables_->first[pair + 1];
  }
  for (std::size_t i = 1; i < tables_->first.size(); ++i) {
    tables_->first[i] += tables_->first[i - 1];
  }
  std::stable_sort(tables_->order.begin(), tables_->order.end(),
                   [&](LiteralIndex a, LiteralIndex b) {
                     return pair_of(tables_->literals[a]) <
                            pair_of(tables_->literals[b]);
                   });
}

LiteralSet::LiteralSet(LiteralSet&&) noexcept = default;
LiteralSet& LiteralSet::operator=(LiteralSet&&) noexcept = default;
LiteralSet::~LiteralSet() = default;

void LiteralSet::scan(ByteView text, std::vector<LiteralHit>& hits) const {
  hits.clear();
  if (text.size() < 2) return;
  const Tables& tables = *tables_;
  std::size_t pair = fold(text[0]);
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    pair = (pair << 8 | fold(text[i + 1])) & 0xffffU;
    if (!tables.pairs[pair]) continue;
    for (std::uint32_t k = tables.first[pair]; k < tables.first[pair + 1];
         ++k) {
      const std::string& literal = tables.literals[tables.order[k]];
      if (literal.size() > text.size() - i) continue;
      const bool equal =
          std::equal(literal.begin(), literal.end(),
                     text.begin() + static_cast<std::ptrdiff_t>(i),
                     [](char a, char b) { return byte_of(a) == fold(b); });
      if (equal) hits.push_back({tables.order[k], i});
    }
  }
}

}  // namespace gitward

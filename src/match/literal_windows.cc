#include "match/literal_windows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "match/byte_rarity.h"

namespace gitward {
namespace {

// What the tables look at: a window, the byte before it and two behind it.
constexpr int kSize = static_cast<int>(kWindow);
constexpr int kNext = kSize;
constexpr int kBehind = kSize + 1;
constexpr int kBefore = -1;

int rarity(std::string_view row, std::size_t column) {
  return row[column] - 'A';
}

// The share of places in source code where this part of a literal stands.
double share_of(std::string_view part) {
  std::size_t last = byte_class(byte_of(part[0]));
  int bits = rarity(kByteRarity, last);
  for (const char c : part.substr(1)) {
    const std::size_t next = byte_class(byte_of(c));
    bits += rarity(kPairRarity[last], next) - rarity(kByteRarity, last);
    last = next;
  }
  return std::ldexp(1.0, -bits);
}

class WindowChoice {
 public:
  WindowChoice(std::string_view literal, const WindowTables& tables)
      : literal_(literal), tables_(tables) {}

  void consider(int offset) {
    find_forms(offset);
    const double cost = cost_of(offset);
    if (!best_.forms.empty() && cost >= lowest_) return;
    lowest_ = cost;
    best_.offset = offset;
    std::swap(best_.forms, forms_);
  }
  LiteralWindow take(WindowTables& tables) && {
    const NextBits next = next_bits(best_.offset);
    const Neighbours beside = neighbours(best_.offset);
    for (const WindowBytes form : best_.forms) {
      NextBits& slot = tables.next[window_slot(form)];
      slot = static_cast<NextBits>(slot | next);
      tables.neighbours[neighbour_slot(form)] |= beside;
    }
    return std::move(best_);
  }

 private:
  bool is_inside(int at) const {
    return at >= 0 && at < static_cast<int>(literal_.size());
  }
  char byte_at(int at) const { return literal_[static_cast<std::size_t>(at)]; }

  void find_forms(int offset) {
    forms_.assign(1, 0);
    for (int i = 0; i < kSize; ++i) {
      const int shift = 8 * i;
      const WindowBytes mask = kWindowMask >> shift & 0xffU;
      if (is_inside(offset + i)) {
        const WindowBytes byte = byte_of(byte_at(offset + i)) & mask;
        for (WindowBytes& form : forms_) form |= byte << shift;
      } else {
        add_any_byte(mask, shift);
      }
    }
  }

  void add_any_byte(WindowBytes mask, int shift) {
    std::vector<WindowBytes> all;
    all.reserve(forms_.size() << static_cast<unsigned>(std::popcount(mask)));
    for (WindowBytes byte = 0; byte <= mask; ++byte) {
      if ((byte & mask) != byte) continue;
      for (const WindowBytes form : forms_) all.push_back(form | byte << shift);
    }
    forms_ = std::move(all);
  }

  // What a window costs for each place that is looked at: a candidate where
  // it stands, or only a comparison more if another literal makes one there
  // anyway; and the chance candidates on the slots that it takes up. What
  // another literal has taken whole is mostly a word that is a literal itself
  // ("token" in "acme_token"), and such words are more frequent than their
  // letters tell.
  double cost_of(int offset) const {
    constexpr double kComparison = 0.3;
    constexpr double kShareOfWord = 1.0 / 16384;
    const NextBits next = next_bits(offset);
    int fresh = 0;
    for (const WindowBytes form : forms_) {
      const unsigned taken = tables_.next[window_slot(form)];
      fresh += std::popcount(next & ~taken);
    }
    const double all =
        static_cast<double>(forms_.size()) * std::popcount(unsigned{next});
    const auto begin = static_cast<std::size_t>(std::max(offset, 0));
    const auto end = static_cast<std::size_t>(std::int64_t{offset} + kNext + 1);
    double share = share_of(literal_.substr(begin, end - begin));
    if (fresh == 0) share = std::max(share, kShareOfWord);
    return share * (kComparison + (1 - kComparison) * fresh / all) +
           fresh / (8.0 * static_cast<double>(kWindowSlots));
  }

  NextBits next_bits(int offset) const {
    return is_inside(offset + kNext) ? next_bit(byte_at(offset + kNext))
                                     : kAnyNext;
  }
  Neighbours neighbours(int offset) const {
    constexpr Neighbours kAnyBehind = 0x0000ffffU;
    constexpr Neighbours kAnyBefore = 0xffff0000U;
    return (is_inside(offset + kBefore)
                ? neighbour_before(byte_at(offset + kBefore))
                : kAnyBefore) |
           (is_inside(offset + kBehind)
                ? neighbour_behind(byte_at(offset + kBehind))
                : kAnyBehind);
  }

  std::string_view literal_;
  const WindowTables& tables_;
  LiteralWindow best_;
  double lowest_ = 0;
  std::vector<WindowBytes> forms_;
};

}  // namespace

LiteralWindow take_window(std::string_view literal, int parity,
                          WindowTables& tables) {
  const int size = static_cast<int>(literal.size());
  WindowChoice choice(literal, tables);
  if (size > kSize) {
    for (int offset = parity; offset + kSize <= size; offset += 2) {
      choice.consider(offset);
    }
  } else if (parity == 0) {
    choice.consider(0);
  } else {
    // Short ones stick out, by as little as possible.
    choice.consider(-1);
    if (size == kSize) choice.consider(1);
  }
  return std::move(choice).take(tables);
}

}  // namespace gitward

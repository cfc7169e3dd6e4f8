#include "match/literal_windows.h"

#include <algorithm>
#include <cmath>

#include "match/byte_rarity.h"

namespace gitward {
namespace {

// The share of places in source code where this part of a literal stands.
double share_of(std::string_view part) {
  const auto rarity = [](std::string_view row, std::size_t column) {
    return row[column] - 'A';
  };
  std::size_t last = byte_class(byte_of(part[0]));
  int bits = rarity(kByteRarity, last);
  for (const char c : part.substr(1)) {
    const std::size_t next = byte_class(byte_of(c));
    bits += rarity(kPairRarity[last], next) - rarity(kByteRarity, last);
    last = next;
  }
  return std::ldexp(1.0, -bits);
}

std::uint32_t hash_of_byte(std::size_t at, unsigned byte) {
  std::array<char, kWindow> window{};
  window[at] = fold(static_cast<char>(byte));
  return window_hash(load<std::uint32_t>(window.data()));
}

LiteralWindow window_at(std::string_view literal, int offset) {
  LiteralWindow window{offset, {0}};
  for (std::size_t i = 0; i < kWindow; ++i) {
    const int at = offset + static_cast<int>(i);
    if (at >= 0 && at < static_cast<int>(literal.size())) {
      const std::uint32_t add =
          hash_of_byte(i, byte_of(literal[static_cast<std::size_t>(at)]));
      for (std::uint32_t& hash : window.hashes) hash += add;
      continue;
    }
    std::vector<std::uint32_t> all;
    for (unsigned byte = 0; byte <= 0x5f; ++byte) {
      if ((byte & 0x20U) != 0) continue;
      for (const std::uint32_t hash : window.hashes) {
        all.push_back(hash + hash_of_byte(i, byte));
      }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    window.hashes = std::move(all);
  }
  return window;
}

// What a window costs for each place that is looked at: a candidate where it
// stands, or only a comparison more if another literal makes one there anyway;
// and the chance candidates on the slots that it takes up.
double cost_of(std::string_view literal, const LiteralWindow& window,
               const SlotMap& slots) {
  constexpr double kComparison = 0.3;
  const auto taken = static_cast<std::size_t>(
      std::count_if(window.hashes.begin(), window.hashes.end(),
                    [&](std::uint32_t hash) { return slots.has(hash); }));
  const auto all = static_cast<double>(window.hashes.size());
  const double fresh = all - static_cast<double>(taken);
  const auto begin = static_cast<std::size_t>(std::max(window.offset, 0));
  const auto end = static_cast<std::size_t>(window.offset) + kWindow;
  return share_of(literal.substr(begin, end - begin)) *
             (kComparison + (1 - kComparison) * fresh / all) +
         std::ldexp(fresh, -static_cast<int>(SlotMap::kBits));
}

}  // namespace

LiteralWindow take_window(std::string_view literal, int parity,
                          SlotMap& slots) {
  const int size = static_cast<int>(literal.size());
  const int window = static_cast<int>(kWindow);
  // A literal of five bytes or more has whole windows of both parities.
  const bool is_short = size <= window;
  LiteralWindow best;
  double lowest = 0;
  const int first = parity == 0 ? 0 : is_short ? -1 : 1;
  for (int offset = first; offset == first || offset + window <= size ||
                           (is_short && offset + window == size + 1);
       offset += 2) {
    LiteralWindow next = window_at(literal, offset);
    const double cost = cost_of(literal, next, slots);
    if (best.hashes.empty() || cost < lowest) {
      lowest = cost;
      best = std::move(next);
    }
  }
  for (const std::uint32_t hash : best.hashes) slots.add(hash);
  return best;
}

}  // namespace gitward

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

constexpr WindowBytes with_byte(std::size_t at, unsigned byte) {
  return WindowBytes{byte} << (8 * at);
}

class WindowChoice {
 public:
  WindowChoice(std::string_view literal, const SlotMap& slots)
      : literal_(literal), slots_(slots) {}

  void consider(int offset) {
    find_forms(offset);
    const double cost = cost_of(offset);
    if (!best_.forms.empty() && cost >= lowest_) return;
    lowest_ = cost;
    best_.offset = offset;
    std::swap(best_.forms, forms_);
  }
  LiteralWindow take(SlotMap& slots) && {
    const SlotMap::Neighbours allowed = neighbours();
    for (const WindowBytes form : best_.forms) slots.add(form, allowed);
    return std::move(best_);
  }

 private:
  bool is_inside(int at) const {
    return at >= 0 && at < static_cast<int>(literal_.size());
  }
  char byte_at(int at) const { return literal_[static_cast<std::size_t>(at)]; }

  void find_forms(int offset) {
    forms_.assign(1, 0);
    for (std::size_t i = 0; i < kWindow; ++i) {
      const int at = offset + static_cast<int>(i);
      if (is_inside(at)) {
        const WindowBytes byte = with_byte(i, byte_of(fold(byte_at(at))));
        for (WindowBytes& form : forms_) form |= byte;
      } else {
        add_any_byte(i);
      }
    }
  }

  void add_any_byte(std::size_t i) {
    std::vector<WindowBytes> all;
    all.reserve(forms_.size() * 64);
    for (unsigned byte = 0; byte <= 0x5f; ++byte) {
      // Bit 5 is folded away; of the last byte, four bits count.
      if ((byte & 0x20U) != 0 || (i + 1 == kWindow && byte > 15)) continue;
      const WindowBytes added = with_byte(i, byte);
      for (const WindowBytes form : forms_) all.push_back(form | added);
    }
    forms_ = std::move(all);
  }

  // What a window costs for each place that is looked at: a candidate where
  // it stands, or only a comparison more if another literal makes one there
  // anyway; and the chance candidates on the slots that it takes up.
  double cost_of(int offset) const {
    constexpr double kComparison = 0.3;
    double fresh = 0;
    for (const WindowBytes form : forms_) {
      fresh += slots_.has(window_hash(form)) ? 0 : 1;
    }
    const auto all = static_cast<double>(forms_.size());
    const auto begin = static_cast<std::size_t>(std::max(offset, 0));
    const auto end = static_cast<std::size_t>(offset) + kWindow;
    return share_of(literal_.substr(begin, end - begin)) *
               (kComparison + (1 - kComparison) * fresh / all) +
           std::ldexp(fresh, -static_cast<int>(SlotMap::kBits));
  }

  SlotMap::Neighbours neighbours() const {
    const int before = best_.offset - 1;
    const int after = best_.offset + static_cast<int>(kWindow);
    return (is_inside(before) ? SlotMap::previous(byte_at(before))
                              : SlotMap::kAnyPrevious) |
           (is_inside(after) ? SlotMap::next(byte_at(after))
                             : SlotMap::kAnyNext);
  }

  std::string_view literal_;
  const SlotMap& slots_;
  LiteralWindow best_;
  double lowest_ = 0;
  std::vector<WindowBytes> forms_;
};

}  // namespace

LiteralWindow take_window(std::string_view literal, int parity,
                          SlotMap& slots) {
  const int size = static_cast<int>(literal.size());
  const int window = static_cast<int>(kWindow);
  WindowChoice choice(literal, slots);
  if (size > window) {
    for (int offset = parity; offset + window <= size; offset += 2) {
      choice.consider(offset);
    }
  } else if (parity == 0) {
    choice.consider(0);
  } else {
    // Short ones stick out, by as little as possible.
    choice.consider(-1);
    if (size == window) choice.consider(1);
  }
  return std::move(choice).take(slots);
}

}  // namespace gitward

// What a first look takes in.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "judge/feature_numbers.h"
#include "judge/features.h"
#include "judge/key_name.h"
#include "judge/key_value_reader.h"
#include "judge/language.h"
#include "judge/value_look.h"

namespace gitward {
namespace {

// log2 of n in 1/1024 bits, from integers alone: the same on every machine.
constexpr int log2_of(std::size_t n) {
  int whole = 0;
  while (n >> (whole + 1) != 0) ++whole;
  std::uint64_t x = (std::uint64_t{n} << 31) >> whole;  // In [1, 2), 31 bits.
  int log = whole << 10;
  for (int bit = 9; bit >= 0; --bit) {
    x = (x * x) >> 31;
    if (x >= std::uint64_t{2} << 31) {
      x >>= 1;
      log += 1 << bit;
    }
  }
  return log;
}

// Of all sizes that a value, or a part of it, can have.
constexpr auto kLogs = [] {
  std::array<std::int16_t, kLongestValue + 1> logs{};
  for (std::size_t n = 1; n < logs.size(); ++n) {
    logs[n] = static_cast<std::int16_t>(log2_of(n));
  }
  return logs;
}();

// What is counted of the characters of a value.
enum Count : std::size_t {
  kOfClass,  // And the other three classes.
  kVowels = 4,
  kNonAscii,
  kSpaces,
  kSeparators,
  kBrackets,
  kEscapes,
  kCounts
};

// For each byte, a bit for each count that it adds to.
constexpr auto kCountedAs = [] {
  std::array<std::uint16_t, 256> bits{};
  for (std::size_t byte = 0; byte < bits.size(); ++byte) {
    const char c = static_cast<char>(byte);
    const auto add = [&](std::size_t count, bool counts) {
      if (counts) bits[byte] |= static_cast<std::uint16_t>(1U << count);
    };
    add(kOfClass + static_cast<std::size_t>(class_of(c)), true);
    add(kVowels, is_vowel(c));
    add(kNonAscii, byte >= 0x80);
    add(kSpaces, c == ' ');
    add(kSeparators, is_one_of<'-', '_', '.', '/', ':', ' '>(c));
    add(kBrackets,
        is_one_of<'(', ')', '[', ']', '{', '}', '<', '>', '$', '%'>(c));
    add(kEscapes, c == '\\');
  }
  return bits;
}();

long position_in(std::string_view all, char c) {
  const std::size_t at = all.find(c);
  return at == ByteView::npos ? static_cast<long>(all.size()) + 1
                              : static_cast<long>(at) + 1;
}

}  // namespace

const Features& FeatureMaker::first() {
  count_characters();
  letters();
  kind();
  key();
  neighbours();
  return features_;
}

void FeatureMaker::count_characters() {
  std::array<std::uint16_t, 256> count{};
  std::array<int, kCounts> counts{};
  for (const char c : value_) ++count[byte_of(c)];
  const std::size_t size = value_.size();
  long distinct = 0;
  long symbols = 0;
  int most = 0;
  std::int64_t sum = 0;
  for (const char c : value_) {
    const int n = std::exchange(count[byte_of(c)], std::uint16_t{0});
    if (n == 0) continue;
    for (unsigned as = kCountedAs[byte_of(c)]; as != 0; as &= as - 1) {
      counts[static_cast<std::size_t>(std::countr_zero(as))] += n;
    }
    ++distinct;
    symbols += class_of(c) == kSymbol ? 1 : 0;
    most = std::max(most, n);
    sum += std::int64_t{n} * kLogs[static_cast<std::size_t>(n)];
  }
  const long entropy = kLogs[size] - sum / static_cast<std::int64_t>(size);
  const long possible = std::max<long>(1, kLogs[size]);
  set(Feature::length, static_cast<long>(size));
  at(Feature::lower_share) = share(counts[kLower], size);
  at(Feature::upper_share) = share(counts[kUpper], size);
  at(Feature::digit_share) = share(counts[kDigit], size);
  at(Feature::symbol_share) = share(counts[kSymbol], size);
  set(Feature::distinct, distinct);
  set(Feature::entropy, entropy * 100 / 1024);
  set(Feature::entropy_of_most, entropy * 100 / possible);
  set(Feature::distinct_symbols, symbols);
  at(Feature::most_frequent) = share(most, size);
  const int letters = counts[kLower] + counts[kUpper];
  at(Feature::vowel_share) =
      share(counts[kVowels], static_cast<std::size_t>(letters));
  set(Feature::non_ascii, counts[kNonAscii]);
  set(Feature::spaces, counts[kSpaces]);
  set(Feature::separators, counts[kSeparators]);
  set(Feature::brackets, counts[kBrackets]);
  set(Feature::escapes, counts[kEscapes]);
  set(Feature::first_class, class_of(value_.front()));
  set(Feature::last_class, class_of(value_.back()));
  set(Feature::length_mod_4, static_cast<long>(size % 4));
  set(Feature::round_length, size == 16 || size == 20 || size == 24 ||
                                     size == 32 || size == 40 || size == 48 ||
                                     size == 64 || size == 128
                                 ? 1
                                 : 0);
}

void FeatureMaker::letters() {
  const LetterCosts costs = letter_costs(value_);
  set(Feature::letters, costs.letters);
  set(Feature::mean_cost, costs.mean);
  set(Feature::worst_cost, costs.worst);
  set(Feature::best_cost, costs.best);
}

void FeatureMaker::kind() {
  const ByteView v = value_;
  const unsigned made_of = kinds_in(v);
  set(Feature::alphabet, alphabet_of(made_of));
  set(Feature::looks_like, look_of(v, made_of));

  set(Feature::identifier, identifier_of(v, made_of));
  const std::size_t begins =
      std::string_view("$%<{&@*([.!#:/-").find(v.front());
  set(Feature::begins_as_reference,
      begins == ByteView::npos ? 0 : static_cast<long>(begins) + 1);
  const std::size_t ends = std::string_view("}>)]%;,.:!?").find(v.back());
  set(Feature::ends_as_reference,
      ends == ByteView::npos ? 0 : static_cast<long>(ends) + 1);
}

void FeatureMaker::key() {
  const KeyName name = read_key_name(text_, candidate_.key, candidate_.word);
  set(Feature::key_kind, static_cast<long>(name.kind));
  set(Feature::key_ending, static_cast<long>(name.ending));
  set(Feature::key_words, name.words);
  set(Feature::key_after, name.after);
  set(Feature::key_harmless, name.harmless ? 1 : 0);
  set(Feature::key_serious, name.serious ? 1 : 0);
  set(Feature::key_asks, name.asks ? 1 : 0);
  set(Feature::key_upper, name.upper ? 1 : 0);
  set(Feature::key_camel, name.camel ? 1 : 0);
  set(Feature::key_dotted, name.dotted ? 1 : 0);
  set(Feature::key_length, static_cast<long>(candidate_.key.size()));
  set(Feature::form, static_cast<long>(candidate_.form));
  set(Feature::quote, static_cast<long>(candidate_.quote));
  set(Feature::wrapped, candidate_.wrapped ? 1 : 0);
  set(Feature::next_line, candidate_.next_line ? 1 : 0);
}

void FeatureMaker::neighbours() {
  const ByteRange key = candidate_.key;
  const ByteRange value = candidate_.value;
  set(Feature::before_key,
      key.begin == 0
          ? 0
          : position_in("\n \t\"'`-<>.$({[_&?@/:#", text_[key.begin - 1]));
  std::size_t after = value.end;
  while (after < text_.size() && after < value.end + 4 &&
         (is_quote(text_[after]) || text_[after] == '\\')) {
    ++after;
  }
  set(Feature::after_value,
      after >= text_.size() ? 0
                            : position_in("\n\r,; )}].+<:&|(", text_[after]));
  std::size_t call = after;
  while (call < text_.size() && call < after + 4 && is_blank(text_[call]))
    ++call;
  set(Feature::call_after,
      call < text_.size() && (text_[call] == '+' || text_[call] == '.' ||
                              text_[call] == '(' || text_[call] == '[')
          ? 1
          : 0);
  set(Feature::gap,
      value.begin > key.end
          ? std::min<long>(static_cast<long>(value.begin - key.end), 99)
          : 0);
}

}  // namespace gitward

#include "decode/digit_blocks.h"

#include <cstring>

#include "decode/coding.h"

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

namespace gitward {
namespace {

constexpr std::size_t kStep = 128;
constexpr std::size_t kChunk = 16;

std::uint32_t digit_blocks_plain(const char* bytes) {
  std::uint32_t blocks = 0;
  for (std::size_t i = 0; i < kStep; ++i) {
    if (!is_base64_digit(bytes[i])) {
      i |= kDigitBlock - 1;
    } else if (i % kDigitBlock == kDigitBlock - 1) {
      blocks |= std::uint32_t{1} << i / kDigitBlock;
    }
  }
  return blocks;
}

#if defined(__x86_64__)
// What is no digit, by the high and the low half of a byte: a bit for each way
// to be none, in both tables.
constexpr std::array<char, 16> kNoneByHigh = {
    0x01, 0x01, 0x02, 0x04, 0x08, 0x10, 0x08, 0x20,
    0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01};
constexpr std::array<char, 16> none_by_low() {
  std::array<char, 16> table{};
  for (unsigned low = 0; low < table.size(); ++low) {
    unsigned bits = 0x01;
    if (low != 0xb && low != 0xd && low != 0xf) bits |= 0x02;  // + - /
    if (low > 9) bits |= 0x04;                                 // 0 to 9
    if (low == 0) bits |= 0x08;                                // A to O
    if (low > 0xa && low < 0xf) bits |= 0x10;                  // P to Z, _
    if (low > 0xa) bits |= 0x20;                               // p to z
    table[low] = static_cast<char>(bits);
  }
  return table;
}
constexpr std::array<char, 16> kNoneByLow = none_by_low();

[[gnu::target("avx2")]] inline __m256i twice(const std::array<char, 16>& half) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(half.data())));
}

// Which of the blocks of 128 bytes are digits, as 32 bits.
[[gnu::target("avx2")]] std::uint32_t digit_blocks_avx2(const char* bytes) {
  constexpr std::size_t kVector = 32;
  const __m256i by_low = twice(kNoneByLow);
  const __m256i by_high = twice(kNoneByHigh);
  const __m256i half = _mm256_set1_epi8(0x0f);
  // Packing works within each half of a vector.
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  const auto blocks = [&](std::size_t at) __attribute__((target("avx2"))) {
    const __m256i vector =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + at));
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(vector, 4), half);
    const __m256i low = _mm256_and_si256(vector, half);
    const __m256i none = _mm256_and_si256(_mm256_shuffle_epi8(by_low, low),
                                          _mm256_shuffle_epi8(by_high, high));
    return _mm256_cmpeq_epi32(none, _mm256_setzero_si256());
  };
  const __m256i packed = _mm256_packs_epi16(
      _mm256_packs_epi32(blocks(0), blocks(kVector)),
      _mm256_packs_epi32(blocks(2 * kVector), blocks(3 * kVector)));
  return static_cast<std::uint32_t>(
      _mm256_movemask_epi8(_mm256_permutevar8x32_epi32(packed, order)));
}
#endif

// Which of the blocks of 128 bytes are digits, as 32 bits.
using DigitBlocks = std::uint32_t (*)(const char* bytes);

DigitBlocks digit_blocks_of_machine() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) return digit_blocks_avx2;
#endif
  return digit_blocks_plain;
}

// What sixteen bytes may be part of.
struct Likely {
  std::size_t digits = 0;  // How many are base64 digits, from the first on.
  bool base64 = false;
  bool hex = false;
};

#if defined(__x86_64__)
__m128i between(__m128i bytes, char low, char high) {
  return _mm_and_si128(
      _mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(low - 1))),
      _mm_cmpgt_epi8(_mm_set1_epi8(static_cast<char>(high + 1)), bytes));
}
unsigned mask_of(__m128i bytes) {
  return static_cast<unsigned>(_mm_movemask_epi8(bytes));
}

Likely likely_at(const char* chunk) {
  const __m128i bytes =
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(chunk));
  const auto is = [&](char c) {
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
  };
  const __m128i upper = between(bytes, 'A', 'Z');
  const __m128i lower = between(bytes, 'a', 'z');
  const __m128i number = between(bytes, '0', '9');
  const __m128i signs = _mm_or_si128(_mm_or_si128(is('+'), is('/')),
                                     _mm_or_si128(is('-'), is('_')));
  const __m128i digits =
      _mm_or_si128(_mm_or_si128(upper, lower), _mm_or_si128(number, signs));
  Likely likely;
  likely.digits = static_cast<std::size_t>(__builtin_ctz(~mask_of(digits)));
  if (likely.digits < kChunk) return likely;
  const __m128i first_lower = between(bytes, 'a', 'f');
  const unsigned lead = mask_of(_mm_or_si128(upper, first_lower));
  likely.base64 = (lead & lead >> 4U & lead >> 8U & lead >> 12U & 0xfU) != 0;
  const __m128i hex =
      _mm_or_si128(number, _mm_or_si128(first_lower, between(bytes, 'A', 'F')));
  if (mask_of(hex) == 0xffffU) {
    const unsigned high =
        mask_of(_mm_or_si128(is('0'), between(bytes, '2', '7')));
    likely.hex = (high & 0x5555U) == 0x5555U || (high & 0xaaaaU) == 0xaaaaU;
  }
  return likely;
}
#else
Likely likely_at(const char* chunk) {
  unsigned lead = 0;
  unsigned high = 0;
  bool hex = true;
  for (unsigned i = 0; i < kChunk; ++i) {
    const char c = chunk[i];
    const int digit = base64_digit(c);
    if (digit < 0) return {i, false, false};
    if (digit < 32) lead |= 1U << i;
    hex = hex && hex_digit(c) >= 0;
    if (c == '0' || (c >= '2' && c <= '7')) high |= 1U << i;
  }
  Likely likely;
  likely.digits = kChunk;
  likely.base64 = (lead & lead >> 4U & lead >> 8U & lead >> 12U & 0xfU) != 0;
  likely.hex =
      hex && ((high & 0x5555U) == 0x5555U || (high & 0xaaaaU) == 0xaaaaU);
  return likely;
}
#endif

}  // namespace

BlockRows::BlockRows(ByteView text, ByteRange window)
    : text_(text),
      end_(window.end),
      next_(window.begin / kDigitBlock * kDigitBlock) {}

std::size_t BlockRows::next(std::size_t from) {
  while (true) {
    if (from + kCarriedBytes > step_) {
      const std::size_t passed = (from + kCarriedBytes - step_) / kDigitBlock;
      rows_ = passed < 64 ? rows_ >> passed << passed : 0;
    }
    if (rows_ != 0) {
      const auto row = static_cast<std::size_t>(__builtin_ctzll(rows_));
      return step_ + kDigitBlock * row - kCarriedBytes;
    }
    if (from > next_) {
      next_ = from;
      carried_ = 0;
    }
    if (!read()) return end_;
  }
}

// The next steps until there are rows; false if there are none.
bool BlockRows::read() {
  static const DigitBlocks digit_blocks = digit_blocks_of_machine();
  while (next_ < end_ + kCarriedBytes && next_ < text_.size()) {
    std::uint32_t blocks = 0;
    if (text_.size() - next_ >= kStep) {
      blocks = digit_blocks(text_.data() + next_);
    } else {
      // The last bytes of the text, and zeros.
      std::array<char, kStep> rest{};
      std::memcpy(rest.data(), text_.data() + next_, text_.size() - next_);
      blocks = digit_blocks(rest.data());
    }
    const std::uint64_t all = std::uint64_t{blocks} << kCarried | carried_;
    rows_ = all & all >> 1U;
    rows_ &= rows_ >> 2U;
    rows_ &= all >> 4U;
    carried_ = all >> kStep / kDigitBlock;
    step_ = next_;
    next_ += kStep;
    if (rows_ != 0) return true;
  }
  return false;
}

SeenDigits see_digits(ByteView text, std::size_t begin) {
  SeenDigits seen{begin};
  // Each eighth digit begins a chunk: 24 digits hold a whole one.
  for (; seen.end + kChunk <= text.size(); seen.end += kChunk / 2) {
    const Likely likely = likely_at(text.data() + seen.end);
    seen.base64 = seen.base64 || likely.base64;
    seen.hex = seen.hex || likely.hex;
    if (likely.digits < kChunk) {
      seen.end += likely.digits;
      return seen;
    }
  }
  while (seen.end < text.size() && is_base64_digit(text[seen.end])) ++seen.end;
  return seen;
}

}  // namespace gitward

#include "decode/digit_runs.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

#include "base/text.h"
#include "decode/line_ends.h"

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

namespace gitward {
namespace {

constexpr std::size_t kBlock = 4;
constexpr std::size_t kBlocks = 5;
constexpr std::size_t kStep = 128;
constexpr std::size_t kChunk = 16;
constexpr std::size_t kTextDigits = 24;  // In a row that mean text.
constexpr std::size_t kTextHexDigits = 32;
// A shorter piece is not continued in the next line.
constexpr std::size_t kShortestLine = 32;
constexpr std::size_t kLongestJoint = 100;

bool is_digit(char c) {
  return base64_digit(c) >= 0;
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
[[gnu::target("avx2")]] inline std::uint32_t digit_blocks_avx2(
    const char* bytes) {
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

std::uint32_t digit_blocks(const char* bytes) {
  std::uint32_t blocks = 0;
  for (std::size_t i = 0; i < kStep; ++i) {
    if (!is_digit(bytes[i])) {
      i |= kBlock - 1;
    } else if (i % kBlock == kBlock - 1) {
      blocks |= std::uint32_t{1} << i / kBlock;
    }
  }
  return blocks;
}

// Finds where five blocks of four digits each begin, in steps of four bytes:
// 128 bytes at a time, so that what a step gave is used up before the next.
class BlockRows {
 public:
  // Those that begin in the window.
  BlockRows(ByteView text, ByteRange window)
      : text_(text), end_(window.end), next_(window.begin / kBlock * kBlock) {}

  // The first at or after `from`, which is a multiple of four and never less
  // than before; the window's end or more if there is none.
  std::size_t next(std::size_t from) {
    while (true) {
      if (from + kCarriedBytes > step_) {
        const std::size_t passed = (from + kCarriedBytes - step_) / kBlock;
        rows_ = passed < 64 ? rows_ >> passed << passed : 0;
      }
      if (rows_ != 0) {
        const auto row = static_cast<std::size_t>(__builtin_ctzll(rows_));
        return step_ + kBlock * row - kCarriedBytes;
      }
      if (from > next_) {
        next_ = from;
        carried_ = 0;
      }
      if (!read()) return end_;
    }
  }

 private:
  static constexpr unsigned kCarried = kBlocks - 1;
  static constexpr std::size_t kCarriedBytes = kBlock * kCarried;

  // The next steps until there are rows; false if there are none.
  bool read() {
#if defined(__x86_64__)
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx2) return read_avx2();
#endif
    while (next_ < end_ + kCarriedBytes && next_ < text_.size()) {
      if (take(text_.size() - next_ < kStep
                   ? digit_blocks(rest().data())
                   : digit_blocks(text_.data() + next_))) {
        return true;
      }
    }
    return false;
  }

#if defined(__x86_64__)
  [[gnu::target("avx2")]] bool read_avx2() {
    while (next_ < end_ + kCarriedBytes && next_ < text_.size()) {
      if (take(text_.size() - next_ < kStep
                   ? digit_blocks_avx2(rest().data())
                   : digit_blocks_avx2(text_.data() + next_))) {
        return true;
      }
    }
    return false;
  }
#endif

  // The last bytes of the text, and zeros.
  std::array<char, kStep> rest() const {
    std::array<char, kStep> bytes{};
    std::memcpy(bytes.data(), text_.data() + next_, text_.size() - next_);
    return bytes;
  }

  bool take(std::uint32_t blocks) {
    const std::uint64_t all = std::uint64_t{blocks} << kCarried | carried_;
    rows_ = all & all >> 1U;
    rows_ &= rows_ >> 2U;
    rows_ &= all >> 4U;
    carried_ = all >> kStep / kBlock;
    step_ = next_;
    next_ += kStep;
    return rows_ != 0;
  }

  ByteView text_;
  std::size_t end_;
  std::size_t next_;           // What is not yet read.
  std::size_t step_ = 0;       // What was read last, and its rows: the first
  std::uint64_t rows_ = 0;     // bits are of the blocks before it.
  std::uint64_t carried_ = 0;  // The last blocks before `next_`.
};

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

// Stretches and joints

bool is_escaped_letter(ByteView text, std::size_t at) {
  const char c = text[at];
  return at > 0 && text[at - 1] == '\\' && (c == 'n' || c == 'r' || c == 't');
}

// The stretch that holds this digit. A letter that a backslash takes is none.
ByteRange stretch_at(ByteView text, std::size_t at) {
  ByteRange range{at, at};
  while (range.begin > 0 && is_digit(text[range.begin - 1])) --range.begin;
  while (range.end < text.size() && is_digit(text[range.end])) ++range.end;
  if (!range.empty() && is_escaped_letter(text, range.begin)) ++range.begin;
  return range;
}

bool is_joint_sign(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' ||
         c == '\'' || c == ',' || c == '\\' || c == '.' || c == '&';
}

// A plus between two strings is no digit.
bool is_lone_plus(ByteView text, std::size_t at) {
  return text[at] == '+' && (at == 0 || !is_digit(text[at - 1])) &&
         (at + 1 == text.size() || !is_digit(text[at + 1]));
}

bool is_in_joint(ByteView text, std::size_t at) {
  return is_joint_sign(text[at]) || is_escaped_letter(text, at) ||
         is_lone_plus(text, at);
}

// Whether what is between two stretches ends a line, or would if it were
// written.
bool ends_line(ByteView text, ByteRange joint) {
  const ByteView between = joint.of(text);
  if (between.find('\n') != ByteView::npos) return true;
  return between.find("\\n") != ByteView::npos;
}

bool may_continue(ByteView text, ByteRange piece) {
  return piece.size() >= kShortestLine &&
         (piece.end == text.size() || text[piece.end] != '=');
}

std::optional<ByteRange> piece_behind(ByteView text, ByteRange piece) {
  if (!may_continue(text, piece)) return std::nullopt;
  std::size_t at = piece.end;
  const std::size_t limit = at + std::min(kLongestJoint, text.size() - at);
  while (at < limit && is_in_joint(text, at)) ++at;
  if (at == limit || !is_digit(text[at])) return std::nullopt;
  if (!ends_line(text, {piece.end, at})) return std::nullopt;
  const ByteRange next = stretch_at(text, at);
  if (next.begin != at || next.empty()) return std::nullopt;
  return next;
}

std::optional<ByteRange> piece_before(ByteView text, ByteRange piece) {
  std::size_t at = piece.begin;
  const std::size_t limit = at > kLongestJoint ? at - kLongestJoint : 0;
  while (at > limit && is_in_joint(text, at - 1)) --at;
  if (at == limit || at == piece.begin || !is_digit(text[at - 1])) {
    return std::nullopt;
  }
  const ByteRange before = stretch_at(text, at - 1);
  if (before.empty()) return std::nullopt;
  const auto behind = piece_behind(text, before);
  if (!behind || behind->begin != piece.begin) return std::nullopt;
  return before;
}

// What digits mean

bool is_text_byte(unsigned byte) {
  return (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);
}

// What a group of four digits can be part of: text of one byte a character,
// or of two (UTF-16), with its zeros at both ends of the group or inside.
enum class Group { kOther, kNarrow, kZeroEnds, kZeroInside };

Group group_at(ByteView text, std::size_t at) {
  const auto digit = [&](std::size_t i) {
    return static_cast<unsigned>(base64_digit(text[at + i]));
  };
  const unsigned first = digit(0) << 2U | digit(1) >> 4U;
  if (first >= 0x7f) return Group::kOther;
  const unsigned second = (digit(1) << 4U | digit(2) >> 2U) & 0xffU;
  const unsigned third = (digit(2) << 6U | digit(3)) & 0xffU;
  if (is_text_byte(second)) {
    if (is_text_byte(first) && is_text_byte(third)) return Group::kNarrow;
    if (first == 0 && third == 0) return Group::kZeroEnds;
  } else if (second == 0 && is_text_byte(first) && is_text_byte(third)) {
    return Group::kZeroInside;
  }
  return Group::kOther;
}

// Whether the second may stand behind the first.
bool go_together(Group first, Group second) {
  switch (first) {
    case Group::kOther:
      return false;
    case Group::kNarrow:
      return second == Group::kNarrow;
    case Group::kZeroEnds:
      return second == Group::kZeroInside;
    case Group::kZeroInside:
      return second == Group::kZeroEnds;
  }
  return false;
}

// The begin of the first digits in a row that mean text, of those that stand
// any number of digits from the stretch's begin. Looks at the last group of a
// row first: most are none, and then no row holds it.
std::optional<std::size_t> base64_text_in(ByteView text, ByteRange stretch) {
  constexpr std::size_t kBack = kTextDigits - 4;
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::size_t first = stretch.begin + shift;
    while (first + kTextDigits <= stretch.end) {
      std::size_t at = first + kBack;
      Group group = group_at(text, at);
      if (group == Group::kOther) {
        first = at + 4;
        continue;
      }
      while (at > first) {
        const Group before = group_at(text, at - 4);
        if (!go_together(before, group)) break;
        group = before;
        at -= 4;
      }
      if (at == first) return first;
      first = at;
    }
  }
  return std::nullopt;
}

bool begins_compressed(ByteView digits) {
  if (digits.starts_with("H4sI")) return true;
  if (digits.size() < 3 || digits[0] != 'e') return false;
  const char a = digits[1];
  const char b = digits[2];
  return (a == 'J' && b >= 'w' && b <= 'z') ||
         (a == 'N' && b >= 'o' && b <= 'r') ||
         (a == 'A' && b >= 'E' && b <= 'H') ||
         (a == 'F' && b >= '4' && b <= '7');
}

std::optional<ByteRange> hex_text_in(ByteView text, ByteRange range) {
  for (std::size_t shift = 0; shift < 2; ++shift) {
    std::size_t in_a_row = 0;
    for (std::size_t i = range.begin + shift; i + 2 <= range.end; i += 2) {
      const unsigned byte = static_cast<unsigned>(hex_digit(text[i])) << 4U |
                            static_cast<unsigned>(hex_digit(text[i + 1]));
      in_a_row = is_text_byte(byte) ? in_a_row + 2 : 0;
      if (in_a_row >= kTextHexDigits) {
        return ByteRange{range.begin + shift, range.end};
      }
    }
  }
  return std::nullopt;
}

// The run of a stretch, from the digit on that begins a group with `aligned`.
// A compressed stream begins with its stretch.
DigitRun run_of(ByteView text, ByteRange stretch, std::size_t aligned,
                bool goes_back) {
  DigitRun run;
  run.pieces.push_back(stretch);
  while (goes_back) {
    const auto before = piece_before(text, run.pieces.back());
    if (!before) break;
    run.pieces.push_back(*before);
  }
  std::reverse(run.pieces.begin(), run.pieces.end());
  std::size_t digits = aligned - stretch.begin;
  for (const ByteRange& piece : run.pieces) {
    if (piece.begin < stretch.begin) digits += piece.size();
  }
  run.pieces.front().begin += std::min(digits % 4, run.pieces.front().size());
  if (run.pieces.front().empty()) run.pieces.erase(run.pieces.begin());
  while (const auto behind = piece_behind(text, run.pieces.back())) {
    run.pieces.push_back(*behind);
  }
  return run;
}

class RunFinder {
 public:
  RunFinder(ByteView text, ByteRange window) : text_(text), window_(window) {}

  std::vector<DigitRun> find() {
    BlockRows rows(text_, window_);
    std::size_t from = window_.begin / kBlock * kBlock;
    while (true) {
      const std::size_t blocks = rows.next(from);
      if (blocks >= window_.end) break;
      const std::size_t end = look_at(blocks);
      from = std::max(end, blocks + kBlock) / kBlock * kBlock;
    }
    return std::move(runs_);
  }

 private:
  // Looks at the stretch there; returns where to go on.
  std::size_t look_at(std::size_t blocks) {
    // Rows are found by blocks: one of a stretch that was looked at may be
    // next.
    if (blocks < looked_) return looked_;
    std::size_t begin = blocks;
    while (begin > 0 && is_digit(text_[begin - 1])) --begin;
    // From the stretch's beginning on, so that what is found depends on it
    // alone.
    std::size_t end = begin;
    bool base64 = false;
    bool hex = false;
    // Each eighth digit begins a chunk: 24 digits hold a whole one.
    for (; end + kChunk <= text_.size(); end += kChunk / 2) {
      const Likely likely = likely_at(text_.data() + end);
      base64 = base64 || likely.base64;
      hex = hex || likely.hex;
      if (likely.digits < kChunk) {
        end += likely.digits;
        break;
      }
    }
    while (end < text_.size() && is_digit(text_[end])) ++end;
    looked_ = end;
    if (end - begin < kTextDigits) return end;
    if (is_escaped_letter(text_, begin)) ++begin;
    const ByteRange stretch{begin, end};
    if (begins_compressed(stretch.of(text_))) {
      return add(run_of(text_, stretch, begin, false));
    }
    if (base64) {
      if (const auto aligned = base64_text_in(text_, stretch)) {
        return add(run_of(text_, stretch, *aligned, true));
      }
    }
    if (hex) look_for_hex(stretch);
    return end;
  }

  void look_for_hex(ByteRange stretch) {
    std::size_t at = stretch.begin;
    while (at < stretch.end) {
      std::size_t end = at;
      while (end < stretch.end && hex_digit(text_[end]) >= 0) ++end;
      if (const auto range = hex_text_in(text_, {at, end})) {
        add({Coding::kHex, {*range}});
      }
      at = end + 1;
    }
  }

  // Returns where the run ends.
  std::size_t add(DigitRun run) {
    runs_.push_back(std::move(run));
    return runs_.back().range().end;
  }

  ByteView text_;
  ByteRange window_;
  std::vector<DigitRun> runs_;
  std::size_t looked_ = 0;  // The end of the stretch that was looked at last.
};

// The window with what its bytes can be context of. It is more than a stretch
// that is too short to go on in the next line: so what joins the window's
// stretches to others, or did before it was changed, begins or ends at an end
// of this.
ByteRange with_lines(ByteView text, ByteRange window) {
  constexpr std::size_t kFar = kDigitContext + 1;
  static_assert(kFar > kShortestLine + kLongestJoint);
  const std::size_t room = text.size() - window.end;
  return {behind_last_line_end(text, window.begin,
                               window.begin - std::min(window.begin, kFar)),
          next_line_end(text, window.end, window.end + std::min(room, kFar))};
}

}  // namespace

std::vector<DigitRun> find_digit_runs(ByteView text) {
  return RunFinder(text, {0, text.size()}).find();
}

std::vector<DigitRun> find_digit_runs_near(ByteView text, ByteRange window) {
  window = with_lines(text, window);
  ByteRange range = window;
  const auto stretch_touching = [&](std::size_t at) {
    if (at < text.size() && is_digit(text[at])) return stretch_at(text, at);
    if (at > 0 && is_digit(text[at - 1])) return stretch_at(text, at - 1);
    return ByteRange{at, at};
  };
  // Or beyond what may join two stretches.
  std::size_t begin = window.begin;
  while (begin > 0 && window.begin - begin < kLongestJoint &&
         is_in_joint(text, begin - 1)) {
    --begin;
  }
  ByteRange first = stretch_touching(begin);
  range.begin = std::min(range.begin, first.begin);
  while (!first.empty()) {
    const auto before = piece_before(text, first);
    if (!before) break;
    first = *before;
    range.begin = first.begin;
  }
  std::size_t end = window.end;
  while (end < text.size() && end - window.end < kLongestJoint &&
         is_in_joint(text, end)) {
    ++end;
  }
  ByteRange last = stretch_touching(end);
  range.end = std::max(range.end, last.end);
  while (!last.empty()) {
    const auto behind = piece_behind(text, last);
    if (!behind) break;
    last = *behind;
    range.end = last.end;
  }
  return RunFinder(text, range).find();
}

bool is_base64(ByteView text) {
  const std::size_t end = text.find_last_not_of('=') + 1;
  return end >= 4 && text.size() - end <= 2 && end % 4 != 1 &&
         std::all_of(text.begin(),
                     text.begin() + static_cast<std::ptrdiff_t>(end), is_digit);
}

ByteRange encoded_range(ByteView text, const DigitRun& run) {
  ByteRange range = run.range();
  const std::size_t most = std::min(range.end + 2, text.size());
  while (run.coding == Coding::kBase64 && range.end < most &&
         text[range.end] == '=') {
    ++range.end;
  }
  return range;
}

DecodedText decode_digits(ByteView text, const DigitRun& run) {
  const ByteRange range = run.range();
  const auto ends_a_line = [&](std::size_t at) {
    return text[at] == '\n' || text[at] == '\r';
  };
  std::size_t begin = range.begin;
  while (begin > 0 && range.begin - begin < kDigitContext &&
         !ends_a_line(begin - 1)) {
    --begin;
  }
  const std::size_t behind = encoded_range(text, run).end;
  std::size_t end = behind;
  while (end < text.size() && end - behind < kDigitContext &&
         !ends_a_line(end)) {
    ++end;
  }
  DecodedText decoded;
  decoded.add_verbatim(text, {begin, range.begin});
  decoded.add_digits(text, run.pieces, run.coding == Coding::kHex ? 4 : 6);
  decoded.add_verbatim(text, {behind, end});
  return decoded;
}

bool is_plain_text(ByteView bytes) {
  return std::none_of(bytes.begin(), bytes.end(),
                      [](char c) {
                        const auto byte = byte_of(c);
                        return byte == 0x7f ||
                               (byte < 0x20 && !is_text_byte(byte));
                      }) &&
         is_valid_utf8(bytes);
}

}  // namespace gitward

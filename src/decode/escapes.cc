#include "decode/escapes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "decode/line_ends.h"

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

namespace gitward {
namespace {

// How far a line is read around a trigger.
constexpr std::size_t kFar = 512;
constexpr std::size_t kLongestEscape = 10;  // &#1114111; or \u{10ffff}

// In order of their kinds. Percent: what separates the parts of URLs, queries
// and headers, and what is encoded twice. Backslash: what stands for ASCII;
// "\0" to "\03" are control characters.
constexpr std::array<std::string_view, kEscapeTriggers> kTriggers = {
    "%3a",  "%3d",  "%2f",   "%40",  "%26",     "%22",   "%5f",    "%7b",
    "%0a",  "%25",  "\\u00", "\\x2", "\\x3",    "\\x4",  "\\x5",   "\\x6",
    "\\x7", "\\05", "\\07",  "\\13", ":\\/\\/", "&amp;", "&quot;", "&#x",
    "&#3",  "&#4",  "&#5",   "&#6",  "&#9",     "=3d"};
constexpr std::size_t kFirstEscape = 10;
constexpr std::size_t kFirstHtml = 21;
constexpr std::size_t kFirstQuotedPrintable = 29;

// The kinds of beginnings of two bytes, a bit each: a trigger begins with one
// byte of the first kind and one of the second of the same bit, in either case.
struct Beginning {
  std::string_view first;
  std::string_view second;
};
constexpr std::array<Beginning, 7> kBeginnings = {{{"%", "023457"},
                                                   {"\\", "uUxX"},
                                                   {"\\", "01"},
                                                   {":", "\\"},
                                                   {"&", "aAqQ"},
                                                   {"&", "#"},
                                                   {"=", "3"}}};

constexpr bool every_trigger_has_its_beginning() {
  for (const std::string_view trigger : kTriggers) {
    bool found = false;
    for (const Beginning& beginning : kBeginnings) {
      found = found ||
              (beginning.first[0] == trigger[0] &&
               beginning.second.find(trigger[1]) != std::string_view::npos);
    }
    if (!found) return false;
  }
  return true;
}
static_assert(every_trigger_has_its_beginning());

// The bits of each byte as the first and as the second of a trigger.
using BeginningTable = std::array<std::uint8_t, 256>;
constexpr BeginningTable beginning_table(std::string_view Beginning::*which) {
  BeginningTable table{};
  for (unsigned i = 0; i < kBeginnings.size(); ++i) {
    for (const char c : kBeginnings.at(i).*which) {
      table[byte_of(c)] |= static_cast<std::uint8_t>(1U << i);
    }
  }
  return table;
}
constexpr BeginningTable kAsFirst = beginning_table(&Beginning::first);
constexpr BeginningTable kAsSecond = beginning_table(&Beginning::second);

#if defined(__x86_64__)
// The same by the halves of a byte, high and low: its bits are in both.
struct HalfTables {
  std::array<std::uint8_t, 16> high{};
  std::array<std::uint8_t, 16> low{};
};
constexpr HalfTables half_tables(const BeginningTable& table) {
  HalfTables halves;
  for (unsigned byte = 0; byte < table.size(); ++byte) {
    halves.high[byte >> 4U] |= table[byte];
    halves.low[byte & 0xfU] |= table[byte];
  }
  return halves;
}
constexpr HalfTables kHalvesAsFirst = half_tables(kAsFirst);
constexpr HalfTables kHalvesAsSecond = half_tables(kAsSecond);

constexpr std::size_t kVector = 32;

[[gnu::target("avx2")]] inline __m256i twice(
    const std::array<std::uint8_t, 16>& half) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(half.data())));
}

// The first place in the window where two bytes may begin a trigger, or where
// too few follow in the text to look at them together.
[[gnu::target("avx2")]] std::size_t next_beginning_avx2(ByteView text,
                                                        ByteRange window) {
  const __m256i first_high = twice(kHalvesAsFirst.high);
  const __m256i first_low = twice(kHalvesAsFirst.low);
  const __m256i second_high = twice(kHalvesAsSecond.high);
  const __m256i second_low = twice(kHalvesAsSecond.low);
  const __m256i half = _mm256_set1_epi8(0x0f);
  const auto bits = [&](const char* bytes, __m256i high, __m256i low)
      __attribute__((target("avx2"))) {
    const __m256i vector =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
    // For a byte above 0x7f the low half gives nothing.
    return _mm256_and_si256(
        _mm256_shuffle_epi8(low, vector),
        _mm256_shuffle_epi8(
            high, _mm256_and_si256(_mm256_srli_epi16(vector, 4), half)));
  };
  std::size_t at = window.begin;
  for (; at < window.end && text.size() - at > kVector; at += kVector) {
    const char* const bytes = text.data() + at;
    const __m256i both =
        _mm256_and_si256(bits(bytes, first_high, first_low),
                         bits(bytes + 1, second_high, second_low));
    const auto none = static_cast<unsigned>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(both, _mm256_setzero_si256())));
    if (none != 0xffffffffU) {
      at += static_cast<std::size_t>(__builtin_ctz(~none));
      break;
    }
  }
  return std::min(at, window.end);
}
#endif

std::size_t next_beginning(ByteView text, ByteRange window) {
  std::size_t at = window.begin;
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) at = next_beginning_avx2(text, window);
#endif
  const std::size_t last = std::min(window.end, text.size() - 1);
  for (; at < last; ++at) {
    if ((kAsFirst[byte_of(text[at])] & kAsSecond[byte_of(text[at + 1])]) != 0) {
      return at;
    }
  }
  return window.end;
}

bool is_line_end(ByteView text, std::size_t at, Coding coding) {
  if (text[at] != '\n' && text[at] != '\r') return false;
  if (coding != Coding::kQuotedPrintable) return true;
  // A soft break: = before the line's end.
  if (at > 0 && text[at] == '\n' && text[at - 1] == '\r') --at;
  return at == 0 || text[at - 1] != '=';
}

std::size_t begin_of(ByteView text, std::size_t at, Coding coding,
                     std::size_t far) {
  const std::size_t floor = at > far ? at - far : 0;
  while (true) {
    at = behind_last_line_end(text, at, floor);
    if (at == floor || is_line_end(text, at - 1, coding)) return at;
    --at;
  }
}

std::size_t end_of(ByteView text, std::size_t at, Coding coding,
                   std::size_t far) {
  const std::size_t ceiling = at + std::min(far, text.size() - at);
  while (true) {
    at = next_line_end(text, at, ceiling);
    if (at == ceiling || is_line_end(text, at, coding)) return at;
    ++at;
  }
}

void append_utf8(std::uint32_t code, std::string& text) {
  if (code > 0x10ffff) code = 0xfffd;
  if (code < 0x80) {
    text += static_cast<char>(code);
    return;
  }
  const unsigned more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::array<std::uint32_t, 4> kLead = {0, 0xc0, 0xe0, 0xf0};
  text += static_cast<char>(kLead[more] | code >> (6 * more));
  for (unsigned i = more; i > 0; --i) {
    text += static_cast<char>(0x80U | (code >> (6 * (i - 1)) & 0x3fU));
  }
}

// What an escape at the beginning of `rest` takes and means.
struct Escape {
  std::size_t size = 0;  // 0: there is none.
  std::string meaning;
};

// So many digits of a base at `at`.
std::optional<std::uint32_t> number(ByteView text, std::size_t at,
                                    std::size_t count, unsigned base) {
  if (text.size() < at + count) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(at, count)) {
    const int digit = hex_digit(c);
    if (digit < 0 || digit >= static_cast<int>(base)) return std::nullopt;
    value = value * base + static_cast<std::uint32_t>(digit);
  }
  return value;
}

Escape byte_escape(ByteView rest, std::size_t prefix, std::size_t digits,
                   unsigned base) {
  const auto value = number(rest, prefix, digits, base);
  if (!value || *value > 0xff) return {};
  return {prefix + digits, std::string(1, static_cast<char>(*value))};
}

Escape unicode_escape(ByteView rest) {
  const auto first = number(rest, 2, 4, 16);
  if (!first) return {};
  Escape escape{6, ""};
  std::uint32_t code = *first;
  if (code >= 0xd800 && code < 0xdc00 && rest.substr(6, 2) == "\\u") {
    const auto second = number(rest, 8, 4, 16);
    if (second && *second >= 0xdc00 && *second < 0xe000) {
      code = 0x10000 + ((code - 0xd800) << 10U) + (*second - 0xdc00);
      escape.size = 12;
    }
  }
  append_utf8(code, escape.meaning);
  return escape;
}

Escape backslash_escape(ByteView rest) {
  if (rest.size() < 2) return {};
  switch (rest[1]) {
    case 'u':
      return unicode_escape(rest);
    case 'x':
      return byte_escape(rest, 2, 2, 16);
    case 'n':
      return {2, "\n"};
    case 'r':
      return {2, "\r"};
    case 't':
      return {2, "\t"};
    case '/':
    case '"':
    case '\'':
    case '\\':
      return {2, std::string(1, rest[1])};
    default:
      return byte_escape(rest, 1, 3, 8);
  }
}

Escape numeric_reference(ByteView rest) {
  const bool hex = rest.size() > 2 && (rest[2] == 'x' || rest[2] == 'X');
  const std::size_t begin = hex ? 3 : 2;
  std::size_t end = begin;
  while (end < rest.size() && end < begin + 7 && hex_digit(rest[end]) >= 0 &&
         (hex || hex_digit(rest[end]) < 10)) {
    ++end;
  }
  if (end == begin) return {};
  const auto code = number(rest, begin, end - begin, hex ? 16 : 10);
  if (!code) return {};
  const bool closed = end < rest.size() && rest[end] == ';';
  Escape escape{end + (closed ? 1 : 0), ""};
  append_utf8(*code, escape.meaning);
  return escape;
}

Escape html_escape(ByteView rest) {
  if (rest.starts_with("&#")) return numeric_reference(rest);
  struct Named {
    std::string_view name;
    std::string_view meaning;
  };
  constexpr std::array<Named, 12> kNamed = {{{"&amp;", "&"},
                                             {"&quot;", "\""},
                                             {"&apos;", "'"},
                                             {"&lt;", "<"},
                                             {"&gt;", ">"},
                                             {"&colon;", ":"},
                                             {"&sol;", "/"},
                                             {"&equals;", "="},
                                             {"&commat;", "@"},
                                             {"&nbsp;", " "},
                                             {"&lowbar;", "_"},
                                             {"&newline;", "\n"}}};
  for (const Named& named : kNamed) {
    if (starts_with_ignoring_case(rest, named.name)) {
      return {named.name.size(), std::string(named.meaning)};
    }
  }
  return {};
}

Escape quoted_printable_escape(ByteView rest) {
  if (rest.substr(1, 2) == "\r\n") return {3, ""};
  if (rest.substr(1, 1) == "\n") return {2, ""};
  return byte_escape(rest, 1, 2, 16);
}

Escape escape_at(ByteView rest, Coding coding) {
  switch (coding) {
    case Coding::kPercent:
      return byte_escape(rest, 1, 2, 16);
    case Coding::kEscape:
      return backslash_escape(rest);
    case Coding::kHtml:
      return html_escape(rest);
    default:
      return quoted_printable_escape(rest);
  }
}

char sign_of(Coding coding) {
  switch (coding) {
    case Coding::kPercent:
      return '%';
    case Coding::kEscape:
      return '\\';
    case Coding::kHtml:
      return '&';
    default:
      return '=';
  }
}

}  // namespace

std::span<const std::string_view> escape_triggers() {
  return kTriggers;
}

Coding coding_of_trigger(std::size_t index) {
  if (index < kFirstEscape) return Coding::kPercent;
  if (index < kFirstHtml) return Coding::kEscape;
  return index < kFirstQuotedPrintable ? Coding::kHtml
                                       : Coding::kQuotedPrintable;
}

std::vector<EscapeTrigger> find_escape_triggers(ByteView text,
                                                ByteRange window) {
  std::vector<EscapeTrigger> found;
  while (!window.empty()) {
    const std::size_t at = next_beginning(text, window);
    if (at == window.end) break;
    for (std::size_t i = 0; i < kTriggers.size(); ++i) {
      if (kTriggers.at(i)[0] != text[at]) continue;
      if (starts_with_ignoring_case(text.substr(at), kTriggers.at(i))) {
        found.push_back({i, at});
      }
    }
    window.begin = at + 1;
  }
  return found;
}

std::vector<EscapedPart> escaped_parts(
    ByteView text, std::span<const EscapeTrigger> triggers) {
  std::vector<EscapedPart> parts;
  for (const Coding coding : {Coding::kPercent, Coding::kEscape, Coding::kHtml,
                              Coding::kQuotedPrintable}) {
    const std::size_t first = parts.size();
    for (const EscapeTrigger& trigger : triggers) {
      if (coding_of_trigger(trigger.index) != coding) continue;
      const std::size_t at = trigger.begin;
      if (parts.size() > first && at < parts.back().range.end) {
        // From where the last one ends, so that each byte is read once.
        std::size_t& end = parts.back().range.end;
        if (at + kFar > end) end = end_of(text, end, coding, at + kFar - end);
        continue;
      }
      const ByteRange range{begin_of(text, at, coding, kFar),
                            end_of(text, at, coding, kFar)};
      if (parts.size() > first && range.begin < parts.back().range.end) {
        parts.back().range.end = range.end;
      } else if (!range.empty()) {
        parts.push_back({coding, range});
      }
    }
  }
  return parts;
}

std::vector<EscapedPart> escaped_parts_near(
    ByteView text, std::span<const ByteRange> windows) {
  // Soft breaks join lines for one kind only, but what is near is near.
  constexpr Coding kWidest = Coding::kQuotedPrintable;
  constexpr std::size_t kStep = 2 * kFar + kLongestEscape;
  std::vector<EscapeTrigger> all;
  // What is before this was looked at, and no part reaches beyond it.
  std::size_t done = 0;
  for (const ByteRange& window : windows) {
    ByteRange range{begin_of(text, window.begin, kWidest, kStep),
                    end_of(text, window.end, kWidest, kStep)};
    // A window at a line's edge touches the neighbouring line.
    if (range.begin > 0 && range.begin == window.begin) {
      range.begin = begin_of(text, range.begin - 1, kWidest, kStep);
    }
    if (range.end < text.size() && range.end == window.end) {
      range.end = end_of(text, range.end + 1, kWidest, kStep);
    }
    if (done != 0 && range.end <= done) continue;
    const bool goes_on = range.begin <= done;
    if (goes_on) range.begin = done;
    std::vector<EscapeTrigger> triggers = find_escape_triggers(text, range);
    // Parts that overlap are one: go on as long as the outermost triggers can
    // have neighbours outside.
    while (!goes_on && !triggers.empty() &&
           triggers.front().begin < range.begin + kStep) {
      const std::size_t begin =
          std::max(begin_of(text, range.begin, kWidest, kStep), done);
      if (begin == range.begin) break;
      auto more = find_escape_triggers(text, {begin, range.begin});
      triggers.insert(triggers.begin(), more.begin(), more.end());
      range.begin = begin;
    }
    while (!triggers.empty() && triggers.back().begin + kStep > range.end) {
      const std::size_t end = end_of(text, range.end, kWidest, kStep);
      if (end == range.end) break;
      auto more = find_escape_triggers(text, {range.end, end});
      triggers.insert(triggers.end(), more.begin(), more.end());
      range.end = end;
    }
    all.insert(all.end(), triggers.begin(), triggers.end());
    done = range.end;
  }
  return escaped_parts(text, all);
}

DecodedText decode_escapes(ByteView text, const EscapedPart& part) {
  DecodedText decoded;
  const ByteView in = text.substr(0, part.range.end);
  const char sign = sign_of(part.coding);
  std::size_t at = part.range.begin;
  while (at < in.size()) {
    const std::size_t next = std::min(in.find(sign, at), in.size());
    decoded.add_verbatim(in, {at, next});
    if (next == in.size()) break;
    const Escape escape = escape_at(in.substr(next), part.coding);
    if (escape.size == 0) {
      decoded.add_verbatim(in, {next, next + 1});
      at = next + 1;
    } else {
      decoded.add_whole({next, next + escape.size}, escape.meaning);
      at = next + escape.size;
    }
  }
  return decoded;
}

}  // namespace gitward

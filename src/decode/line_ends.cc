#include "decode/line_ends.h"

#include <algorithm>

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

namespace gitward {
namespace {

bool ends_line(char c) {
  return c == '\n' || c == '\r';
}

#if defined(__x86_64__)
constexpr std::size_t kVector = 16;

unsigned line_ends_in(const char* bytes) {
  const __m128i vector =
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  return static_cast<unsigned>(_mm_movemask_epi8(
      _mm_or_si128(_mm_cmpeq_epi8(vector, _mm_set1_epi8('\n')),
                   _mm_cmpeq_epi8(vector, _mm_set1_epi8('\r')))));
}
#endif

}  // namespace

std::size_t next_line_end(ByteView text, std::size_t from,
                          std::size_t ceiling) {
  std::size_t at = from;
#if defined(__x86_64__)
  // A vector may reach beyond the ceiling.
  for (; at < ceiling && text.size() - at >= kVector; at += kVector) {
    const unsigned ends = line_ends_in(text.data() + at);
    if (ends == 0) continue;
    return std::min(at + static_cast<std::size_t>(__builtin_ctz(ends)),
                    ceiling);
  }
#endif
  while (at < ceiling && !ends_line(text[at])) ++at;
  return std::min(at, ceiling);
}

std::size_t behind_last_line_end(ByteView text, std::size_t at,
                                 std::size_t floor) {
#if defined(__x86_64__)
  for (; at > floor && at >= kVector; at -= kVector) {
    const unsigned ends = line_ends_in(text.data() + at - kVector);
    if (ends == 0) continue;
    const auto clear = static_cast<std::size_t>(__builtin_clz(ends << 16U));
    return std::max(at - clear, floor);
  }
#endif
  while (at > floor && !ends_line(text[at - 1])) --at;
  return std::max(at, floor);
}

}  // namespace gitward

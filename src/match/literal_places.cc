#include "match/literal_places.h"

#include <utility>

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

// Three passes:
//   hash     every place, as many at a time as a vector holds: a place is as
//            wide as its hash;
//   look up  what each slot allows: the only pass that goes place by place,
//            with two loads and a store;
//   collect  the places where that is the next byte.
// None holds a branch that depends on the text: one that is taken in three per
// cent of cases at random costs more than the work that it saves.

namespace gitward {
namespace {

void look_up(std::size_t places, std::span<const NextBits> next,
             PlaceScratch& scratch) {
  constexpr std::size_t kUnroll = 8;
  const auto look_at = [&](std::size_t i) {
    scratch.allowed[i] = next[scratch.slots[i]];
  };
  for (std::size_t place = 0; place < places; place += kUnroll) {
    [&]<std::size_t... kStep>(std::index_sequence<kStep...>) {
      (look_at(place + kStep), ...);
    }
    (std::make_index_sequence<kUnroll>());
  }
}

std::size_t collect_portably(const char* piece, std::size_t places,
                             std::span<const NextBits> next,
                             PlaceScratch& scratch) {
  for (std::size_t i = 0; i < places; ++i) {
    scratch.slots[i] =
        window_slot(load_pair(piece + 2 * i), load_pair(piece + 2 * i + 2));
  }
  look_up(places, next, scratch);
  std::size_t count = 0;
  for (std::size_t i = 0; i < places; ++i) {
    const unsigned behind = byte_of(piece[2 * i + kWindow]) & 7U;
    scratch.candidates[count] = static_cast<WindowPlace>(i);
    count += scratch.allowed[i] >> behind & 1U;
  }
  return count;
}

#if defined(__x86_64__)
// The places of eight bits that are set, in front.
struct Compressed {
  std::array<WindowPlace, 8> places{};
  std::size_t count = 0;
};
constexpr std::array<Compressed, 256> compressed_bits() {
  std::array<Compressed, 256> all{};
  for (unsigned bits = 0; bits < all.size(); ++bits) {
    Compressed& one = all[bits];
    for (WindowPlace bit = 0; bit < 8; ++bit) {
      if ((bits >> bit & 1U) != 0) one.places[one.count++] = bit;
    }
  }
  return all;
}
constexpr std::array<Compressed, 256> kCompressed = compressed_bits();

[[gnu::target("avx2")]] inline __m256i load_vector(const void* bytes) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(bytes));
}

[[gnu::target("avx2")]] void hash_avx2(const char* piece, std::size_t places,
                                       PlaceScratch& scratch) {
  for (std::size_t i = 0; i < places; ++i) {
    scratch.slots[i] =
        window_slot(load_pair(piece + 2 * i), load_pair(piece + 2 * i + 2));
  }
}

// next_bit() of the low byte of each pair, the high byte cleared.
[[gnu::target("avx2")]] inline __m256i next_bits(const char* pairs) {
  const __m256i bits =
      _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201U));
  // An index with its top bit set gives zero.
  const __m256i index = _mm256_or_si256(
      _mm256_and_si256(load_vector(pairs), _mm256_set1_epi16(7)),
      _mm256_set1_epi16(static_cast<short>(0x8000)));
  return _mm256_shuffle_epi8(bits, index);
}

[[gnu::target("avx2")]] std::size_t collect_avx2(const char* piece,
                                                 std::size_t places,
                                                 PlaceScratch& scratch) {
  std::size_t count = 0;
  for (std::size_t place = 0; place < places; place += kGroup) {
    const char* behind = piece + 2 * place + kWindow;
    // Packing works within each half of a vector: the permutation puts the
    // places back in order.
    const __m256i next = _mm256_permute4x64_epi64(
        _mm256_packus_epi16(next_bits(behind), next_bits(behind + kGroup)),
        0xd8);
    const __m256i both =
        _mm256_and_si256(next, load_vector(&scratch.allowed[place]));
    const __m256i none = _mm256_cmpeq_epi8(both, _mm256_setzero_si256());
    const std::uint32_t found =
        ~static_cast<std::uint32_t>(_mm256_movemask_epi8(none));
    for (unsigned part = 0; part < kGroup; part += 8) {
      const Compressed& one = kCompressed[found >> part & 0xffU];
      const __m128i first = _mm_set1_epi16(static_cast<short>(place + part));
      const __m128i offsets =
          load<__m128i>(reinterpret_cast<const char*>(one.places.data()));
      const __m128i added = _mm_add_epi16(offsets, first);
      std::memcpy(&scratch.candidates[count], &added, sizeof added);
      count += one.count;
    }
  }
  return count;
}
#endif

}  // namespace

Machine this_machine() {
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) return Machine::kAvx2;
#endif
  return Machine::kPortable;
}

std::size_t collect_places(Machine machine, const char* piece,
                           std::size_t places, std::span<const NextBits> next,
                           PlaceScratch& scratch) {
#if defined(__x86_64__)
  if (machine == Machine::kAvx2) {
    hash_avx2(piece, places, scratch);
    look_up(places, next, scratch);
    return collect_avx2(piece, places, scratch);
  }
#endif
  (void)machine;
  return collect_portably(piece, places, next, scratch);
}

}  // namespace gitward

#include "match/literal_set.h"

#include <algorithm>
#include <array>
#include <utility>

// A thousand keywords at two gigabytes a second.
//
// Each literal is noticed by windows of four bytes. The text is looked at in
// every second place only: the four bytes there, folded, are hashed into a
// table of 2^16 slots, and if the slot allows the byte that comes next, the
// place is a candidate. An occurrence may begin at an even or at an odd place,
// so a literal has two windows: one at an even offset within itself (0, 2, ...)
// and one at an odd offset (1, 3, ...; -1 for a short one). However it stands
// in the text, exactly one of the two lies on a place that is looked at: no
// occurrence is missed, none is found twice.
//
// Windows of short literals reach beyond them, where any byte can be; they take
// all slots that this can lead to. So the hash takes few bits of a window's
// first and last byte. Which of its windows a literal takes is decided by how
// rare they are in source code (byte_rarity.h) and whether another literal has
// taken the same slot already.
//
// For each piece of text, which stays in the cache:
//   collect  every second place against that table (literal_places.cc);
//   sift     candidates against their other neighbours: a second hash finds
//            what may stand before the window and farther behind it, so that
//            what collided in the first table rarely passes here;
//   confirm  what is left, literal by literal: those that have such a window
//            are found by the second hash, too. The comparison is exact.
// Only the last one holds branches that depend on the text.
//
// literal_set_bench on 64 MB of C, Go, Python, JavaScript and Rust, 1,000
// keywords, a busy AMD Zen 4 core, in runs that took turns:
//   candidates, per byte     2.2 %
//   after sifting            0.9 % (0.4 % are hits)
//   MB/s                     1,990; the bitmap that was here before: 1,400
//
// What was tried and lost, on 1,000 keywords. Teddy, eight or sixteen buckets
// of nibble masks, lets 25 to 48 % of all places pass. Windows of three bytes
// make half as many candidates again. A bitmap of 2^18 slots, looked up by a
// hash of 32 bits: the place's bit has to be shifted out, and no vector helps.
// Appending each place behind its look-up instead of collecting from a vector:
// a quarter slower. AVX2 gathers are no faster than eight loads here, and since
// 2023 many Intel machines gather slowly.

namespace gitward {
namespace {

// The byte before a piece, the piece, and what its last places see.
using Padded = std::array<char, 1 + kPiece + 2 * kGroup + kBeyond>;

// Keeps the candidates whose other neighbours are allowed too.
std::size_t sift(std::span<const WindowRow> rows, const char* piece,
                 std::size_t count, PlaceScratch& scratch) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const WindowPlace place = scratch.candidates[i];
    const char* window = piece + 2 * std::size_t{place};
    const NeighbourSlot row = neighbour_slot(window_at(window));
    const Neighbours allowed = rows[row].neighbours;
    const unsigned behind = byte_of(window[kWindow + 1]) & 15U;
    const unsigned before = byte_of(window[-1]) & 15U;
    scratch.candidates[kept] = place;
    scratch.rows[kept] = row;
    kept += allowed >> behind & allowed >> (16 + before) & 1U;
  }
  return kept;
}

// confirm() waits for what it loads, and its branches let the machine look no
// further ahead: so all that it will need is asked for at once.
void prefetch_entries(const LiteralTables& tables, std::size_t count,
                      const PlaceScratch& scratch) {
  for (std::size_t i = 0; i < count; ++i) {
    const WindowRow& row = tables.rows[scratch.rows[i]];
    __builtin_prefetch(tables.entries.data() + row.first_entry);
  }
}

// Some bytes from `at` on; zeros where there is no text.
template <class Number>
Number bytes_at(ByteView text, std::size_t at) {
  if (at <= text.size() && text.size() - at >= sizeof(Number)) {
    return load<Number>(text.data() + at);
  }
  std::array<char, sizeof(Number)> bytes{};
  if (at < text.size()) text.substr(at).copy(bytes.data(), bytes.size());
  return load<Number>(bytes.data());
}

bool equals_folded(ByteView text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) {
                      const bool letter = b >= 'a' && b <= 'z';
                      return a == b || (letter && (a | 0x20) == b);
                    });
}

// Whether a literal whose head is there goes on.
bool goes_on(const LiteralTables& tables, const LiteralText& literal,
             ByteView text, std::size_t begin) {
  constexpr std::size_t kCompared = kHead + kRest;
  if (text.size() - begin < literal.size) return false;
  const auto rest = bytes_at<std::uint64_t>(text, begin + kHead);
  if ((rest & literal.rest_mask) != literal.rest) return false;
  return literal.size <= kCompared ||
         equals_folded(text.substr(begin + kCompared, literal.size - kCompared),
                       tables.texts.substr(literal.text + kCompared,
                                           literal.size - kCompared));
}

// Adds the hits that the window at `place` leads to.
void confirm(const LiteralTables& tables, ByteView text, std::size_t place,
             NeighbourSlot row, std::vector<LiteralHit>& hits) {
  const std::uint32_t last = tables.rows[std::size_t{row} + 1].first_entry;
  for (std::uint32_t k = tables.rows[row].first_entry; k < last; ++k) {
    const LiteralEntry& entry = tables.entries[k];
    // Wraps to a huge number if the literal would begin before the text.
    const std::size_t begin =
        place - static_cast<std::size_t>(std::int64_t{entry.offset});
    if (begin >= text.size()) continue;
    const auto head = bytes_at<std::uint32_t>(text, begin);
    if ((head & entry.head_mask) != entry.head) continue;
    const LiteralText& literal = tables.literals[entry.literal];
    if (!goes_on(tables, literal, text, begin)) continue;
    for (std::uint32_t i = literal.indices_begin; i < literal.indices_end;
         ++i) {
      hits.push_back({tables.indices[i], begin});
    }
  }
}

// Hits are found by window, so they come almost in order: a few steps back
// each. A text made to break that is sorted as a whole.
void put_in_order(std::vector<LiteralHit>& hits) {
  const auto before = [](const LiteralHit& a, const LiteralHit& b) {
    return std::pair(a.begin, a.literal) < std::pair(b.begin, b.literal);
  };
  std::size_t budget = 8 * hits.size();
  for (std::size_t i = 1; i < hits.size(); ++i) {
    for (std::size_t k = i; k > 0 && before(hits[k], hits[k - 1]); --k) {
      if (budget-- == 0) {
        std::sort(hits.begin(), hits.end(), before);
        return;
      }
      std::swap(hits[k], hits[k - 1]);
    }
  }
}

}  // namespace

LiteralSet::LiteralSet(const std::string& bytes)
    : owned_((bytes.size() + 7) / 8) {
  bytes.copy(reinterpret_cast<char*>(owned_.data()), bytes.size());
  tables_ = open_literal_tables(
      {reinterpret_cast<const char*>(owned_.data()), bytes.size()});
}

std::vector<std::string> LiteralSet::literals() const {
  std::vector<std::string> literals(tables_.indices.size());
  for (const LiteralText& literal : tables_.literals) {
    for (std::uint32_t i = literal.indices_begin; i < literal.indices_end;
         ++i) {
      literals[tables_.indices[i]] =
          tables_.texts.substr(literal.text, literal.size);
    }
  }
  return literals;
}

void LiteralSet::scan(ByteView text, std::vector<LiteralHit>& hits,
                      Machine machine) const {
  hits.clear();
  if (text.size() < 2 || tables_.literals.empty()) return;
  PlaceScratch scratch;
  Padded padded;
  for (std::size_t at = 0; at + 1 < text.size(); at += kPiece) {
    const std::size_t size = std::min(kPiece, text.size() - at);
    const std::size_t places = (size + 2 * kGroup - 1) / (2 * kGroup) * kGroup;
    const char* piece = text.data() + at;
    // At either end of the text, what is beyond it is zeros.
    if (at == 0 || text.size() - at < 2 * places + kBeyond) {
      const std::size_t before = at == 0 ? 0 : 1;
      padded[0] = '\0';
      text.substr(at - before, before + kPiece + kBeyond)
          .copy(padded.data() + 1 - before, padded.size() - 1);
      const std::size_t known = std::min(text.size() - at, kPiece + kBeyond);
      if (known < 2 * places + kBeyond) {
        std::fill_n(padded.data() + 1 + known, 2 * places + kBeyond - known,
                    '\0');
      }
      piece = padded.data() + 1;
    }
    const std::size_t collected =
        collect_places(machine, piece, places, tables_.next, scratch);
    const std::size_t count = sift(tables_.rows, piece, collected, scratch);
    prefetch_entries(tables_, count, scratch);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t place = scratch.candidates[i];
      confirm(tables_, text, at + 2 * place, scratch.rows[i], hits);
    }
  }
  put_in_order(hits);
}

}  // namespace gitward

#include "match/literal_set.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "match/literal_windows.h"

// A thousand keywords at more than a gigabyte a second, in portable C++.
//
// Each literal is noticed by windows of four bytes. The text is looked at in
// every second place only: the four bytes there, folded, are hashed into a
// bitmap of 2^18 slots, and if the slot is taken, the place is a candidate. An
// occurrence may begin at an even or at an odd place, so a literal has two
// windows: one at an even offset within itself (0, 2, ...) and one at an odd
// offset (1, 3, ...; -1 for a short one). However it stands in the text,
// exactly one of the two lies on a place that is looked at: no occurrence is
// missed, none is found twice.
//
// Windows of short literals reach beyond them, where any byte can be; they take
// all slots that this can lead to. The hash keeps their number small: the last
// byte has a say in four of its bits only. Which of its windows a literal takes
// is decided by how rare they are in source code (byte_rarity.h) and whether
// another literal has taken the same slot already.
//
// Folding is b & 0x5f: it merges upper and lower case, and some signs, in one
// instruction for 16 bytes. The comparison at the end is exact: its masks are
// 0xdf for letters and 0xff for everything else.
//
// Three passes over a piece of text that stays in the cache:
//   collect  every second place against the bitmap;
//   sift     candidates against their neighbours: which bytes may stand before
//            and after that window. A second hash finds them, so that what
//            collided in the first table rarely passes here;
//   confirm  what is left, literal by literal.
// The first two hold no branch that depends on the text: one that is taken in
// three per cent of cases at random costs more than the work that it saves.
//
// literal_set_bench on 57 MB of C headers and Python, a busy AMD Zen 4 core:
//                         113 keywords      1,000 keywords
//   candidates, per byte      0.5 %              3.2 %
//   after the neighbours      0.14 %             1.15 %
//   MB/s                      1,800              1,230
//   made ready in             70 us              730 us
//
// What was tried and lost. On 1,000 keywords: Teddy, eight or sixteen buckets
// of nibble masks, lets 25 to 48 % of all places pass. Windows of three bytes
// make half as many candidates again. One pass without neighbours: 1,000 MB/s.
// Bitmaps of 2^17 and 2^19 slots: 1,140 and 1,190. AVX2 gathers look at places
// faster (4,300 MB/s instead of 2,500, this pass alone), but turning their bits
// into places eats that up, and since 2023 many Intel machines gather slowly.

namespace gitward {
namespace {

// A piece of text, its folded copy, its candidates and the bitmap share the
// first- and second-level cache.
constexpr std::size_t kPiece = 4096;
constexpr std::size_t kPlaces = kPiece / 2;
constexpr std::size_t kUnroll = 8;
constexpr unsigned kBucketBits = 13;
constexpr std::size_t kHead = 8;

// The byte before a piece, the piece, and what its last windows see.
using Folded = std::array<char, 1 + kPiece + 2 * kUnroll + kWindow>;
using Candidates = std::array<std::uint16_t, kPlaces + kUnroll>;

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// One way in which an occurrence is noticed, with what it takes to say no.
struct Entry {
  // The literal's first bytes, and which of their bits count.
  std::uint64_t head = 0;
  std::uint64_t head_mask = 0;
  std::uint32_t literal = 0;  // Of Tables::literals.
  std::int32_t offset = 0;    // Of the window, from the literal's beginning.
  std::size_t size = 0;       // Of the literal.
};

struct DistinctLiteral {
  std::string text;                   // In lower case.
  std::vector<LiteralIndex> indices;  // Where it is in the caller's list.
};

std::vector<DistinctLiteral> distinct(std::span<const std::string> literals) {
  std::vector<DistinctLiteral> all;
  std::unordered_map<std::string, std::size_t> known;
  for (LiteralIndex i = 0; i < literals.size(); ++i) {
    std::string text = to_lower_ascii(literals[i]);
    const auto [at, is_new] = known.try_emplace(text, all.size());
    if (is_new) all.push_back({std::move(text), {}});
    all[at->second].indices.push_back(i);
  }
  // The shortest have least choice of windows, so they choose first.
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.text.size() < b.text.size();
  });
  return all;
}

Entry entry_of(const DistinctLiteral& literal, std::size_t index, int offset) {
  // A letter equals its other case under the mask 0xdf.
  std::array<char, kHead> head{};
  std::array<char, kHead> mask{};
  for (std::size_t i = 0; i < std::min(kHead, literal.text.size()); ++i) {
    mask[i] = static_cast<char>(is_letter(literal.text[i]) ? 0xdf : 0xff);
    head[i] = static_cast<char>(literal.text[i] & mask[i]);
  }
  return {load<std::uint64_t>(head.data()), load<std::uint64_t>(mask.data()),
          static_cast<std::uint32_t>(index), offset, literal.text.size()};
}

// Eight bytes from `at` on; zeros where there is no text.
std::uint64_t head_at(ByteView text, std::size_t at) {
  if (text.size() - at >= kHead) {
    return load<std::uint64_t>(text.data() + at);
  }
  std::array<char, kHead> head{};
  text.substr(at).copy(head.data(), kHead);
  return load<std::uint64_t>(head.data());
}

bool equals_folded(ByteView text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) {
                      return a == b || (is_letter(b) && (a | 0x20) == b);
                    });
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

struct LiteralSet::Tables {
  explicit Tables(std::span<const std::string> texts);

  void fill_buckets(const std::vector<std::vector<WindowBytes>>& forms);
  std::size_t collect(const char* folded, std::size_t places,
                      Candidates& candidates) const;
  std::size_t sift(const char* folded, std::size_t count,
                   Candidates& candidates) const;
  void confirm(ByteView text, std::size_t place, std::uint32_t hash,
               std::vector<LiteralHit>& hits) const;

  static std::size_t bucket_of(std::uint32_t hash) {
    return hash >> (32 - kBucketBits);
  }

  SlotMap slots;
  std::vector<DistinctLiteral> literals;
  // The entries of bucket b are entries[list[k]], first[b] <= k < first[b + 1].
  std::vector<Entry> entries;
  std::vector<std::uint32_t> list;
  std::array<std::uint32_t, (std::size_t{1} << kBucketBits) + 1> first{};
};

LiteralSet::Tables::Tables(std::span<const std::string> texts)
    : literals(distinct(texts)) {
  std::vector<std::vector<WindowBytes>> forms;  // Of each entry.
  for (std::size_t i = 0; i < literals.size(); ++i) {
    for (const int parity : {0, 1}) {
      LiteralWindow window = take_window(literals[i].text, parity, slots);
      entries.push_back(entry_of(literals[i], i, window.offset));
      forms.push_back(std::move(window.forms));
    }
  }
  fill_buckets(forms);
}

void LiteralSet::Tables::fill_buckets(
    const std::vector<std::vector<WindowBytes>>& forms) {
  // A window of many forms meets some buckets more than once, but is to be
  // found in each once.
  const auto for_each_use = [&](auto use) {
    std::vector<std::uint32_t> last(first.size(), UINT32_MAX);
    for (std::uint32_t entry = 0; entry < forms.size(); ++entry) {
      for (const WindowBytes form : forms[entry]) {
        const std::size_t bucket = bucket_of(window_hash(form));
        if (std::exchange(last[bucket], entry) != entry) use(bucket, entry);
      }
    }
  };
  for_each_use([&](std::size_t bucket, std::uint32_t) { ++first[bucket + 1]; });
  std::partial_sum(first.begin(), first.end(), first.begin());
  list.resize(first.back());
  std::vector<std::uint32_t> end(first.begin(), first.end());
  for_each_use([&](std::size_t bucket, std::uint32_t entry) {
    list[end[bucket]++] = entry;
  });
}

// The places (halved offsets) whose slot is taken. No branch depends on the
// text: every place is written down, and stays if its bit is set.
std::size_t LiteralSet::Tables::collect(const char* folded, std::size_t places,
                                        Candidates& candidates) const {
  std::size_t count = 0;
  const auto look_at = [&](std::size_t place) {
    const std::uint32_t hash = window_hash(window_at(folded + 2 * place));
    candidates[count] = static_cast<std::uint16_t>(place);
    count += slots.has(hash) ? 1U : 0U;
  };
  for (std::size_t place = 0; place < places; place += kUnroll) {
    [&]<std::size_t... kStep>(std::index_sequence<kStep...>) {
      (look_at(place + kStep), ...);
    }
    (std::make_index_sequence<kUnroll>());
  }
  return count;
}

// Keeps the candidates whose neighbours are allowed too; again no branch.
std::size_t LiteralSet::Tables::sift(const char* folded, std::size_t count,
                                     Candidates& candidates) const {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const char* window = folded + 2 * std::size_t{candidates[i]};
    const bool allowed =
        slots.allows(window_at(window), window[-1], window[kWindow]);
    candidates[kept] = candidates[i];
    kept += allowed ? 1U : 0U;
  }
  return kept;
}

void LiteralSet::Tables::confirm(ByteView text, std::size_t place,
                                 std::uint32_t hash,
                                 std::vector<LiteralHit>& hits) const {
  const std::size_t bucket = bucket_of(hash);
  for (std::uint32_t k = first[bucket]; k < first[bucket + 1]; ++k) {
    const Entry& entry = entries[list[k]];
    // Wraps to a huge number if the literal would begin before the text.
    const std::size_t begin =
        place - static_cast<std::size_t>(std::int64_t{entry.offset});
    if (begin >= text.size() || text.size() - begin < entry.size) continue;
    if ((head_at(text, begin) & entry.head_mask) != entry.head) continue;
    const DistinctLiteral& literal = literals[entry.literal];
    if (entry.size > kHead &&
        !equals_folded(text.substr(begin + kHead, entry.size - kHead),
                       std::string_view(literal.text).substr(kHead))) {
      continue;
    }
    for (const LiteralIndex index : literal.indices) {
      hits.push_back({index, begin});
    }
  }
}

LiteralSet::LiteralSet(std::span<const std::string> literals)
    : tables_(std::make_unique<Tables>(literals)) {}

LiteralSet::LiteralSet(LiteralSet&&) noexcept = default;
LiteralSet& LiteralSet::operator=(LiteralSet&&) noexcept = default;
LiteralSet::~LiteralSet() = default;

void LiteralSet::scan(ByteView text, std::vector<LiteralHit>& hits) const {
  hits.clear();
  if (text.size() < 2 || tables_->literals.empty()) return;
  Folded buffer;
  Candidates candidates;
  char* const folded = buffer.data() + 1;
  folded[-1] = '\0';
  for (std::size_t at = 0; at + 1 < text.size(); at += kPiece) {
    const ByteView rest = text.substr(at, kPiece + kWindow);
    char* const end = std::transform(rest.begin(), rest.end(), folded, fold);
    std::fill(end, buffer.data() + buffer.size(), '\0');
    const std::size_t places = (std::min(rest.size(), kPiece) + 1) / 2;
    const std::size_t count = tables_->sift(
        folded, tables_->collect(folded, places, candidates), candidates);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t place = 2 * std::size_t{candidates[i]};
      const std::uint32_t hash = window_hash(window_at(folded + place));
      tables_->confirm(text, at + place, hash, hits);
    }
    folded[-1] = folded[kPiece - 1];
  }
  put_in_order(hits);
}

}  // namespace gitward

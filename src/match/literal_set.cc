#include "match/literal_set.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "match/literal_windows.h"

namespace gitward {
namespace {

// A piece of text, its folded copy, its candidates and the bitmap share the
// first- and second-level cache.
constexpr std::size_t kPiece = 4096;
constexpr std::size_t kPlaces = kPiece / 2;
constexpr std::size_t kUnroll = 8;
constexpr unsigned kBucketBits = 13;
constexpr std::size_t kHead = 8;

using Folded = std::array<char, kPiece + 2 * kUnroll + kWindow>;
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

  std::size_t collect(const Folded& folded, std::size_t places,
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
  std::vector<std::pair<std::size_t, std::uint32_t>> uses;  // Bucket, entry.
  for (std::size_t i = 0; i < literals.size(); ++i) {
    for (const int parity : {0, 1}) {
      const LiteralWindow window = take_window(literals[i].text, parity, slots);
      const auto entry = static_cast<std::uint32_t>(entries.size());
      entries.push_back(entry_of(literals[i], i, window.offset));
      for (const std::uint32_t hash : window.hashes) {
        uses.emplace_back(bucket_of(hash), entry);
      }
    }
  }
  // A window with many hashes can meet a bucket more than once.
  std::sort(uses.begin(), uses.end());
  uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
  list.reserve(uses.size());
  for (const auto& [bucket, entry] : uses) {
    ++first[bucket + 1];
    list.push_back(entry);
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
}

// The places (halved offsets) whose slot is taken. No branch depends on the
// text: every place is written down, and stays if its bit is set.
std::size_t LiteralSet::Tables::collect(const Folded& folded,
                                        std::size_t places,
                                        Candidates& candidates) const {
  std::size_t count = 0;
  const auto look_at = [&](std::size_t place) {
    const std::uint32_t hash =
        window_hash(load<std::uint32_t>(folded.data() + 2 * place));
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
  Folded folded;
  Candidates candidates;
  for (std::size_t at = 0; at + 1 < text.size(); at += kPiece) {
    const ByteView rest = text.substr(at);
    const std::size_t size = std::min(rest.size(), kPiece + kWindow);
    std::transform(rest.begin(),
                   rest.begin() + static_cast<std::ptrdiff_t>(size),
                   folded.begin(), fold);
    std::fill(folded.begin() + static_cast<std::ptrdiff_t>(size), folded.end(),
              '\0');
    const std::size_t places = (std::min(rest.size(), kPiece) + 1) / 2;
    const std::size_t count = tables_->collect(folded, places, candidates);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t place = 2 * std::size_t{candidates[i]};
      const std::uint32_t hash =
          window_hash(load<std::uint32_t>(folded.data() + place));
      tables_->confirm(text, at + place, hash, hits);
    }
  }
  put_in_order(hits);
}

}  // namespace gitward

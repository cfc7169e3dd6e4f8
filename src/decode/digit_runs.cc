#include "decode/digit_runs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "decode/digit_blocks.h"
#include "decode/digit_meaning.h"
#include "decode/digit_stretch.h"
#include "decode/line_ends.h"

namespace gitward {
namespace {

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
    std::size_t from = window_.begin / kDigitBlock * kDigitBlock;
    while (true) {
      const std::size_t blocks = rows.next(from);
      if (blocks >= window_.end) break;
      const std::size_t end = look_at(blocks);
      from = std::max(end, blocks + kDigitBlock) / kDigitBlock * kDigitBlock;
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
    while (begin > 0 && is_base64_digit(text_[begin - 1])) --begin;
    // From the stretch's beginning on, so that what is found depends on it
    // alone.
    const SeenDigits seen = see_digits(text_, begin);
    const std::size_t end = seen.end;
    looked_ = end;
    if (end - begin < kTextDigits) return end;
    if (is_escaped_letter(text_, begin)) ++begin;
    const ByteRange stretch{begin, end};
    if (begins_compressed(stretch.of(text_))) {
      return add(run_of(text_, stretch, begin, false));
    }
    if (seen.base64) {
      if (const auto aligned = base64_text_in(text_, stretch)) {
        return add(run_of(text_, stretch, *aligned, true));
      }
    }
    if (seen.hex) look_for_hex(stretch);
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

// The stretch at a place or right before it, or none there.
ByteRange stretch_touching(ByteView text, std::size_t at) {
  if (at < text.size() && is_base64_digit(text[at])) {
    return stretch_at(text, at);
  }
  if (at > 0 && is_base64_digit(text[at - 1])) return stretch_at(text, at - 1);
  return {at, at};
}

// Where what touches this place begins, and what that continues; also beyond
// what may join two stretches.
std::size_t begin_of_runs_at(ByteView text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && at - begin < kLongestJoint &&
         is_in_joint(text, begin - 1)) {
    --begin;
  }
  ByteRange first = stretch_touching(text, begin);
  while (!first.empty()) {
    const auto before = piece_before(text, first);
    if (!before) break;
    first = *before;
  }
  return std::min(at, first.begin);
}

std::size_t end_of_runs_at(ByteView text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < kLongestJoint &&
         is_in_joint(text, end)) {
    ++end;
  }
  ByteRange last = stretch_touching(text, end);
  while (!last.empty()) {
    const auto behind = piece_behind(text, last);
    if (!behind) break;
    last = *behind;
  }
  return std::max(at, last.end);
}

}  // namespace

std::vector<DigitRun> find_digit_runs(ByteView text) {
  return RunFinder(text, {0, text.size()}).find();
}

std::vector<DigitRun> find_digit_runs_near(ByteView text,
                                           std::span<const ByteRange> windows) {
  std::vector<DigitRun> runs;
  // What is before this was looked at, and no run reaches beyond it.
  std::size_t done = 0;
  for (const ByteRange& window : windows) {
    const ByteRange lines = with_lines(text, window);
    if (done != 0 && lines.end <= done) continue;
    const ByteRange range{
        lines.begin <= done
            ? done
            : std::max(done, begin_of_runs_at(text, lines.begin)),
        end_of_runs_at(text, lines.end)};
    for (DigitRun& run : RunFinder(text, range).find()) {
      runs.push_back(std::move(run));
    }
    done = range.end;
  }
  return runs;
}

bool is_base64(ByteView text) {
  const std::size_t end = text.find_last_not_of('=') + 1;
  return end >= 4 && text.size() - end <= 2 && end % 4 != 1 &&
         std::all_of(text.begin(),
                     text.begin() + static_cast<std::ptrdiff_t>(end),
                     is_base64_digit);
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

}  // namespace gitward

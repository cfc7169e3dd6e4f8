// Whatever looks encoded can be decoded, and every byte of it comes from
// somewhere; what is near a window is what is there in the whole text.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "decode/digit_meaning.h"
#include "decode/digit_runs.h"
#include "decode/escapes.h"
#include "decode/inflated.h"

namespace {

using namespace gitward;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const DecodedText& decoded, ByteView text) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < decoded.text().size(); ++i) {
    const ByteRange from = decoded.original({i, i + 1});
    require(from.begin < from.end && from.end <= text.size());
    require(from.begin >= last);
    last = from.begin;
  }
  require(decoded.decoded().end <= decoded.text().size());
}

void check_runs(ByteView text, ByteRange window) {
  const std::vector<DigitRun> runs = find_digit_runs(text);
  std::size_t last = 0;
  for (const DigitRun& run : runs) {
    require(run.range().end > last && run.range().end <= text.size());
    last = run.range().end;
    check(decode_digits(text, run), text);
  }
  const std::vector<DigitRun> near = find_digit_runs_near(text, {&window, 1});
  for (const DigitRun& run : runs) {
    const ByteRange range = run.range();
    if (range.begin > window.end || range.end < window.begin) continue;
    require(std::any_of(near.begin(), near.end(), [&](const DigitRun& one) {
      return one.coding == run.coding && one.pieces == run.pieces;
    }));
  }
}

void check_escapes(ByteView text, ByteRange window) {
  const auto triggers = find_escape_triggers(text, {0, text.size()});
  const auto parts = escaped_parts(text, triggers);
  for (const EscapedPart& part : parts) {
    check(decode_escapes(text, part), text);
  }
  const auto near = escaped_parts_near(text, {&window, 1});
  for (const EscapedPart& part : parts) {
    const ByteRange range = part.range;
    if (range.begin > window.end || range.end < window.begin) continue;
    require(std::any_of(near.begin(), near.end(), [&](const EscapedPart& one) {
      return one.coding == part.coding && one.range == part.range;
    }));
  }
}

}  // namespace

// The first two bytes say where the window is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2) return 0;
  const ByteView text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t begin = data[0] * text.size() / 256;
  const ByteRange window{begin, begin + data[1] * (text.size() - begin) / 256};
  check_runs(text, window);
  check_escapes(text, window);
  for (const Coding coding : {Coding::kGzip, Coding::kZlib}) {
    constexpr std::size_t kMost = 100'000;
    require(inflated(coding, text, kMost).text.size() <= kMost);
  }
  static_cast<void>(is_base64(text));
  static_cast<void>(is_plain_text(text));
  return 0;
}

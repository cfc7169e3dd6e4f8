#include "archive/pdf_file.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "decode/inflated.h"

// ISO 32000: "<< … /Filter /FlateDecode … >> stream\r\n", bytes, "endstream".
// The length may stand in another object, so it is not looked at: a zlib stream
// knows its end. What inflates is taken whatever the dictionary says, for
// filters can be written in many ways; the dictionary tells whether something
// is missing where nothing inflates.

namespace gitward {
namespace {

constexpr ByteView kStream = "stream";
// A dictionary is looked for in so many bytes before its stream.
constexpr std::size_t kDictionary = 4096;

constexpr std::array<std::string_view, 2> kFlateNames = {"FlateDecode", "Fl"};
// Those of pictures hold no text.
constexpr std::array<std::string_view, 6> kPictureNames = {
    "DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"};

// What the dictionary says of the stream: kUnknown where it can't be told.
enum class Filter { kNone, kFlate, kPicture, kOther, kUnknown };

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

std::size_t skip_spaces(ByteView bytes, std::size_t at) {
  while (at < bytes.size() && is_space(bytes[at])) ++at;
  return at;
}

// Where the data begins behind the keyword at `at`, if it is that of a stream.
std::optional<std::size_t> data_after(ByteView bytes, std::size_t at) {
  std::size_t begin = at + kStream.size();
  if (at >= 3 && bytes.substr(at - 3, 3) == "end") return std::nullopt;
  if (begin < bytes.size() && bytes[begin] == '\r') ++begin;
  if (begin < bytes.size() && bytes[begin] == '\n') ++begin;
  if (begin == at + kStream.size()) return std::nullopt;
  return begin;
}

// The dictionary before the keyword, or its end if it is long. Nothing where
// there is none.
ByteView dictionary_before(ByteView bytes, std::size_t keyword) {
  std::size_t end = keyword;
  while (end > 0 && is_space(bytes[end - 1])) --end;
  if (end < 2 || bytes.substr(end - 2, 2) != ">>") return {};
  const std::size_t from = end > kDictionary ? end - kDictionary : 0;
  ByteView dictionary = bytes.substr(from, end - from);
  // Not that of the object before.
  const std::size_t object = dictionary.rfind("obj");
  if (object != ByteView::npos) dictionary.remove_prefix(object);
  return dictionary;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, ByteView name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Filter filter_in(ByteView dictionary) {
  constexpr std::string_view kKey = "/Filter";
  if (dictionary.empty()) return Filter::kNone;
  std::size_t at = dictionary.find(kKey);
  if (at == ByteView::npos) {
    // It may be farther away, or written as "/F#69lter".
    const bool whole =
        dictionary.starts_with("obj") && dictionary.find('#') == ByteView::npos;
    return whole ? Filter::kNone : Filter::kUnknown;
  }
  at = skip_spaces(dictionary, at + kKey.size());
  const bool many = at < dictionary.size() && dictionary[at] == '[';
  if (many) at = skip_spaces(dictionary, at + 1);
  if (many && at < dictionary.size() && dictionary[at] == ']') {
    return Filter::kNone;
  }
  Filter filter = Filter::kOther;
  for (bool first = true; at < dictionary.size() && dictionary[at] == '/';
       first = false) {
    const std::size_t end =
        std::min(dictionary.find_first_of("/[]<>() \t\r\n\f\v", at + 1),
                 dictionary.size());
    const ByteView name = dictionary.substr(at + 1, end - at - 1);
    if (first && is_one_of(kFlateNames, name)) return Filter::kFlate;
    if (is_one_of(kPictureNames, name)) filter = Filter::kPicture;
    if (!many) break;
    at = skip_spaces(dictionary, end);
  }
  return filter;
}

// RFC 1950: the method, and a sum of the first two bytes.
bool is_zlib(ByteView data) {
  return data.size() >= 2 && (byte_of(data[0]) & 15U) == 8 &&
         (byte_of(data[0]) * 256U + byte_of(data[1])) % 31 == 0;
}

// A trailer's "/Encrypt 12 0 R", or the dictionary itself.
bool says_encrypted(ByteView bytes) {
  constexpr std::string_view kKey = "/Encrypt";
  for (std::size_t at = bytes.find(kKey); at != ByteView::npos;
       at = bytes.find(kKey, at + 1)) {
    const std::size_t value = skip_spaces(bytes, at + kKey.size());
    if (value == bytes.size()) return false;
    if (bytes[value] >= '0' && bytes[value] <= '9') return true;
    if (bytes.substr(value, 2) == "<<") return true;
  }
  return false;
}

}  // namespace

PdfFile::PdfFile(ByteView bytes, UnpackBudget& budget)
    : bytes_(bytes), budget_(budget), encrypted_(says_encrypted(bytes)) {}

std::optional<PdfFile::Stream> PdfFile::next_stream(std::uint64_t limit) {
  for (;;) {
    const std::size_t keyword = bytes_.find(kStream, at_);
    if (keyword == ByteView::npos) return std::nullopt;
    at_ = keyword + kStream.size();
    const auto begin = data_after(bytes_, keyword);
    if (!begin) continue;
    const Filter filter = filter_in(dictionary_before(bytes_, keyword));
    // Here the search goes on within the data: nothing else looks at it, and
    // it may not end where it seems to.
    if (filter == Filter::kNone || filter == Filter::kPicture) continue;
    const std::size_t end =
        std::min(bytes_.find("endstream", *begin), bytes_.size());
    const ByteView data = bytes_.substr(*begin, end - *begin);
    const bool zlib = is_zlib(data);
    if (filter == Filter::kUnknown && !zlib) continue;
    at_ = end;
    if (skip_spaces(data, 0) == data.size()) continue;
    Inflated whole;
    if (zlib) {
      whole = inflated(Coding::kZlib, data, std::min(limit, budget_.left()));
    }
    Stream stream;
    if (whole.outcome == Inflated::Outcome::kWhole) {
      budget_.spend(whole.text.size());
      stream.bytes = std::move(whole.text);
    } else if (whole.outcome == Inflated::Outcome::kTooLarge) {
      budget_.spend(limit);
      stream.problem = GapReason::kLimit;
    } else {
      budget_.spend(whole.made);
      if (encrypted_) continue;
      stream.problem = filter == Filter::kOther ? GapReason::kUnsupported
                                                : GapReason::kCorrupt;
    }
    ++count_;
    stream.name = fmt::format("stream {}", count_);
    return stream;
  }
}

}  // namespace gitward

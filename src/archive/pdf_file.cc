#include "archive/pdf_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"

// ISO 32000: "<< … /Filter /FlateDecode … >> stream\r\n", bytes, "endstream".
// The length may stand in another object, so it is not looked at: a zlib stream
// knows its end.

namespace gitward {
namespace {

constexpr ByteView kStream = "stream";
// A dictionary is looked for in so many bytes before its stream.
constexpr std::size_t kDictionary = 1024;
constexpr std::uint64_t kMostOfDeflate = 1032;

// Where the data begins behind the keyword at `at`, if it is that of a stream.
std::optional<std::size_t> data_after(ByteView bytes, std::size_t at) {
  std::size_t begin = at + kStream.size();
  if (at >= 3 && bytes.substr(at - 3, 3) == "end") return std::nullopt;
  if (begin < bytes.size() && bytes[begin] == '\r') ++begin;
  if (begin < bytes.size() && bytes[begin] == '\n') ++begin;
  if (begin == at + kStream.size()) return std::nullopt;
  return begin;
}

bool is_deflated(ByteView bytes, std::size_t keyword) {
  const std::size_t from = keyword > kDictionary ? keyword - kDictionary : 0;
  ByteView dictionary = bytes.substr(from, keyword - from);
  // Not that of the stream before.
  if (const std::size_t end = dictionary.rfind("endobj");
      end != ByteView::npos) {
    dictionary.remove_prefix(end);
  }
  return dictionary.find("/FlateDecode") != ByteView::npos ||
         dictionary.find("/Fl ") != ByteView::npos;
}

// RFC 1950: the method, and a sum of the first two bytes.
bool is_zlib(ByteView data) {
  return data.size() >= 2 && (byte_of(data[0]) & 15U) == 8 &&
         (byte_of(data[0]) * 256U + byte_of(data[1])) % 31 == 0;
}

}  // namespace

std::optional<PdfFile::Stream> PdfFile::next_stream(std::uint64_t limit) {
  for (;;) {
    const std::size_t keyword = bytes_.find(kStream, at_);
    if (keyword == ByteView::npos) return std::nullopt;
    at_ = keyword + kStream.size();
    const auto begin = data_after(bytes_, keyword);
    if (!begin || !is_deflated(bytes_, keyword)) continue;
    const std::size_t end =
        std::min(bytes_.find("endstream", *begin), bytes_.size());
    const ByteView data = bytes_.substr(*begin, end - *begin);
    at_ = end;
    if (!is_zlib(data)) continue;
    ++count_;
    Stream stream{fmt::format("stream {}", count_), "", false};
    try {
      stream.bytes = inflater_.inflate_all(data, limit);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::kBug) throw;
      // Damaged or too large: told apart by what there is room for.
      stream.too_large = limit < data.size() * kMostOfDeflate;
      if (!stream.too_large) continue;
    }
    return stream;
  }
}

}  // namespace gitward

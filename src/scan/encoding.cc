#include "scan/encoding.h"

#include <algorithm>
#include <array>

// A map from each byte of the text to the content would take eight bytes a
// byte. One mark every 256 characters is enough: from there the few
// characters up to the wanted one are decoded again.

namespace gitward {
namespace {

constexpr std::size_t kCharactersPerMark = 256;
// As short as a password's assignment, and longer than tables of small
// numbers make by chance.
constexpr std::size_t kTextRun = 8;

constexpr std::string_view kMarkUtf8 = "\xef\xbb\xbf";
constexpr std::string_view kMarkUtf16Le = "\xff\xfe";
constexpr std::string_view kMarkUtf16Be = "\xfe\xff";
constexpr std::string_view kMarkUtf32Le{"\xff\xfe\0\0", 4};
constexpr std::string_view kMarkUtf32Be{"\0\0\xfe\xff", 4};

std::string_view byte_order_mark(Encoding encoding) {
  switch (encoding) {
    case Encoding::kBytes:
      return kMarkUtf8;
    case Encoding::kUtf16Le:
      return kMarkUtf16Le;
    case Encoding::kUtf16Be:
      return kMarkUtf16Be;
    case Encoding::kUtf32Le:
      return kMarkUtf32Le;
    case Encoding::kUtf32Be:
      return kMarkUtf32Be;
  }
  return {};
}

bool is_text(char c) {
  return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\n' || c == '\r';
}

// Whether kTextRun units in a row hold ASCII text, with their low byte at
// `low` of each unit. Looked at from the end of where a run could be: the last
// unit of it that is no text is one that no run holds.
bool has_text_run(ByteView content, std::size_t low) {
  const auto is_ascii = [&](std::size_t unit) {
    return content[2 * unit + 1 - low] == '\0' &&
           is_text(content[2 * unit + low]);
  };
  const std::size_t units = content.size() / 2;
  for (std::size_t begin = 0; begin + kTextRun <= units;) {
    std::size_t left = kTextRun;
    while (left > 0 && is_ascii(begin + left - 1)) --left;
    if (left == 0) return true;
    begin += left;
  }
  return false;
}

struct Character {
  char32_t code = 0;
  std::size_t size = 0;  // In the content; 0 at its end.
};

char32_t unit(ByteView content, std::size_t at, std::size_t size,
              bool little_endian) {
  char32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t k = little_endian ? size - 1 - i : i;
    value = value << 8 | byte_of(content[at + k]);
  }
  return value;
}

// An odd byte at the end is no character.
Character decode(ByteView content, std::size_t at, Encoding encoding) {
  const bool little =
      encoding == Encoding::kUtf16Le || encoding == Encoding::kUtf32Le;
  const bool wide =
      encoding == Encoding::kUtf32Le || encoding == Encoding::kUtf32Be;
  const std::size_t size = wide ? 4 : 2;
  if (content.size() - at < size) return {};
  const char32_t first = unit(content, at, size, little);
  if (wide) return {first > 0x10ffff ? U'\ufffd' : first, size};
  const bool may_pair = first >= 0xd800 && first < 0xdc00;
  if (may_pair && content.size() - at >= 4) {
    const char32_t second = unit(content, at + 2, 2, little);
    if (second >= 0xdc00 && second < 0xe000) {
      return {0x10000 + ((first - 0xd800) << 10 | (second - 0xdc00)), 4};
    }
  }
  return {first, 2};
}

std::size_t utf8_size(char32_t code) {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

// Returns where the next character is to be written.
char* write_utf8(char32_t code, char* out) {
  const auto put = [&](char32_t byte) { *out++ = static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6);
    put(0x80 | (code & 0x3f));
  } else {
    if (code < 0x10000) {
      put(0xe0 | code >> 12);
    } else {
      put(0xf0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3f));
    }
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  }
  return out;
}

}  // namespace

std::vector<Encoding> wide_encodings(ByteView content) {
  std::vector<Encoding> encodings;
  // A UTF-32 mark can also be a UTF-16 one before a NUL: both are read.
  for (const Encoding encoding : {Encoding::kUtf16Le, Encoding::kUtf16Be,
                                  Encoding::kUtf32Le, Encoding::kUtf32Be}) {
    if (content.starts_with(byte_order_mark(encoding))) {
      encodings.push_back(encoding);
    }
  }
  const bool marked = !encodings.empty();
  if (marked || content.find('\0') == ByteView::npos) return encodings;
  if (has_text_run(content, 0)) encodings.push_back(Encoding::kUtf16Le);
  if (has_text_run(content, 1)) encodings.push_back(Encoding::kUtf16Be);
  return encodings;
}

bool has_byte_order_mark(ByteView content) {
  for (const Encoding encoding :
       {Encoding::kBytes, Encoding::kUtf16Le, Encoding::kUtf16Be,
        Encoding::kUtf32Le, Encoding::kUtf32Be}) {
    if (content.starts_with(byte_order_mark(encoding))) return true;
  }
  return false;
}

bool needs_decoding(ByteView content) {
  return has_byte_order_mark(content) || !wide_encodings(content).empty();
}

Reading::Reading(ByteView content, Encoding encoding)
    : content_(content), encoding_(encoding) {
  const std::string_view mark = byte_order_mark(encoding);
  if (content.starts_with(mark)) skipped_ = mark.size();
  if (encoding == Encoding::kBytes) {
    text_ = content.substr(skipped_);
  } else {
    transcode();
    text_ = decoded_;
  }
}

void Reading::transcode() {
  decoded_.reserve(content_.size() / 2);
  // Where the low byte of a unit of UTF-16 is.
  const std::size_t low = encoding_ == Encoding::kUtf16Be ? 1 : 0;
  const bool narrow = low == 1 || encoding_ == Encoding::kUtf16Le;
  std::array<char, 4 * kCharactersPerMark> piece;
  std::size_t at = skipped_;
  for (std::size_t size = 1; size != 0;) {
    marks_.push_back({decoded_.size(), at});
    char* out = piece.data();
    for (std::size_t i = 0; i < kCharactersPerMark && size != 0; ++i) {
      // Most are one unit: what looks like UTF-16 is mostly a large binary.
      if (narrow && content_.size() - at >= 2) {
        const char32_t one = byte_of(content_[at + low]) |
                             char32_t{byte_of(content_[at + 1 - low])} << 8;
        if (one < 0xd800 || one >= 0xdc00) {
          out = write_utf8(one, out);
          at += 2;
          continue;
        }
      }
      const Character character = decode(content_, at, encoding_);
      size = character.size;
      if (size != 0) out = write_utf8(character.code, out);
      at += size;
    }
    decoded_.append(piece.data(), out);
  }
}

// The character that holds the text's byte at `offset`, or the end of both.
Reading::Mark Reading::character_at(std::size_t offset) const {
  const auto after = std::upper_bound(
      marks_.begin(), marks_.end(), offset,
      [](std::size_t wanted, const Mark& mark) { return wanted < mark.text; });
  Mark mark = *std::prev(after);
  while (true) {
    const Character character = decode(content_, mark.content, encoding_);
    if (character.size == 0) return mark;
    const std::size_t next = mark.text + utf8_size(character.code);
    if (next > offset) return mark;
    mark = {next, mark.content + character.size};
  }
}

ByteRange Reading::original(ByteRange of_text) const {
  if (encoding_ == Encoding::kBytes) {
    return {of_text.begin + skipped_, of_text.end + skipped_};
  }
  const std::size_t begin = character_at(of_text.begin).content;
  const Mark last = character_at(of_text.end);
  if (last.text == of_text.end) return {begin, last.content};
  return {begin, last.content + decode(content_, last.content, encoding_).size};
}

}  // namespace gitward

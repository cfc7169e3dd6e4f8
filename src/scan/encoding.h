// The encodings a content can be written in, and its text in UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace gitward {

enum class Encoding { kBytes, kUtf16Le, kUtf16Be, kUtf32Le, kUtf32Be };

// The encodings besides kBytes that the whole content is to be read in: what
// a byte order mark says, and without one UTF-16 where eight characters of
// ASCII text in a row stand in it. Mostly none, found by one memchr.
std::vector<Encoding> wide_encodings(ByteView content);

bool has_byte_order_mark(ByteView content);  // UTF-8's, too.
// Whether there is more to read than the bytes as they are.
bool needs_decoding(ByteView content);

// One way to read a content: its text, and where each byte of the text comes
// from. A byte order mark is no part of the text.
// Invariant: the text depends on the characters only, not on the encoding.
class Reading {
 public:
  // Borrows the content.
  Reading(ByteView content, Encoding encoding);
  // text() may be a view of a member.
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() = default;

  Encoding encoding() const { return encoding_; }
  // As it is for kBytes, else in UTF-8; a lone surrogate is written as the
  // three bytes of its number, so that no two texts become one.
  ByteView text() const { return text_; }

  // The bytes of the content that hold the characters of this part of the
  // text: those cut in half at an end are included.
  ByteRange original(ByteRange of_text) const;

 private:
  // A character that begins at this place in the text and in the content.
  struct Mark {
    std::size_t text = 0;
    std::size_t content = 0;
  };
  void transcode();
  Mark character_at(std::size_t offset) const;

  ByteView content_;
  Encoding encoding_;
  std::size_t skipped_ = 0;  // The byte order mark.
  std::string decoded_;
  std::vector<Mark> marks_;
  ByteView text_;
};

}  // namespace gitward

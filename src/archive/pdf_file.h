// The compressed streams of a PDF: its text is in them. What is not compressed
// is plain bytes, which are scanned as they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "store/inflate.h"

namespace gitward {

// Not thread-safe. Borrows the bytes.
class PdfFile {
 public:
  struct Stream {
    std::string name;  // "stream 3": the third that is compressed.
    std::string bytes;
    bool too_large = false;  // Then there are no bytes.
  };

  explicit PdfFile(ByteView bytes) : bytes_(bytes) {}

  // The next stream that can be inflated to at most `limit` bytes, or can't for
  // being larger. Damaged and encrypted ones are passed over, as are those that
  // are compressed in other ways: these are pictures.
  std::optional<Stream> next_stream(std::uint64_t limit);

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  Inflater inflater_;
};

}  // namespace gitward

// The compressed streams of a PDF: its text is in them. What is not compressed
// is plain bytes, which are scanned as they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "archive/unpack_budget.h"
#include "base/bytes.h"
#include "model/report.h"

namespace gitward {

// Not thread-safe. Borrows the bytes and the budget, and spends all that is
// inflated, also of streams that turn out to be damaged.
class PdfFile {
 public:
  struct Stream {
    std::string name;  // "stream 3": the third that is compressed.
    std::string bytes;
    // kLimit, kCorrupt or kUnsupported: why there are no bytes.
    std::optional<GapReason> problem = {};
  };

  PdfFile(ByteView bytes, UnpackBudget& budget);

  // Then its streams can't be read: they seem damaged, and are passed over.
  bool encrypted() const { return encrypted_; }

  // The next stream that can be inflated to at most `limit` bytes and what is
  // left of the budget, or can't and is no picture.
  std::optional<Stream> next_stream(std::uint64_t limit);

 private:
  ByteView bytes_;
  UnpackBudget& budget_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  bool encrypted_ = false;
};

}  // namespace gitward

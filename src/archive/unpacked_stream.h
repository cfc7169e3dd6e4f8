// What is compressed as a whole, unpacked piece by piece.
//
// Invariant: it is unpacked once. What was compressed twice is a stream still,
// a container of its own with limits of its own; libarchive, left to find out
// by itself how something is packed, would unpack up to 25 layers at once and
// count none but the last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "archive/archive_handle.h"
#include "archive/container_kind.h"
#include "archive/refusal.h"
#include "archive/unpack_budget.h"
#include "base/bytes.h"

namespace gitward {

// Not thread-safe. Borrows the bytes and the budget.
class UnpackedStream {
 public:
  // kCpio for what is not packed at all, kUnsupported for the lzma program's
  // format. Requires: refusal_of_stream() has nothing against it.
  UnpackedStream(ContainerKind packing, ByteView bytes, UnpackBudget& budget);
  UnpackedStream(const UnpackedStream&) = delete;
  UnpackedStream& operator=(const UnpackedStream&) = delete;
  ~UnpackedStream() = default;

  // Of what it holds, if it says.
  const std::string& name() const noexcept { return name_; }
  // Whether it begins with a block of zeros that no tar follows: an image of a
  // disk, which libarchive would take for a tar of nothing. Zeros before a tar
  // are left out.
  bool begins_with_zeros() const noexcept { return begins_with_zeros_; }
  // The next of its bytes, valid until the next call; none at its end and where
  // it can't go on. Then failure() tells which.
  ByteView next_piece();
  const std::optional<Refusal>& failure() const noexcept { return failure_; }

 private:
  void open(ContainerKind packing, ByteView bytes);
  void read_head();
  ByteView unpack();

  ArchiveHandle handle_;
  UnpackBudget* budget_;
  std::string name_;
  std::optional<Refusal> failure_;
  bool ended_ = false;
  // What next_piece() gives first: so many zeros, in whole blocks, and the
  // pieces with the first block that is none of zeros.
  std::uint64_t zeros_ = 0;
  std::string head_;
  bool gave_head_ = false;
  bool begins_with_zeros_ = false;
};

}  // namespace gitward

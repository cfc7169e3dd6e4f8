// One archive, entry by entry, through libarchive. It runs in this process on
// hostile bytes: only the formats of ContainerKind are enabled, nothing that
// would start a program, and no password is ever asked for.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>

#include "archive/archive_handle.h"
#include "archive/container_kind.h"
#include "archive/refusal.h"
#include "archive/unpack_budget.h"
#include "base/bytes.h"

namespace gitward {

class UnpackedStream;

// Not thread-safe. Borrows the bytes and the budget.
class ArchiveFile {
 public:
  struct Entry {
    std::string name;  // Raw bytes, without "./" or "/" before it.
    bool encrypted = false;
    bool is_folder = false;
    // A symlink's text.
    std::optional<std::string> link;
    // The size that the archive claims.
    std::optional<std::uint64_t> size;
  };
  struct Block {
    ByteView bytes;  // Valid until the next call.
    std::uint64_t offset = 0;
    // The bytes are those that the archive was opened with: valid with them.
    bool in_place = false;
  };

  // Requires: the kind is one that libarchive reads, and refusal_of_stream()
  // and refusal_of_seven_zip() have nothing against it.
  ArchiveFile(ContainerKind kind, ByteView bytes, UnpackBudget& budget);
  ArchiveFile(const ArchiveFile&) = delete;
  ArchiveFile& operator=(const ArchiveFile&) = delete;
  ~ArchiveFile();

  // Whether it is compressed as a whole. Then all that is unpacked of it, read
  // or not, has been taken from the budget; else nothing has.
  bool is_stream() const noexcept { return stream_ != nullptr; }

  // The next entry; nothing at the end or where it can't go on. Then
  // take_failure() tells which.
  std::optional<Entry> next_entry();
  // The next piece of the entry's data; nothing at its end or where it can't
  // be read.
  std::optional<Block> next_block();
  // What can't be read, and was met since the last call.
  std::optional<Refusal> take_failure();

 private:
  void open_as(ContainerKind kind, UnpackBudget& budget);
  void open(EnableSupport format);
  void open_stream(ContainerKind packing, ByteView packed, EnableSupport format,
                   UnpackBudget& budget);
  void opened(int status);
  bool prepare(std::initializer_list<EnableSupport> formats);
  void end_with(Refusal failure);
  void fail();

  ContainerKind kind_;
  ByteView bytes_;
  std::unique_ptr<UnpackedStream> stream_;
  ArchiveHandle handle_;
  archive_entry* entry_ = nullptr;  // libarchive's.
  std::optional<Refusal> failure_;
  bool ended_ = false;
};

}  // namespace gitward

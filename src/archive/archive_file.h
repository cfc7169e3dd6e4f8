// One archive, entry by entry, through libarchive. It runs in this process on
// hostile bytes: only the formats of ContainerKind are enabled, nothing that
// would start a program, and no password is ever asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "archive/container_kind.h"
#include "base/bytes.h"
#include "model/report.h"

struct archive;
struct archive_entry;

namespace gitward {

// Not thread-safe. Borrows the bytes.
class ArchiveFile {
 public:
  // Why something in it can't be read.
  struct Failure {
    GapReason reason = GapReason::kCorrupt;
    std::string cause;  // One line: libarchive's own words.
  };
  struct Entry {
    std::string name;  // Raw bytes, without "./" or "/" before it.
    bool encrypted = false;
    bool has_data = false;
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

  // Requires: the kind is one that libarchive reads.
  ArchiveFile(ContainerKind kind, ByteView bytes);
  ArchiveFile(const ArchiveFile&) = delete;
  ArchiveFile& operator=(const ArchiveFile&) = delete;
  ~ArchiveFile();

  // The next entry; nothing at the end or where it can't go on. Then
  // take_failure() tells which.
  std::optional<Entry> next_entry();
  // The next piece of the entry's data; nothing at its end or where it can't
  // be read.
  std::optional<Block> next_block();
  // What went wrong since the last call.
  std::optional<Failure> take_failure();

 private:
  void enable(ContainerKind kind);
  void fail();

  struct Free {
    void operator()(archive* handle) const noexcept;
  };
  ByteView bytes_;
  std::unique_ptr<archive, Free> handle_;
  archive_entry* entry_ = nullptr;  // libarchive's.
  std::optional<Failure> failure_;
  bool ended_ = false;
};

}  // namespace gitward

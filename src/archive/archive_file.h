// One archive, entry by entry, through libarchive. It runs in this process on
// hostile bytes: only the formats of ContainerKind are enabled, nothing that
// would start a program, and no password is ever asked for.
#pragma once

#include <cstdint>
#include <initializer_list>
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

  // Requires: the kind is one that libarchive reads. What is compressed as a
  // whole gives no more than `limit` bytes, those included that nobody reads: a
  // few bytes could keep a processor busy for hours.
  ArchiveFile(ContainerKind kind, ByteView bytes, std::uint64_t limit);
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
  // Unpacks what is compressed as a whole, for what reads what it holds.
  class Stream;

  using Enable = int (*)(archive*);
  void open_as(ContainerKind kind, std::uint64_t limit);
  void enable(archive* handle, std::initializer_list<Enable> wanted);
  void open(std::initializer_list<Enable> formats);
  void open_stream(std::initializer_list<Enable> filters,
                   std::initializer_list<Enable> formats, std::uint64_t limit);
  void set_options();
  void check_opened(int status);
  void fail();

  struct Free {
    void operator()(archive* handle) const noexcept;
  };
  ByteView bytes_;
  std::unique_ptr<Stream> stream_;
  std::unique_ptr<archive, Free> handle_;
  archive_entry* entry_ = nullptr;  // libarchive's.
  std::optional<Failure> failure_;
  bool ended_ = false;
};

}  // namespace gitward

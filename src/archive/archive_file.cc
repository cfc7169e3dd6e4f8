#include "archive/archive_file.h"

#include <clocale>
#include <functional>
#include <locale.h>
#include <utility>

#include "archive/libarchive.h"
#include "archive/stream_memory.h"
#include "archive/unpacked_stream.h"
#include "base/error.h"

namespace gitward {
namespace {

// libarchive gives names in the locale's encoding, and puts '?' for what that
// lacks. The program's own locale is "C"; while this lives, the thread's is
// UTF-8. Where the system has no such locale, names lose those characters, and
// nothing else is lost.
class Utf8Names {
 public:
  Utf8Names() : before_(uselocale(locale())) {}
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;
  ~Utf8Names() { uselocale(before_); }

 private:
  static locale_t locale() {
    static const locale_t utf8 = [] {
      const locale_t found =
          newlocale(LC_CTYPE_MASK, "C.UTF-8", static_cast<locale_t>(nullptr));
      return found == static_cast<locale_t>(nullptr) ? LC_GLOBAL_LOCALE : found;
    }();
    return utf8;
  }

  locale_t before_;
};

// What libarchive calls for more of what is compressed as a whole.
la_ssize_t next_piece_of(archive* /*reader*/, void* stream,
                         const void** data) noexcept {
  auto& unpacked = *static_cast<UnpackedStream*>(stream);
  const ByteView piece = unpacked.next_piece();
  *data = piece.data();
  if (piece.empty() && unpacked.failure()) return -1;
  return static_cast<la_ssize_t>(piece.size());
}

}  // namespace

void ArchiveFile::end_with(Refusal failure) {
  failure_ = std::move(failure);
  ended_ = true;
}

void ArchiveFile::fail() {
  failure_ = stream_ && stream_->failure() ? *stream_->failure()
                                           : failure_of(handle_.get());
}

void ArchiveFile::opened(int status) {
  if (status >= ARCHIVE_WARN) return;
  fail();
  ended_ = true;
}

// False if it can't be read at all. A tar behind the end of a tar is read, too:
// most programs don't look, so it is where something could be hidden.
bool ArchiveFile::prepare(std::initializer_list<EnableSupport> formats) {
  if (!enable_support(handle_.get(), formats)) {
    end_with(not_supported());
    return false;
  }
  static_cast<void>(archive_read_set_format_option(
      handle_.get(), "tar", "read_concatenated_archives", "1"));
  return true;
}

void ArchiveFile::open(EnableSupport format) {
  if (!prepare({format})) return;
  opened(archive_read_open_memory(handle_.get(), bytes_.data(), bytes_.size()));
}

// What is compressed can be of the format, else it is one file.
void ArchiveFile::open_stream(ContainerKind packing, ByteView packed,
                              EnableSupport format, UnpackBudget& budget) {
  stream_ = std::make_unique<UnpackedStream>(packing, packed, budget);
  if (!stream_->begins_with_zeros() && !prepare({format})) return;
  if (!prepare({archive_read_support_format_raw,
                archive_read_support_format_empty})) {
    return;
  }
  opened(archive_read_open(handle_.get(), stream_.get(), nullptr, next_piece_of,
                           nullptr));
}

void ArchiveFile::open_as(ContainerKind kind, UnpackBudget& budget) {
  switch (kind) {
    case ContainerKind::kZip:
      return open(archive_read_support_format_zip);
    case ContainerKind::kZipEntries:
      return open(archive_read_support_format_zip_streamable);
    case ContainerKind::kTar:
      return open(archive_read_support_format_tar);
    case ContainerKind::kSevenZip:
      return open(archive_read_support_format_7zip);
    case ContainerKind::kCpio:
      return open(archive_read_support_format_cpio);
    case ContainerKind::kGzip:
    case ContainerKind::kBzip2:
    case ContainerKind::kXz:
    case ContainerKind::kZstd:
      return open_stream(kind, bytes_, archive_read_support_format_tar, budget);
    case ContainerKind::kRpm: {
      const ByteView payload = rpm_payload(bytes_);
      return open_stream(container_kind(payload), payload,
                         archive_read_support_format_cpio, budget);
    }
    case ContainerKind::kAr:
    case ContainerKind::kPdf:
    case ContainerKind::kOle:
    case ContainerKind::kUnsupported:
    case ContainerKind::kNone:
      break;
  }
  throw Error(ErrorKind::kBug, "not an archive for libarchive");
}

ArchiveFile::ArchiveFile(ContainerKind kind, ByteView bytes,
                         UnpackBudget& budget)
    : kind_(kind), bytes_(bytes), handle_(new_archive_reader()) {
  const Utf8Names names;
  open_as(kind, budget);
}

ArchiveFile::~ArchiveFile() = default;

std::optional<Refusal> ArchiveFile::take_failure() {
  return std::exchange(failure_, std::nullopt);
}

std::optional<ArchiveFile::Entry> ArchiveFile::next_entry() {
  if (ended_) return std::nullopt;
  const Utf8Names names;
  int status = ARCHIVE_RETRY;
  // Each retry takes some of the bytes, or ends.
  while (status == ARCHIVE_RETRY) {
    status = archive_read_next_header(handle_.get(), &entry_);
  }
  if (status == ARCHIVE_EOF || status < ARCHIVE_WARN) {
    ended_ = true;
    // A stream that fails can look like one that ends.
    if (status != ARCHIVE_EOF || (stream_ && stream_->failure())) fail();
    return std::nullopt;
  }
  Entry entry;
  entry.name = name_of(entry_);
  if (stream_ && archive_format(handle_.get()) == ARCHIVE_FORMAT_RAW) {
    entry.name = stream_->name();
    if (kind_ == ContainerKind::kRpm) {
      failure_ = {GapReason::kUnsupported, "what it holds is no cpio archive"};
    }
  }
  entry.encrypted = archive_entry_is_encrypted(entry_) != 0;
  entry.is_folder = archive_entry_filetype(entry_) == AE_IFDIR;
  if (const char* const link = archive_entry_symlink(entry_)) entry.link = link;
  if (archive_entry_size_is_set(entry_) != 0 &&
      archive_entry_size(entry_) >= 0) {
    entry.size = static_cast<std::uint64_t>(archive_entry_size(entry_));
  }
  return entry;
}

std::optional<ArchiveFile::Block> ArchiveFile::next_block() {
  if (ended_) return std::nullopt;
  const void* data = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  int status = ARCHIVE_RETRY;
  while (status == ARCHIVE_RETRY) {
    status = archive_read_data_block(handle_.get(), &data, &size, &offset);
  }
  if (status == ARCHIVE_EOF) return std::nullopt;
  if (status < ARCHIVE_WARN) {
    fail();
    if (status == ARCHIVE_FATAL) ended_ = true;
    return std::nullopt;
  }
  Block block;
  block.bytes = ByteView(static_cast<const char*>(data), size);
  block.offset = offset < 0 ? 0 : static_cast<std::uint64_t>(offset);
  const std::less_equal<> not_after;
  block.in_place =
      not_after(bytes_.data(), block.bytes.data()) &&
      not_after(block.bytes.data() + size, bytes_.data() + bytes_.size());
  return block;
}

}  // namespace gitward

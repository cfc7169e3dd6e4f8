#include "archive/archive_file.h"

#include <clocale>
#include <functional>
#include <locale.h>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "archive/libarchive.h"
#include "archive/stream_memory.h"
#include "base/error.h"
#include "base/text.h"

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

std::string name_of(archive_entry* entry) {
  const char* const name = archive_entry_pathname(entry);
  std::string_view rest = name == nullptr ? "" : name;
  while (rest.starts_with("./") || rest.starts_with("/")) {
    rest.remove_prefix(rest[0] == '/' ? 1 : 2);
  }
  return std::string(rest);
}

GapReason reason_of(std::string_view message) {
  const auto mentions = [&](std::string_view word) {
    return message.find(word) != std::string_view::npos;
  };
  if (mentions("ncrypt") || mentions("Crypto") || mentions("assphrase")) {
    return GapReason::kEncrypted;
  }
  if (mentions("nsupported") || mentions("not supported")) {
    return GapReason::kUnsupported;
  }
  if (mentions("too much memory")) return GapReason::kLimit;
  return GapReason::kCorrupt;
}

ArchiveFile::Failure failure_of(archive* handle) {
  const char* const message = archive_error_string(handle);
  std::string text = message == nullptr ? "its bytes are damaged" : message;
  while (!text.empty() && text.back() == '.') text.pop_back();
  const GapReason reason = reason_of(text);
  return {reason, std::move(text)};
}

// Of what an rpm holds, anything else is lzma's format, or none.
int (*filter_of(ContainerKind kind))(archive*) {
  switch (kind) {
    case ContainerKind::kGzip:
      return archive_read_support_filter_gzip;
    case ContainerKind::kBzip2:
      return archive_read_support_filter_bzip2;
    case ContainerKind::kXz:
      return archive_read_support_filter_xz;
    case ContainerKind::kZstd:
      return archive_read_support_filter_zstd;
    default:
      return archive_read_support_filter_lzma;
  }
}

}  // namespace

void ArchiveFile::Free::operator()(archive* handle) const noexcept {
  archive_read_free(handle);
}

class ArchiveFile::Stream {
 public:
  Stream(archive* handle, std::uint64_t limit)
      : handle_(handle), limit_(limit), left_(limit) {}

  archive* handle() const { return handle_.get(); }
  std::string name;  // Of what it holds, if it says.
  std::optional<Failure> failure;

  // Reads its first piece, which is then the next one.
  void begin() noexcept { first_size_ = next(&first_); }
  bool begins_with_zero() const {
    return first_size_ > 0 && *static_cast<const char*>(first_) == '\0';
  }

  // What libarchive calls for more of it.
  static la_ssize_t next_piece(archive* /*reader*/, void* stream,
                               const void** data) noexcept {
    auto& self = *static_cast<Stream*>(stream);
    if (!self.has_first_) return self.next(data);
    self.has_first_ = false;
    *data = self.first_;
    return self.first_size_;
  }

 private:
  la_ssize_t next(const void** data) noexcept {
    std::size_t size = 0;
    la_int64_t offset = 0;
    int status = ARCHIVE_RETRY;
    while (status == ARCHIVE_RETRY || (status == ARCHIVE_OK && size == 0)) {
      status = archive_read_data_block(handle(), data, &size, &offset);
    }
    if (status == ARCHIVE_EOF) return 0;
    if (status < ARCHIVE_WARN) {
      failure = failure_of(handle());
      return -1;
    }
    if (size > left_) {
      failure = {
          GapReason::kLimit,
          fmt::format("it unfolds to more than {} bytes", grouped(limit_))};
      return -1;
    }
    left_ -= size;
    return static_cast<la_ssize_t>(size);
  }

  std::unique_ptr<archive, Free> handle_;
  std::uint64_t limit_;
  std::uint64_t left_;
  const void* first_ = nullptr;
  la_ssize_t first_size_ = 0;
  bool has_first_ = true;  // Of an empty stream, that it ends.
};

// What libarchive was built without it would leave to a program (a warning
// says so); then it is not read at all.
void ArchiveFile::enable(archive* handle,
                         std::initializer_list<Enable> wanted) {
  for (const Enable enable_one : wanted) {
    if (enable_one(handle) == ARCHIVE_OK) continue;
    failure_ = {GapReason::kUnsupported,
                "this build's libarchive does not read it"};
    ended_ = true;
    return;
  }
}

void ArchiveFile::check_opened(int status) {
  if (status >= ARCHIVE_WARN) return;
  fail();
  ended_ = true;
}

void ArchiveFile::open_stream(std::initializer_list<Enable> filters,
                              std::initializer_list<Enable> formats,
                              std::uint64_t limit) {
  stream_ = std::make_unique<Stream>(archive_read_new(), limit);
  archive* const unpacking = stream_->handle();
  if (unpacking == nullptr) {
    throw Error(ErrorKind::kInput, "no memory for an archive");
  }
  enable(unpacking, filters);
  enable(unpacking,
         {archive_read_support_format_raw, archive_read_support_format_empty});
  if (ended_) return;
  int status =
      archive_read_open_memory(unpacking, bytes_.data(), bytes_.size());
  if (status >= ARCHIVE_WARN) {
    archive_entry* entry = nullptr;
    status = archive_read_next_header(unpacking, &entry);
    if (status == ARCHIVE_OK) {
      stream_->name = name_of(entry);
      stream_->begin();
    }
  }
  if (status < ARCHIVE_WARN) {
    failure_ = failure_of(unpacking);
    ended_ = true;
    return;
  }
  // An image of a disk may begin with zeros, which libarchive takes for a tar
  // of nothing.
  if (!stream_->begins_with_zero()) enable(handle_.get(), formats);
  enable(handle_.get(),
         {archive_read_support_format_raw, archive_read_support_format_empty});
  if (ended_) return;
  set_options();
  check_opened(archive_read_open(handle_.get(), stream_.get(), nullptr,
                                 Stream::next_piece, nullptr));
}

void ArchiveFile::open(std::initializer_list<Enable> formats) {
  enable(handle_.get(), formats);
  if (ended_) return;
  set_options();
  check_opened(
      archive_read_open_memory(handle_.get(), bytes_.data(), bytes_.size()));
}

// A tar behind the end of a tar: most programs don't look, so it is where
// something could be hidden.
void ArchiveFile::set_options() {
  static_cast<void>(archive_read_set_format_option(
      handle_.get(), "tar", "read_concatenated_archives", "1"));
}

void ArchiveFile::open_as(ContainerKind kind, std::uint64_t limit) {
  switch (kind) {
    case ContainerKind::kZip:
      return open({archive_read_support_format_zip});
    case ContainerKind::kZipEntries:
      return open({archive_read_support_format_zip_streamable});
    case ContainerKind::kTar:
      return open({archive_read_support_format_tar});
    case ContainerKind::kSevenZip:
      return open({archive_read_support_format_7zip});
    case ContainerKind::kCpio:
      return open({archive_read_support_format_cpio});
    case ContainerKind::kGzip:
    case ContainerKind::kBzip2:
    case ContainerKind::kXz:
    case ContainerKind::kZstd:
      // What is compressed can be a tar, else it is one file.
      return open_stream({filter_of(kind)}, {archive_read_support_format_tar},
                         limit);
    case ContainerKind::kRpm:
      return open_stream({archive_read_support_filter_rpm,
                          filter_of(container_kind(rpm_payload(bytes_)))},
                         {archive_read_support_format_cpio}, limit);
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
                         std::uint64_t limit)
    : bytes_(bytes), handle_(archive_read_new()) {
  if (!handle_) throw Error(ErrorKind::kInput, "no memory for an archive");
  const Utf8Names names;
  open_as(kind, limit);
}

ArchiveFile::~ArchiveFile() = default;

void ArchiveFile::fail() {
  failure_ = stream_ && stream_->failure ? *stream_->failure
                                         : failure_of(handle_.get());
}

std::optional<ArchiveFile::Failure> ArchiveFile::take_failure() {
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
  if (status == ARCHIVE_EOF) {
    ended_ = true;
    return std::nullopt;
  }
  if (status < ARCHIVE_WARN) {
    fail();
    ended_ = true;
    return std::nullopt;
  }
  Entry entry;
  entry.name = name_of(entry_);
  if (stream_ && archive_format(handle_.get()) == ARCHIVE_FORMAT_RAW) {
    entry.name = stream_->name;
  }
  entry.encrypted = archive_entry_is_encrypted(entry_) != 0;
  const auto type = archive_entry_filetype(entry_);
  entry.is_folder = type == AE_IFDIR;
  entry.has_data = type != AE_IFDIR && type != AE_IFLNK;
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

#include "archive/archive_file.h"

#include <clocale>
#include <functional>
#include <initializer_list>
#include <locale.h>
#include <string_view>
#include <utility>

#include "archive/libarchive.h"
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
  return GapReason::kCorrupt;
}

}  // namespace

void ArchiveFile::Free::operator()(archive* handle) const noexcept {
  archive_read_free(handle);
}

// What libarchive was built without it would leave to a program (a warning
// says so); then it is not read at all.
void ArchiveFile::enable(ContainerKind kind) {
  archive* const handle = handle_.get();
  using Enable = int (*)(archive*);
  const auto all = [&](std::initializer_list<Enable> wanted) {
    for (const Enable enable_one : wanted) {
      if (enable_one(handle) == ARCHIVE_OK) continue;
      failure_ = {GapReason::kUnsupported,
                  "this build's libarchive does not read it"};
      ended_ = true;
      return;
    }
  };
  // What is compressed can be a tar, else it is one file.
  const auto filter = [&](Enable enable_one) {
    all({enable_one, archive_read_support_format_tar,
         archive_read_support_format_raw, archive_read_support_format_empty});
  };
  switch (kind) {
    case ContainerKind::kZip:
      return all({archive_read_support_format_zip});
    case ContainerKind::kZipEntries:
      return all({archive_read_support_format_zip_streamable});
    case ContainerKind::kTar:
      return all({archive_read_support_format_tar});
    case ContainerKind::kGzip:
      return filter(archive_read_support_filter_gzip);
    case ContainerKind::kBzip2:
      return filter(archive_read_support_filter_bzip2);
    case ContainerKind::kXz:
      return filter(archive_read_support_filter_xz);
    case ContainerKind::kZstd:
      return filter(archive_read_support_filter_zstd);
    case ContainerKind::kSevenZip:
      return all({archive_read_support_format_7zip});
    case ContainerKind::kCpio:
      return all({archive_read_support_format_cpio});
    case ContainerKind::kRpm:
      return all(
          {archive_read_support_filter_rpm, archive_read_support_filter_gzip,
           archive_read_support_filter_bzip2, archive_read_support_filter_xz,
           archive_read_support_filter_lzma, archive_read_support_filter_zstd,
           archive_read_support_format_cpio});
    case ContainerKind::kAr:
    case ContainerKind::kPdf:
    case ContainerKind::kOle:
    case ContainerKind::kUnsupported:
    case ContainerKind::kNone:
      break;
  }
  throw Error(ErrorKind::kBug, "not an archive for libarchive");
}

ArchiveFile::ArchiveFile(ContainerKind kind, ByteView bytes)
    : bytes_(bytes), handle_(archive_read_new()) {
  if (!handle_) throw Error(ErrorKind::kInput, "no memory for an archive");
  const Utf8Names names;
  enable(kind);
  if (ended_) return;
  // A tar behind the end of a tar: most programs don't look, so it is where
  // something could be hidden.
  static_cast<void>(archive_read_set_format_option(
      handle_.get(), "tar", "read_concatenated_archives", "1"));
  const int status =
      archive_read_open_memory(handle_.get(), bytes.data(), bytes.size());
  if (status < ARCHIVE_WARN) {
    fail();
    ended_ = true;
  }
}

ArchiveFile::~ArchiveFile() = default;

void ArchiveFile::fail() {
  const char* const message = archive_error_string(handle_.get());
  std::string text = message == nullptr ? "its bytes are damaged" : message;
  while (!text.empty() && text.back() == '.') text.pop_back();
  const GapReason reason = reason_of(text);
  failure_ = {reason, std::move(text)};
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

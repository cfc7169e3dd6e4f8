#include "archive/archive_handle.h"

#include <string_view>
#include <utility>

#include "archive/libarchive.h"
#include "base/error.h"

namespace gitward {
namespace {

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

}  // namespace

void FreeArchive::operator()(archive* handle) const noexcept {
  archive_read_free(handle);
}

ArchiveHandle new_archive_reader() {
  ArchiveHandle handle(archive_read_new());
  if (!handle) throw Error(ErrorKind::kInput, "no memory for an archive");
  return handle;
}

bool enable_support(archive* handle,
                    std::initializer_list<EnableSupport> wanted) {
  for (const EnableSupport enable : wanted) {
    // A warning says that a program would be started.
    if (enable(handle) != ARCHIVE_OK) return false;
  }
  return true;
}

Refusal not_supported() {
  return {GapReason::kUnsupported, "this build's libarchive does not read it"};
}

Refusal failure_of(archive* handle) {
  const char* const message = archive_error_string(handle);
  std::string text = message == nullptr ? "its bytes are damaged" : message;
  while (!text.empty() && text.back() == '.') text.pop_back();
  const GapReason reason = reason_of(text);
  return {reason, std::move(text)};
}

std::string name_of(archive_entry* entry) {
  const char* const name = archive_entry_pathname(entry);
  std::string_view rest = name == nullptr ? "" : name;
  while (rest.starts_with("./") || rest.starts_with("/")) {
    rest.remove_prefix(rest[0] == '/' ? 1 : 2);
  }
  return std::string(rest);
}

}  // namespace gitward

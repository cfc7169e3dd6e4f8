// Recognises what holds other contents, by its bytes and never by its name.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace gitward {

enum class ContainerKind : std::uint8_t {
  kNone,
  kZip,  // Also jar, war, docx, whl, apk, …, and behind a program's stub.
  kTar,
  kGzip,  // And what follows: of one file, or of a tar.
  kBzip2,
  kXz,
  kZstd,
  kSevenZip,
  kAr,  // Also deb.
  kCpio,
  kRpm,
  kPdf,          // Its compressed streams.
  kOle,          // Only asked whether it is encrypted.
  kUnsupported,  // See unsupported_kind.h.
  kZipEntries,   // Of a zip without its directory; container_kind() has none.
};

// Looks at few places only (the first bytes, a tar's first header and the zeros
// before it, a zip's last record): next to nothing for a content that is no
// container, but for the search of a zip's record before its comment. Who knows
// that there is no NUL in the bytes says so, and spares them that.
ContainerKind container_kind(ByteView bytes, bool has_nul = true) noexcept;

}  // namespace gitward

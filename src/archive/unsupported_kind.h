// Containers that nothing here unpacks. To know them is to say so.
#pragma once

#include <string_view>

#include "base/bytes.h"

namespace gitward {

// What it is ("a rar archive"), or nothing for what is no such container.
// Looks at fixed places only.
std::string_view unsupported_kind(ByteView bytes) noexcept;

// An OLE file: an old Office document, an installer. Its text is plain bytes,
bool is_ole(ByteView bytes) noexcept;
// but for a document with a password, which lies in one as a whole. This looks
// at all of the bytes. Requires: is_ole(bytes).
bool is_encrypted_ole(ByteView bytes) noexcept;

}  // namespace gitward

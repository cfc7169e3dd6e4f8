// What an xz stream, or what an rpm holds, asks for before anything is
// unpacked: a size of dictionary in a few bytes of its head, up to 4 GB, which
// libarchive believes. (zstd has a limit of its own, 128 MB; the others have
// none to ask for.)
#pragma once

#include <optional>

#include "archive/container_kind.h"
#include "archive/refusal.h"
#include "base/bytes.h"

namespace gitward {

// Why the container must not be given to libarchive, if it must not: some block
// of it asks for more than kMaxDictionary, or it is an rpm, and what that holds
// is packed in a way that no rpm is. Nothing of a kind that can't ask.
// An xz's bytes that can't be followed end the search: nothing reads on there.
std::optional<Refusal> refusal_of_stream(ContainerKind kind, ByteView bytes);

// What an rpm holds behind its headers; nothing if there is no end to these.
ByteView rpm_payload(ByteView rpm);

}  // namespace gitward

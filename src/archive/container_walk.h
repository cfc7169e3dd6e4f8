// What lies in a container, and in the containers in it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "model/report.h"

namespace gitward {

// Bounds of what one outermost container may unfold to. They count bytes and
// entries, never time, so that every machine stops at the same one.
//
// Deflate can't do more than 1,032 to 1; the best of real data is far below
// 200, but for blank disk images. Small containers may unfold to kFreeBytes
// whatever the ratio, large ones (an image's layers) to kLargeFactor times
// their size.
inline constexpr std::uint64_t kMaxUnpackRatio = 200;
inline constexpr std::uint64_t kFreeUnpackedBytes = std::uint64_t{64} << 20U;
inline constexpr std::uint64_t kMaxUnpackedBytes = std::uint64_t{4} << 30U;
inline constexpr std::uint64_t kLargeFactor = 4;
inline constexpr std::uint64_t kMaxEntries = 1'000'000;
// What is unpacked into memory at once; an entry that lies in its archive as it
// is needs none.
inline constexpr std::uint64_t kMaxUnpackedEntry = std::uint64_t{256} << 20U;
// Longer names are cut.
inline constexpr std::size_t kMaxEntryName = 4096;
inline constexpr unsigned kDefaultArchiveDepth = 3;
inline constexpr unsigned kMaxArchiveDepth = 16;

// Something that lies in the container.
struct Member {
  // The names that lead to it, joined by '!': "data.tar!app/.env".
  std::string_view inside;
  // The last of them: "app/.env".
  std::string_view name;
  ByteView bytes;         // Valid until the call returns, unless `in_place`.
  bool in_place = false;  // They are a part of the outermost container's.
  bool is_link = false;   // They are a symlink's text.
};

// What could not be unpacked of one container, for one reason.
struct Unopened {
  GapReason reason = GapReason::kCorrupt;
  std::string inside;  // Leads to the first such entry; may be empty.
  std::string cause;   // One line for people.
  // The same for these bytes wherever they lie: see archive_gap_id().
  std::string identity;
  // An archive that lies deeper than was asked for.
  bool too_deep = false;

  friend bool operator==(const Unopened&, const Unopened&) = default;
};

// The identity of the gap that this is: of the container's bytes, so that it is
// the same whichever command met them and whatever they lie in.
FindingId archive_gap_id(const Unopened& unopened);

// An entry, with or without bytes.
struct EntryName {
  std::string_view inside;  // As for a Member.
  std::string_view name;
  bool is_folder = false;
  bool outermost = false;  // It is the outermost container's own.
};

struct ContainerVisitor {
  // Before the entry's member; may be empty.
  std::function<void(const EntryName&)> entry = {};
  std::function<void(const Member&)> member;
  std::function<void(const Unopened&)> unopened;
};

// Calls `member` for each entry that holds bytes, outer ones first and in the
// container's order, then for those inside it, down to `depth` containers in
// each other (1: this one's own entries; 0: nothing at all). What is no
// container has no members. Never throws for anything that the bytes hold.
void walk_container(ByteView bytes, unsigned depth,
                    const ContainerVisitor& visitor);

}  // namespace gitward

#include "archive/zip_directory.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "archive/container_kind.h"

// APPNOTE.TXT: local entries (4.3.7), the central directory (4.3.12), its end
// (4.3.16) and zip64's (4.3.14, 4.3.15; the extra field 4.5.3).

namespace gitward {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kLocal = "PK\x03\x04"sv;
constexpr std::size_t kLocalSize = 30;
constexpr std::string_view kCentral = "PK\x01\x02"sv;
constexpr std::size_t kCentralSize = 46;
constexpr std::string_view kEnd = "PK\x05\x06"sv;
constexpr std::size_t kEndSize = 22;
constexpr std::string_view kLocator = "PK\x06\x07"sv;
constexpr std::size_t kLocatorSize = 20;
constexpr std::string_view kEnd64 = "PK\x06\x06"sv;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kMostComment = 0xffff;
constexpr std::uint64_t kIn64 = 0xffffffff;

// Requires: the bytes are there.
std::uint64_t number_at(ByteView bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = size; i > 0; --i) {
    number = number << 8U | byte_of(bytes[at + i - 1]);
  }
  return number;
}

struct Directory {
  std::size_t begin = 0;
  std::size_t end = 0;  // Behind the end record.
  // Offsets count from here: a stub can stand before the zip.
  std::size_t base = 0;
};

std::optional<Directory> directory_with_end(ByteView bytes, std::size_t end) {
  Directory directory;
  directory.end = end + kEndSize;  // Something may stand in the comment.
  std::uint64_t size = number_at(bytes, end + 12, 4);
  std::uint64_t offset = number_at(bytes, end + 16, 4);
  std::size_t behind = end;
  if (end >= kLocatorSize + kEnd64Size &&
      bytes.substr(end - kLocatorSize).starts_with(kLocator)) {
    // It stands right before its locator, unless somebody extended it.
    const std::size_t at = end - kLocatorSize - kEnd64Size;
    if (!bytes.substr(at).starts_with(kEnd64)) return std::nullopt;
    size = number_at(bytes, at + 40, 8);
    offset = number_at(bytes, at + 48, 8);
    behind = at;
  }
  if (size > behind) return std::nullopt;
  directory.begin = behind - size;
  if (offset > directory.begin) return std::nullopt;
  directory.base = directory.begin - offset;
  return directory;
}

std::optional<Directory> find_directory(ByteView bytes) {
  if (bytes.size() < kEndSize) return std::nullopt;
  const std::size_t last = bytes.size() - kEndSize;
  const std::size_t first = last > kMostComment ? last - kMostComment : 0;
  std::size_t at = bytes.rfind(kEnd, last);
  while (at != ByteView::npos && at >= first) {
    if (const auto directory = directory_with_end(bytes, at)) return directory;
    if (at == 0) break;
    at = bytes.rfind(kEnd, at - 1);
  }
  return std::nullopt;
}

// What zip64's extra field says of an entry.
void read_extra64(ByteView extra, bool has_unpacked, std::uint64_t& packed,
                  std::uint64_t& offset) {
  while (extra.size() >= 4) {
    const std::uint64_t id = number_at(extra, 0, 2);
    const std::uint64_t size = number_at(extra, 2, 2);
    ByteView field = extra.substr(4, size);
    extra.remove_prefix(std::min<std::size_t>(4 + size, extra.size()));
    if (id != 1) continue;
    const auto take = [&](std::uint64_t& number) {
      if (number != kIn64 || field.size() < 8) return;
      number = number_at(field, 0, 8);
      field.remove_prefix(8);
    };
    std::uint64_t unpacked = has_unpacked ? kIn64 : 0;
    take(unpacked);
    take(packed);
    take(offset);
    return;
  }
}

// Where an entry is whose header stands there; nothing if none does.
std::optional<ByteRange> local_entry(ByteView bytes, std::uint64_t at,
                                     std::uint64_t packed) {
  if (at > bytes.size() || bytes.size() - at < kLocalSize) return std::nullopt;
  if (!bytes.substr(at).starts_with(kLocal)) return std::nullopt;
  const std::uint64_t data = at + kLocalSize + number_at(bytes, at + 26, 2) +
                             number_at(bytes, at + 28, 2);
  if (data > bytes.size() || packed > bytes.size() - data) return std::nullopt;
  return ByteRange{at, data + packed};
}

// Those that the directory lists, with itself; sorted.
std::vector<ByteRange> listed_parts(ByteView bytes,
                                    const Directory& directory) {
  std::vector<ByteRange> parts;
  parts.push_back({directory.begin, directory.end});
  std::size_t at = directory.begin;
  while (at + kCentralSize <= directory.end &&
         bytes.substr(at).starts_with(kCentral)) {
    std::uint64_t packed = number_at(bytes, at + 20, 4);
    const bool has_unpacked = number_at(bytes, at + 24, 4) == kIn64;
    const std::uint64_t name = number_at(bytes, at + 28, 2);
    const std::uint64_t extra = number_at(bytes, at + 30, 2);
    const std::uint64_t comment = number_at(bytes, at + 32, 2);
    std::uint64_t offset = number_at(bytes, at + 42, 4);
    if (at + kCentralSize + name + extra > directory.end) break;
    read_extra64(bytes.substr(at + kCentralSize + name, extra), has_unpacked,
                 packed, offset);
    if (const auto entry =
            offset > bytes.size()
                ? std::nullopt
                : local_entry(bytes, directory.base + offset, packed)) {
      parts.push_back(*entry);
    }
    at += kCentralSize + name + extra + comment;
  }
  std::sort(parts.begin(), parts.end());
  return parts;
}

// Four bytes are no proof of an entry; here is more of what they fix.
bool is_entry(ByteView bytes) {
  constexpr std::array<std::uint64_t, 16> kMethods = {
      0, 1, 6, 8, 9, 10, 12, 14, 18, 19, 93, 94, 95, 97, 98, 99};
  constexpr std::uint64_t kLatestVersion = 63;
  if (bytes.size() < kLocalSize) return false;
  const std::uint64_t name = number_at(bytes, 26, 2);
  return (number_at(bytes, 4, 2) & 0xffU) <= kLatestVersion && name > 0 &&
         name <= bytes.size() - kLocalSize &&
         std::find(kMethods.begin(), kMethods.end(), number_at(bytes, 8, 2)) !=
             kMethods.end();
}

void add_entries_in(ByteView bytes, ByteRange hole,
                    std::vector<ByteRange>& parts) {
  const ByteView within = bytes.substr(0, hole.end);
  std::size_t at = hole.begin;
  while (true) {
    at = within.find(kLocal, at);
    if (at == ByteView::npos) return;
    if (!is_entry(within.substr(at))) {
      at += kLocal.size();
      continue;
    }
    const std::size_t end = within.find(kEnd, at);
    const bool ends = end != ByteView::npos && hole.end - end >= kEndSize;
    parts.push_back({at, ends ? end + kEndSize : hole.end});
    at = parts.back().end;
  }
}

}  // namespace

std::vector<ByteRange> unlisted_zip_parts(ByteView bytes) {
  const auto directory = find_directory(bytes);
  if (!directory) return {};
  std::vector<ByteRange> unlisted;
  const std::vector<ByteRange> listed = listed_parts(bytes, *directory);
  const ContainerKind before =
      container_kind(bytes.substr(0, listed.front().begin));
  std::size_t at = 0;
  if (before != ContainerKind::kNone && before != ContainerKind::kZip) {
    unlisted.push_back({0, listed.front().begin});
    at = listed.front().begin;
  }
  for (const ByteRange& part : listed) {
    if (part.begin > at) add_entries_in(bytes, {at, part.begin}, unlisted);
    at = std::max(at, part.end);
  }
  if (at < bytes.size()) add_entries_in(bytes, {at, bytes.size()}, unlisted);
  return unlisted;
}

bool has_zip_end(ByteView part) {
  return part.size() >= kEndSize &&
         part.substr(part.size() - kEndSize).starts_with(kEnd);
}

}  // namespace gitward

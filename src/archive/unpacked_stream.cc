#include "archive/unpacked_stream.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "archive/libarchive.h"
#include "base/text.h"

namespace gitward {
namespace {

constexpr std::array<char, std::size_t{64} << 10U> kZeros{};

struct Packing {
  EnableSupport support;
  int filter;
};

Packing packing_of(ContainerKind kind) {
  switch (kind) {
    case ContainerKind::kGzip:
      return {archive_read_support_filter_gzip, ARCHIVE_FILTER_GZIP};
    case ContainerKind::kBzip2:
      return {archive_read_support_filter_bzip2, ARCHIVE_FILTER_BZIP2};
    case ContainerKind::kXz:
      return {archive_read_support_filter_xz, ARCHIVE_FILTER_XZ};
    case ContainerKind::kZstd:
      return {archive_read_support_filter_zstd, ARCHIVE_FILTER_ZSTD};
    case ContainerKind::kCpio:
      return {archive_read_support_filter_none, ARCHIVE_FILTER_NONE};
    default:
      return {archive_read_support_filter_lzma, ARCHIVE_FILTER_LZMA};
  }
}

}  // namespace

UnpackedStream::UnpackedStream(ContainerKind packing, ByteView bytes,
                               UnpackBudget& budget)
    : handle_(new_archive_reader()), budget_(&budget) {
  open(packing, bytes);
  read_head();
}

void UnpackedStream::open(ContainerKind packing, ByteView bytes) {
  archive* const handle = handle_.get();
  const auto [support, filter] = packing_of(packing);
  // Appending a filter that would be a program starts it: hence the first.
  if (!enable_support(handle, {support, archive_read_support_format_raw,
                               archive_read_support_format_empty}) ||
      archive_read_append_filter(handle, filter) != ARCHIVE_OK) {
    failure_ = not_supported();
    return;
  }
  int status = archive_read_open_memory(handle, bytes.data(), bytes.size());
  // What is damaged from the first byte is taken for empty, but for an error
  // that was noted, or because nothing was read of it.
  if (status == ARCHIVE_OK && archive_errno(handle) != 0) {
    status = ARCHIVE_FATAL;
  }
  archive_entry* entry = nullptr;
  if (status == ARCHIVE_OK) status = archive_read_next_header(handle, &entry);
  if (status == ARCHIVE_OK) {
    name_ = name_of(entry);
  } else if (status != ARCHIVE_EOF) {
    failure_ = failure_of(handle);
  } else if (archive_filter_bytes(handle, -1) == 0) {
    failure_ = {GapReason::kCorrupt, "its head is damaged"};
  } else {
    ended_ = true;
  }
}

void UnpackedStream::read_head() {
  constexpr std::size_t kTarBlock = 512;
  ByteView piece = unpack();
  while (!piece.empty() && head_.empty()) {
    const std::size_t first =
        std::min(piece.find_first_not_of('\0'), piece.size());
    zeros_ += first;
    if (first < piece.size()) {
      const std::uint64_t lead = zeros_ % kTarBlock;
      zeros_ -= lead;
      head_.assign(static_cast<std::size_t>(lead), '\0');
      head_.append(piece.substr(first));
    } else {
      piece = unpack();
    }
  }
  while (!head_.empty() && head_.size() < kTarBlock) {
    piece = unpack();
    if (piece.empty()) break;
    head_.append(piece);
  }
  if (zeros_ == 0) return;
  if (container_kind(head_) == ContainerKind::kTar) {
    zeros_ = 0;
  } else {
    begins_with_zeros_ = true;
  }
}

ByteView UnpackedStream::next_piece() {
  if (zeros_ > 0) {
    const std::size_t size = static_cast<std::size_t>(
        std::min<std::uint64_t>(zeros_, kZeros.size()));
    zeros_ -= size;
    return {kZeros.data(), size};
  }
  if (!gave_head_) {
    gave_head_ = true;
    if (!head_.empty()) return head_;
  }
  return unpack();
}

ByteView UnpackedStream::unpack() {
  if (ended_ || failure_) return {};
  const void* data = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  int status = ARCHIVE_RETRY;
  while (status == ARCHIVE_RETRY || (status == ARCHIVE_OK && size == 0)) {
    status = archive_read_data_block(handle_.get(), &data, &size, &offset);
  }
  if (status == ARCHIVE_EOF) {
    ended_ = true;
    return {};
  }
  if (status != ARCHIVE_OK) {
    failure_ = failure_of(handle_.get());
    return {};
  }
  if (!budget_->spend(size)) {
    failure_ = {GapReason::kLimit,
                fmt::format("it unfolds to more than {} bytes",
                            grouped(budget_->limit()))};
    return {};
  }
  return {static_cast<const char*>(data), size};
}

}  // namespace gitward

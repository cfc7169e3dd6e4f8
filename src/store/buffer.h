// Memory for object contents that is not cleared before it is overwritten.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace gitward {

// Bytes of a fixed size; move-only.
class Buffer {
 public:
  Buffer() = default;

  char* data() { return data_.get(); }
  ByteView view() const { return {data_.get(), size_}; }
  bool allocated() const { return data_ != nullptr; }
  std::size_t capacity() const { return capacity_; }

 private:
  friend class BufferPool;
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// Recycles buffers: fresh pages cost more than inflating into old ones. Not
// thread-safe: one per thread.
class BufferPool {
 public:
  Buffer take(std::size_t size) {
    const std::size_t capacity =
        std::bit_ceil(std::max<std::size_t>(size, kSmallest));
    std::vector<Buffer>& free = shelf(capacity);
    Buffer buffer;
    if (!free.empty()) {
      buffer = std::move(free.back());
      free.pop_back();
    } else {
      buffer.data_ = std::make_unique_for_overwrite<char[]>(capacity);
      buffer.capacity_ = capacity;
    }
    buffer.size_ = size;
    return buffer;
  }

  void give_back(Buffer buffer) {
    // Large ones are rare, and keeping them would be the memory's peak.
    if (!buffer.allocated() || buffer.capacity_ > kLargestKept) return;
    std::vector<Buffer>& free = shelf(buffer.capacity_);
    if (free.size() < kMostKept) free.push_back(std::move(buffer));
  }

 private:
  static constexpr std::size_t kSmallest = 4096;
  static constexpr std::size_t kLargestKept = std::size_t{8} << 20U;
  static constexpr std::size_t kMostKept = 8;

  std::vector<Buffer>& shelf(std::size_t capacity) {
    const auto index = static_cast<std::size_t>(std::countr_zero(capacity));
    if (shelves_.size() <= index) shelves_.resize(index + 1);
    return shelves_[index];
  }

  std::vector<std::vector<Buffer>> shelves_;
};

}  // namespace gitward

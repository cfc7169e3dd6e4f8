// Memory on large pages, for tables that are looked up at random: with small
// ones most look-ups miss the processor's table of pages, too.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#if defined(__linux__)
#  include <sys/mman.h>
#endif

namespace gitward {

// A standard allocator. Small blocks are like any others; for large ones the
// system is asked for large pages, which it need not have.
template <class T>
struct LargePageAllocator {
  using value_type = T;

  static constexpr std::size_t kPage = std::size_t{1} << 21U;

  LargePageAllocator() = default;
  template <class Other>
  // NOLINTNEXTLINE(google-explicit-constructor): allocators convert.
  LargePageAllocator(const LargePageAllocator<Other>& /*other*/) noexcept {}

  // Throws std::bad_alloc.
  T* allocate(std::size_t count) {
    if (count > SIZE_MAX / 2 / sizeof(T)) throw std::bad_alloc();
    const std::size_t size = count * sizeof(T);
    void* block = nullptr;
    if (size < kPage) {
      block = std::malloc(size);
    } else {
      const std::size_t whole = (size + kPage - 1) / kPage * kPage;
      block = std::aligned_alloc(kPage, whole);
#if defined(MADV_HUGEPAGE)
      // Advice: where it is not taken, the block is as good.
      if (block != nullptr) madvise(block, whole, MADV_HUGEPAGE);
#endif
    }
    if (block == nullptr) throw std::bad_alloc();
    return static_cast<T*>(block);
  }
  void deallocate(T* block, std::size_t /*count*/) noexcept {
    std::free(block);
  }

  friend bool operator==(LargePageAllocator, LargePageAllocator) = default;
};

template <class T>
using LargeVector = std::vector<T, LargePageAllocator<T>>;

}  // namespace gitward

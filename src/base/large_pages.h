// Memory on large pages, for tables that are looked up at random: with small
// ones most look-ups miss the processor's table of pages, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

#if defined(__linux__)
#  include <sys/mman.h>
#endif

namespace gitward {

// A standard allocator. For large blocks the system is asked for large pages,
// which it need not have; they go back to it at once.
template <class T>
struct LargePageAllocator {
  using value_type = T;

  LargePageAllocator() = default;
  template <class Other>
  // NOLINTNEXTLINE(google-explicit-constructor): allocators convert.
  LargePageAllocator(const LargePageAllocator<Other>& /*other*/) noexcept {}

  // Throws std::bad_alloc.
  T* allocate(std::size_t count) {
    if (count > SIZE_MAX / 2 / sizeof(T)) throw std::bad_alloc();
    const std::size_t size = count * sizeof(T);
#if defined(MADV_HUGEPAGE)
    if (size >= kLeast) {
      void* const block = mmap(nullptr, whole(size), PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (block == MAP_FAILED) throw std::bad_alloc();
      // Advice: where it is not taken, the block is as good.
      madvise(block, whole(size), MADV_HUGEPAGE);
      return static_cast<T*>(block);
    }
#endif
    void* const block = std::malloc(size);
    if (block == nullptr) throw std::bad_alloc();
    return static_cast<T*>(block);
  }
  void deallocate(T* block, std::size_t count) noexcept {
#if defined(MADV_HUGEPAGE)
    if (count * sizeof(T) >= kLeast) {
      munmap(block, whole(count * sizeof(T)));
      return;
    }
#endif
    std::free(block);
  }

  friend bool operator==(LargePageAllocator, LargePageAllocator) = default;

 private:
  static constexpr std::size_t kPage = std::size_t{1} << 21U;
  static constexpr std::size_t kLeast = 4 * kPage;

  // From 6.7 on Linux aligns what has a multiple of the page's size; before, a
  // page at either end may stay small.
  static constexpr std::size_t whole(std::size_t size) {
    return (size + kPage - 1) / kPage * kPage;
  }
};

template <class T>
using LargeVector = std::vector<T, LargePageAllocator<T>>;

}  // namespace gitward

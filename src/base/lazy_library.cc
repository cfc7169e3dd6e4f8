#include "base/lazy_library.h"

#include <dlfcn.h>
#include <string>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward {
namespace {

std::string reason() {
  const char* const text = dlerror();
  return text == nullptr ? "no reason given" : visible(text);
}

}  // namespace

void* LazyLibrary::find(const char* function) {
  void* handle = handle_.load(std::memory_order_acquire);
  if (handle == nullptr) {
    // Two threads that come here at once get the same handle. All of the
    // library's own references are bound now: one that is missing is told
    // here, where it can be, and does not end the program later.
    handle = dlopen(soname_, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
      throw Error(
          ErrorKind::kBug,
          fmt::format("can't load the library {}, which gitward was built "
                      "with: {}; install it, or name its folder in "
                      "LD_LIBRARY_PATH",
                      soname_, reason()));
    }
    handle_.store(handle, std::memory_order_release);
  }
  void* const address = dlsym(handle, function);
  if (address == nullptr) {
    throw Error(ErrorKind::kBug,
                fmt::format("the library {} is not the one that gitward was "
                            "built with: {}; install that one, or build "
                            "gitward again",
                            soname_, reason()));
  }
  return address;
}

}  // namespace gitward

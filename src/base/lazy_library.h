// Shared libraries that are loaded when something of them is called first.
//
// libgit2 and libarchive bring two dozen further libraries along (TLS, SSH,
// Kerberos, XML, ICU), and linking those takes several times as long as a
// clean `gitward staged`, which calls neither. So the program is not linked
// with the two; the headers git/libgit2.h and archive/libarchive.h stand
// between them and their callers, who see no difference:
//
//   inline constinit LazyLibrary libgit2(GITWARD_LIBGIT2_SONAME);
//   inline constinit LazyFunction<decltype(::git_odb_free)> git_odb_free(
//       libgit2, "git_odb_free");
//
// In namespace gitward that name hides the library's own. A function that is
// not listed in this way does not link.
#pragma once

#include <atomic>

namespace gitward {

// Thread safety: all functions may be called by several threads at once.
class LazyLibrary {
 public:
  // The name that the dynamic linker would look for, and in the same places:
  // what a linked library's name would be in the program.
  constexpr explicit LazyLibrary(const char* soname) : soname_(soname) {}
  // The address of a function. Throws Error(kBug), which no run takes for one
  // unreadable thing, if the library can't be loaded or lacks the function.
  void* find(const char* function);

 private:
  const char* soname_;
  std::atomic<void*> handle_ = nullptr;
};

// Called as the function is; as an argument it becomes a pointer to it.
template <class Function>
class LazyFunction {
 public:
  constexpr LazyFunction(LazyLibrary& library, const char* name)
      : library_(library), name_(name) {}
  // Throws like LazyLibrary::find().
  // NOLINTNEXTLINE(google-explicit-constructor): it stands for the function.
  operator Function*() {
    Function* function = function_.load(std::memory_order_acquire);
    if (function == nullptr) {
      function = reinterpret_cast<Function*>(library_.find(name_));
      function_.store(function, std::memory_order_release);
    }
    return function;
  }

 private:
  LazyLibrary& library_;
  const char* name_;
  std::atomic<Function*> function_ = nullptr;
};

}  // namespace gitward

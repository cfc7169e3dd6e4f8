# The libraries gitward stands on. Debian 12 ships CMake packages for some
# and only pkg-config files for the others.
if(GITWARD_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8>=10.40)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate>=1.10)
pkg_check_modules(nettle REQUIRED IMPORTED_TARGET nettle>=3.7)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash>=0.8)
pkg_check_modules(libarchive REQUIRED IMPORTED_TARGET libarchive>=3.6)
if(GITWARD_STATIC)
  # What the parts of libarchive.a that gitward uses refer to. Its own list
  # (pkg-config --static) is of all parts, and leads to libxml2 and the network.
  pkg_check_modules(archive_needs REQUIRED IMPORTED_TARGET
    liblz4 liblzma libzstd zlib)
  find_package(BZip2 REQUIRED)
  target_link_libraries(PkgConfig::libarchive INTERFACE
    PkgConfig::archive_needs BZip2::BZip2 PkgConfig::nettle)
  # Debian has no archive of it; its headers alone will do.
  add_library(fmt::fmt INTERFACE IMPORTED)
  target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY)
  include(Libgit2)
else()
  find_package(fmt REQUIRED)
  pkg_check_modules(libgit2 REQUIRED IMPORTED_TARGET libgit2>=1.5)
endif()

# toml++'s headers alone, which is what it is made for: Debian's is a library,
# and loading that takes a twentieth of a clean `gitward staged`, for nothing.
find_package(tomlplusplus REQUIRED)
add_library(gitward_toml INTERFACE)
target_include_directories(gitward_toml SYSTEM INTERFACE
  $<TARGET_PROPERTY:tomlplusplus::tomlplusplus,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_definitions(gitward_toml INTERFACE TOML_HEADER_ONLY=1)

# What a clean `gitward staged` never calls is loaded when it is called.
include(LazyLibrary)
gitward_lazy_library(libarchive)
gitward_lazy_library(libgit2)

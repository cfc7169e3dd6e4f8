# The libraries gitward stands on. Debian 12 ships CMake packages for some
# and only pkg-config files for the others.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tomlplusplus REQUIRED)
pkg_check_modules(libgit2 REQUIRED IMPORTED_TARGET libgit2>=1.5)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8>=10.40)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate>=1.10)
pkg_check_modules(nettle REQUIRED IMPORTED_TARGET nettle>=3.7)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash>=0.8)

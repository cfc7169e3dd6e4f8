# libgit2 for the static binary, from a source tree (1.8 or later) and without
# the code that speaks to other machines. Defines PkgConfig::libgit2, as
# Dependencies.cmake does for the system's library.
if(NOT EXISTS ${GITWARD_LIBGIT2_SOURCE}/include/git2/version.h)
  message(FATAL_ERROR "GITWARD_LIBGIT2_SOURCE is '${GITWARD_LIBGIT2_SOURCE}', "
    "but must be the folder of libgit2's sources (scripts/static brings them)")
endif()

# A function, so that these settings are libgit2's alone.
function(gitward_add_libgit2)
  # Its options take the values of these variables, as newer CMake has it.
  set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
  set(CMAKE_POLICY_DEFAULT_CMP0126 NEW)
  # With strict C its checks of the system miss what is beyond the standard.
  set(CMAKE_C_EXTENSIONS ON)
  set(BUILD_SHARED_LIBS OFF)
  set(BUILD_TESTS OFF)
  set(BUILD_CLI OFF)
  set(USE_HTTPS OFF)
  set(USE_SSH OFF)
  set(USE_GSSAPI OFF)
  set(USE_NTLMCLIENT OFF)
  set(USE_HTTP_PARSER builtin)
  set(USE_SHA1 CollisionDetection)
  set(USE_SHA256 Builtin)
  set(USE_BUNDLED_ZLIB ON)
  # The one that gitward links; "builtin" would be a second copy of it, without
  # its compiler, and the linker would take either.
  set(REGEX_BACKEND pcre2)
  set(CMAKE_EXPORT_COMPILE_COMMANDS OFF)
  set(CMAKE_MESSAGE_LOG_LEVEL WARNING)
  add_subdirectory(${GITWARD_LIBGIT2_SOURCE} ${PROJECT_BINARY_DIR}/libgit2
    EXCLUDE_FROM_ALL SYSTEM)
endfunction()
gitward_add_libgit2()

# Even then its transports and streams are compiled, and bring in libc's
# sockets and resolver. They are left out; what the rest refers to is in
# no_network.c. A libgit2 that refers to more than that does not link.
get_target_property(sources libgit2 SOURCES)
list(FILTER sources EXCLUDE REGEX
  "/src/libgit2/(streams/.*|transports/.*|transport)\\.c$")
set_property(TARGET libgit2 PROPERTY
  SOURCES ${sources} ${PROJECT_SOURCE_DIR}/src/git/no_network.c)
# The user database can be remote, too, and would be loaded as a plugin.
set_source_files_properties(${GITWARD_LIBGIT2_SOURCE}/src/libgit2/sysdir.c
  TARGET_DIRECTORY libgit2 PROPERTIES
  COMPILE_DEFINITIONS getpwuid_r=gitward_no_getpwuid_r)

add_library(PkgConfig::libgit2 INTERFACE IMPORTED)
target_include_directories(PkgConfig::libgit2
  INTERFACE ${GITWARD_LIBGIT2_SOURCE}/include)
target_link_libraries(PkgConfig::libgit2 INTERFACE libgit2package)

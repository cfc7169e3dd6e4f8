# gitward_lazy_library(NAME) makes Lazy::NAME of PkgConfig::NAME: its headers,
# and its soname in GITWARD_NAME_SONAME, but not the library, which is loaded
# when something of it is called first (src/base/lazy_library.h says why).
#
# Where that can't be or does no good, Lazy::NAME is the library itself: in the
# static program, under sanitizers, which want to see all code from the start,
# and where it is no shared ELF library.
macro(gitward_lazy_library name)
  add_library(Lazy::${name} INTERFACE IMPORTED)
  gitward_soname(soname ${${name}_LINK_LIBRARIES})
  if(soname AND NOT GITWARD_STATIC AND NOT GITWARD_SANITIZE)
    string(TOUPPER GITWARD_${name}_SONAME definition)
    target_compile_definitions(Lazy::${name} INTERFACE ${definition}="${soname}")
    target_compile_options(Lazy::${name} INTERFACE ${${name}_CFLAGS_OTHER})
    target_include_directories(Lazy::${name} INTERFACE ${${name}_INCLUDE_DIRS})
    # As CMake does for what is linked: programs find a library that is not
    # where the system's are, from the build folder and, if asked to, installed.
    cmake_path(GET ${name}_LINK_LIBRARIES PARENT_PATH folder)
    if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
      list(APPEND CMAKE_BUILD_RPATH ${folder})
      if(CMAKE_INSTALL_RPATH_USE_LINK_PATH)
        list(APPEND CMAKE_INSTALL_RPATH ${folder})
      endif()
    endif()
  else()
    target_link_libraries(Lazy::${name} INTERFACE PkgConfig::${name})
  endif()
endmacro()

# gitward_soname(RESULT library...): the name by which the dynamic linker looks
# for a library; nothing if it is not a shared one, or if it is not one.
function(gitward_soname result)
  set(${result} "" PARENT_SCOPE)
  list(LENGTH ARGN count)
  if(NOT count EQUAL 1 OR NOT CMAKE_READELF)
    return()
  endif()
  execute_process(COMMAND ${CMAKE_READELF} --dynamic --wide ${ARGN}
    OUTPUT_VARIABLE entries ERROR_QUIET)
  if(entries MATCHES "\\(SONAME\\)[^[]*\\[([^]]+)\\]")
    set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
  endif()
endfunction()

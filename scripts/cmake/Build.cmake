# How every target is compiled: flags live on one interface target.
add_library(gitward_flags INTERFACE)
target_include_directories(gitward_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(gitward_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wunused)
# g++ 12 reports overlaps in optimised std::string that are not there.
# Source: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651
target_compile_options(gitward_flags INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>)
# The preset asan compiles several files of a folder as one: there a file's own
# names may hide those of its neighbours. Alone, they are held to the warning.
if(CMAKE_UNITY_BUILD)
  target_compile_options(gitward_flags INTERFACE -Wno-shadow)
endif()
if(GITWARD_WERROR)
  target_compile_options(gitward_flags INTERFACE -Werror)
endif()
if(GITWARD_SANITIZE)
  target_compile_options(gitward_flags INTERFACE
    -fsanitize=${GITWARD_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(gitward_flags INTERFACE -fsanitize=${GITWARD_SANITIZE})
endif()
if(GITWARD_STATIC)
  target_link_options(gitward_flags INTERFACE -static)
endif()
if(GITWARD_FUZZ)
  target_compile_options(gitward_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# gitward_module(NAME DEPENDS module... LINKS library... SOURCES file...
#   [ALONE file...])
# One folder of src/ as one static library. It may include only the modules
# that it names here. Those ALONE are never compiled together with others.
function(gitward_module name)
  cmake_parse_arguments(arg "" "" "DEPENDS;LINKS;SOURCES;ALONE" ${ARGN})
  set_source_files_properties(${arg_ALONE}
    PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  add_library(gitward_${name} STATIC ${arg_SOURCES})
  list(TRANSFORM arg_DEPENDS PREPEND gitward_)
  target_link_libraries(gitward_${name}
    PUBLIC gitward_flags ${arg_DEPENDS} PRIVATE ${arg_LINKS})
endfunction()

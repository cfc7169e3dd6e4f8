// libarchive, which is loaded when it is called first where the program is not
// linked with it: see base/lazy_library.h. Private to this folder.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#ifdef GITWARD_LIBARCHIVE_SONAME
#  include "base/lazy_library.h"

#  define GITWARD_LAZY(function)                                             \
    inline constinit LazyFunction<decltype(::function)> function(libarchive, \
                                                                 #function)

namespace gitward {

// NOLINTBEGIN(readability-identifier-naming): they are named as in the library.
inline constinit LazyLibrary libarchive(GITWARD_LIBARCHIVE_SONAME);
GITWARD_LAZY(archive_entry_filetype);
GITWARD_LAZY(archive_entry_is_encrypted);
GITWARD_LAZY(archive_entry_pathname);
GITWARD_LAZY(archive_entry_size);
GITWARD_LAZY(archive_entry_size_is_set);
GITWARD_LAZY(archive_entry_symlink);
GITWARD_LAZY(archive_errno);
GITWARD_LAZY(archive_error_string);
GITWARD_LAZY(archive_filter_bytes);
GITWARD_LAZY(archive_format);
GITWARD_LAZY(archive_read_append_filter);
GITWARD_LAZY(archive_read_data_block);
GITWARD_LAZY(archive_read_free);
GITWARD_LAZY(archive_read_new);
GITWARD_LAZY(archive_read_next_header);
GITWARD_LAZY(archive_read_open);
GITWARD_LAZY(archive_read_open_memory);
GITWARD_LAZY(archive_read_set_format_option);
GITWARD_LAZY(archive_read_support_filter_bzip2);
GITWARD_LAZY(archive_read_support_filter_gzip);
GITWARD_LAZY(archive_read_support_filter_lzma);
GITWARD_LAZY(archive_read_support_filter_none);
GITWARD_LAZY(archive_read_support_filter_xz);
GITWARD_LAZY(archive_read_support_filter_zstd);
GITWARD_LAZY(archive_read_support_format_7zip);
GITWARD_LAZY(archive_read_support_format_cpio);
GITWARD_LAZY(archive_read_support_format_empty);
GITWARD_LAZY(archive_read_support_format_raw);
GITWARD_LAZY(archive_read_support_format_tar);
GITWARD_LAZY(archive_read_support_format_zip);
GITWARD_LAZY(archive_read_support_format_zip_streamable);
// NOLINTEND(readability-identifier-naming)

}  // namespace gitward

#  undef GITWARD_LAZY
#endif

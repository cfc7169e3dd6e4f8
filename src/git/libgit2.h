// libgit2, which is loaded when it is called first where the program is not
// linked with it: see base/lazy_library.h. Private to this folder.
#pragma once

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#if __has_include(<git2/sys/errors.h>)
#  include <git2/sys/errors.h>  // git_error_set_str, from libgit2 1.8 on.
#endif

#ifdef GITWARD_LIBGIT2_SONAME
#  include "base/lazy_library.h"

#  define GITWARD_LAZY(function)                                          \
    inline constinit LazyFunction<decltype(::function)> function(libgit2, \
                                                                 #function)

namespace gitward {

// NOLINTBEGIN(readability-identifier-naming): they are named as in the library.
inline constinit LazyLibrary libgit2(GITWARD_LIBGIT2_SONAME);
GITWARD_LAZY(git_buf_dispose);
GITWARD_LAZY(git_config_entry_free);
GITWARD_LAZY(git_config_free);
GITWARD_LAZY(git_config_get_path);
GITWARD_LAZY(git_config_get_string);
GITWARD_LAZY(git_config_iterator_free);
GITWARD_LAZY(git_config_iterator_new);
GITWARD_LAZY(git_config_next);
GITWARD_LAZY(git_error_last);
GITWARD_LAZY(git_error_set_str);
GITWARD_LAZY(git_index_entry_stage);
GITWARD_LAZY(git_index_entrycount);
GITWARD_LAZY(git_index_free);
GITWARD_LAZY(git_index_get_byindex);
GITWARD_LAZY(git_index_read);
GITWARD_LAZY(git_libgit2_init);
GITWARD_LAZY(git_libgit2_opts);
GITWARD_LAZY(git_object_free);
GITWARD_LAZY(git_object_id);
GITWARD_LAZY(git_odb_add_backend);
GITWARD_LAZY(git_odb_backend_data_alloc);
GITWARD_LAZY(git_odb_backend_one_pack);
GITWARD_LAZY(git_odb_foreach);
GITWARD_LAZY(git_odb_free);
GITWARD_LAZY(git_odb_init_backend);
GITWARD_LAZY(git_odb_new);
GITWARD_LAZY(git_odb_object_data);
GITWARD_LAZY(git_odb_object_free);
GITWARD_LAZY(git_odb_object_size);
GITWARD_LAZY(git_odb_object_type);
GITWARD_LAZY(git_odb_read);
GITWARD_LAZY(git_odb_read_header);
GITWARD_LAZY(git_oid_fromraw);
GITWARD_LAZY(git_reference_free);
GITWARD_LAZY(git_reference_iterator_free);
GITWARD_LAZY(git_reference_iterator_new);
GITWARD_LAZY(git_reference_name_is_valid);
GITWARD_LAZY(git_reference_name_to_id);
GITWARD_LAZY(git_reference_next_name);
GITWARD_LAZY(git_repository_commondir);
GITWARD_LAZY(git_repository_config_snapshot);
GITWARD_LAZY(git_repository_discover);
GITWARD_LAZY(git_repository_free);
GITWARD_LAZY(git_repository_index);
GITWARD_LAZY(git_repository_is_bare);
GITWARD_LAZY(git_repository_is_worktree);
GITWARD_LAZY(git_repository_odb);
GITWARD_LAZY(git_repository_open_ext);
GITWARD_LAZY(git_repository_path);
GITWARD_LAZY(git_repository_set_namespace);
GITWARD_LAZY(git_repository_set_odb);
GITWARD_LAZY(git_repository_workdir);
GITWARD_LAZY(git_revparse_single);
// NOLINTEND(readability-identifier-naming)

}  // namespace gitward

#  undef GITWARD_LAZY
#endif

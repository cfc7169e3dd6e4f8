/* What libgit2 refers to of its transports and streams, for the static binary:
   scripts/cmake/Libgit2.cmake leaves those out and compiles this in their
   place, as a part of libgit2. gitward never fetches, so nothing here is ever
   called but the initialisers. */
#include <errno.h>
#include <pwd.h>

#include "common.h"
#include "git2/sys/transport.h"
#include "streams/mbedtls.h"
#include "streams/openssl.h"
#include "streams/registry.h"
#include "streams/socket.h"
#include "transports/http.h"
#include "transports/smart.h"
#include "transports/ssh_libssh2.h"

/* git_libgit2_init() calls these. */
int git_mbedtls_stream_global_init(void) {
  return 0;
}
int git_openssl_stream_global_init(void) {
  return 0;
}
int git_socket_stream_global_init(void) {
  return 0;
}
int git_stream_registry_global_init(void) {
  return 0;
}
int git_transport_ssh_libssh2_global_init(void) {
  return 0;
}

/* git_libgit2_opts() reads and writes these. */
bool git_http__expect_continue = false;
bool git_smart__ofs_delta_enabled = true;
extern int git_socket_stream__connect_timeout;
extern int git_socket_stream__timeout;
int git_socket_stream__connect_timeout = 0;
int git_socket_stream__timeout = 0;

/* Every way to another repository begins here. */
int git_transport_new(git_transport** out, git_remote* owner, const char* url) {
  GIT_UNUSED(owner);
  GIT_UNUSED(url);
  *out = NULL;
  git_error_set(GIT_ERROR_NET, "this program has no network code");
  return -1;
}

/* Asked for the home of a user whom HOME does not speak for, which is the
   caller of a setuid program: unknown. libc's answer could come from the
   network, by way of a plugin that a static binary should not load. */
int gitward_no_getpwuid_r(uid_t uid, struct passwd* entry, char* buffer,
                          size_t size, struct passwd** result);
int gitward_no_getpwuid_r(uid_t uid, struct passwd* entry, char* buffer,
                          size_t size, struct passwd** result) {
  GIT_UNUSED(uid);
  GIT_UNUSED(entry);
  GIT_UNUSED(buffer);
  GIT_UNUSED(size);
  *result = NULL;
  return ENOENT;
}

#include "base/file.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward {
namespace {

Error system_error(std::string_view doing, std::string_view name, int code) {
  return Error(ErrorKind::kInput,
               fmt::format("can't {} {}: {}", doing, visible(name),
                           std::generic_category().message(code)));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  int close() { return fd_ < 0 ? 0 : ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

void write_all(int fd, ByteView bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_error("write", name, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

namespace {

// Returns how many bytes there are.
std::size_t read_into(int descriptor, std::string_view name,
                      std::string& buffer) {
  constexpr std::size_t kStep = std::size_t{1} << 16U;
  std::size_t used = 0;
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    // One byte more, so that one call of read() says that it was all.
    const std::size_t size = static_cast<std::size_t>(status.st_size) + 1;
    if (buffer.size() < size) buffer.resize(size);
  }
  for (;;) {
    if (buffer.size() == used) buffer.resize(buffer.size() * 2 + kStep);
    const ssize_t got =
        ::read(descriptor, buffer.data() + used, buffer.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error("read", name, errno);
    if (got == 0) return used;
    used += static_cast<std::size_t>(got);
  }
}

// Negative if there is no such file.
int open_file(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno != ENOENT && errno != ENOTDIR) {
    throw system_error("open", path.native(), errno);
  }
  return fd;
}

}  // namespace

std::string read_all(int descriptor, std::string_view name) {
  std::string bytes;
  bytes.resize(read_into(descriptor, name, bytes));
  return bytes;
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  const Descriptor file(open_file(path));
  if (file.get() < 0) return std::nullopt;
  return read_all(file.get(), path.native());
}

std::optional<ByteView> read_file_into(const std::filesystem::path& path,
                                       std::string& buffer) {
  const Descriptor file(open_file(path));
  if (file.get() < 0) return std::nullopt;
  const std::size_t size = read_into(file.get(), path.native(), buffer);
  return ByteView(buffer).substr(0, size);
}

void write_file_atomically(const std::filesystem::path& path, ByteView bytes,
                           unsigned mode) {
  struct stat before {};
  const bool existed = ::stat(path.c_str(), &before) == 0;
  const std::string temporary =
      fmt::format("{}.tmp-{}", path.native(), ::getpid());
  Descriptor file(::open(temporary.c_str(),
                         O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                         static_cast<mode_t>(mode)));
  if (file.get() < 0) throw system_error("create", temporary, errno);
  try {
    if (existed && ::fchmod(file.get(), before.st_mode & 07777U) != 0) {
      throw system_error("set the mode of", temporary, errno);
    }
    write_all(file.get(), bytes, temporary);
    if (::fsync(file.get()) != 0) throw system_error("sync", temporary, errno);
    if (file.close() != 0) throw system_error("close", temporary, errno);
    if (std::rename(temporary.c_str(), path.c_str()) != 0) {
      throw system_error("replace", path.native(), errno);
    }
  } catch (const Error&) {
    ::unlink(temporary.c_str());
    throw;
  }
}

}  // namespace gitward

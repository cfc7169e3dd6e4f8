// Whole files: read into memory, written atomically.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace gitward {

// The file's bytes, or nothing if there is no such file. Any other failure
// (no permission, a directory, an I/O error) throws Error(kInput).
std::optional<std::string> read_file(const std::filesystem::path& path);

// The same into a buffer that is used again and again: it only ever grows, so
// its size says nothing. The view is into it.
std::optional<ByteView> read_file_into(const std::filesystem::path& path,
                                       std::string& buffer);

// Reads a stream to its end: `descriptor` is borrowed, `name` is for errors.
std::string read_all(int descriptor, std::string_view name);

// Replaces the file in one step: temporary file beside it, fsync, rename.
// Permissions of a file that was there are kept, else `mode` applies under
// the umask. Readers see the old bytes or the new ones, never a mixture.
// Throws Error(kInput).
void write_file_atomically(const std::filesystem::path& path, ByteView bytes,
                           unsigned mode = 0666);

}  // namespace gitward

// Archives for tests, made by libarchive's writer.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using PackedFile = std::pair<std::string, std::string>;  // Name and bytes.

// `format` as archive_write_set_format_by_name() has it ("zip", "gnutar",
// "7zip", "newc", "raw"), `filter` likewise ("" for none).
inline std::string packed(const std::string& format, const std::string& filter,
                          const std::vector<PackedFile>& files,
                          const std::string& options = "") {
  struct archive* const writer = archive_write_new();
  std::string bytes(1 << 20, '\0');
  for (const PackedFile& file : files)
    bytes.resize(bytes.size() + 2 * file.second.size());
  std::size_t used = 0;
  const auto check = [&](int status) {
    if (status == ARCHIVE_OK) return;
    throw std::runtime_error(archive_error_string(writer));
  };
  check(archive_write_set_format_by_name(writer, format.c_str()));
  if (!filter.empty()) {
    check(archive_write_add_filter_by_name(writer, filter.c_str()));
  }
  if (!options.empty()) {
    check(archive_write_set_options(writer, options.c_str()));
    check(archive_write_set_passphrase(writer, "open sesame"));
  }
  check(archive_write_open_memory(writer, bytes.data(), bytes.size(), &used));
  for (const auto& [name, content] : files) {
    struct archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    check(archive_write_header(writer, entry));
    if (archive_write_data(writer, content.data(), content.size()) !=
        static_cast<la_ssize_t>(content.size())) {
      throw std::runtime_error(archive_error_string(writer));
    }
    archive_entry_free(entry);
  }
  check(archive_write_close(writer));
  archive_write_free(writer);
  bytes.resize(used);
  return bytes;
}

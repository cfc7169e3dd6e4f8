#include "base/file.h"

#include <filesystem>

#include "base/error.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace gitward;

TEST_CASE("a missing file is nothing, an unreadable one an error") {
  const TemporaryFolder folder;
  CHECK_FALSE(read_file(folder / "absent"));
  CHECK_FALSE(read_file(folder / "absent" / "deeper"));
  CHECK_THROWS_AS(read_file(folder.path()), Error);
}

TEST_CASE("an atomic write replaces the bytes and keeps the mode") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "hook", "one", 0755);
  write_file_atomically(folder / "hook", "two");
  CHECK(read_file(folder / "hook") == "two");
  using std::filesystem::perms;
  const auto mode = std::filesystem::status(folder / "hook").permissions();
  CHECK((mode & perms::owner_exec) != perms::none);
}

TEST_CASE("a failed write leaves no temporary file behind") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "taken");
  write_file_atomically(folder / "taken" / "inside", "x");
  CHECK_THROWS_AS(write_file_atomically(folder / "taken", "bytes"), Error);
  std::size_t entries = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(folder.path())) {
    ++entries;
  }
  CHECK(entries == 1);
}

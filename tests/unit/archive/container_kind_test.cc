#include "archive/container_kind.h"

#include <string>

#include "support/catch.h"
#include "support/packer.h"

using namespace gitward;

namespace {

const std::vector<PackedFile> kFiles = {{"a.txt", "some text\n"}};

}  // namespace

TEST_CASE("a container is known by its bytes") {
  CHECK(container_kind(packed("zip", "", kFiles)) == ContainerKind::kZip);
  CHECK(container_kind(packed("gnutar", "", kFiles)) == ContainerKind::kTar);
  CHECK(container_kind(packed("pax", "", kFiles)) == ContainerKind::kTar);
  CHECK(container_kind(packed("v7tar", "", kFiles)) == ContainerKind::kTar);
  CHECK(container_kind(packed("7zip", "", kFiles)) == ContainerKind::kSevenZip);
  CHECK(container_kind(packed("newc", "", kFiles)) == ContainerKind::kCpio);
  CHECK(container_kind(packed("odc", "", kFiles)) == ContainerKind::kCpio);
  CHECK(container_kind(packed("arbsd", "", kFiles)) == ContainerKind::kAr);
  CHECK(container_kind(packed("raw", "gzip", kFiles)) == ContainerKind::kGzip);
  CHECK(container_kind(packed("raw", "bzip2", kFiles)) ==
        ContainerKind::kBzip2);
  CHECK(container_kind(packed("raw", "xz", kFiles)) == ContainerKind::kXz);
  CHECK(container_kind(packed("raw", "zstd", kFiles)) == ContainerKind::kZstd);
}

TEST_CASE("a zip behind a program's stub is a zip") {
  CHECK(container_kind("#!/bin/sh\nexit\n" + packed("zip", "", kFiles)) ==
        ContainerKind::kZip);
}

TEST_CASE("a zip with a comment is found by its record, which has a NUL") {
  std::string zip = "stub " + packed("zip", "", kFiles);
  const std::string comment = "of a release";
  zip[zip.size() - 2] = static_cast<char>(comment.size());
  zip += comment;
  CHECK(container_kind(zip) == ContainerKind::kZip);
  CHECK(container_kind(zip, true) == ContainerKind::kZip);
  // It says so in vain: then the record is not looked for.
  CHECK(container_kind(zip, false) == ContainerKind::kNone);
}

TEST_CASE("a zip so large that its record needs no NUL is found without one") {
  constexpr std::size_t kDirectory = 0x01010101;
  const std::string record = std::string("PK\x05\x06") +
                             std::string(8, '\x01') + std::string(4, '\x01') +
                             std::string(4, '\x01') + "\x01\x01";
  const std::string comment(0x0101, 'c');
  const std::string zip = std::string(kDirectory, 'x') + record + comment;
  CHECK(container_kind(zip, false) == ContainerKind::kZip);
  CHECK(container_kind(zip.substr(1), false) == ContainerKind::kNone);
}

TEST_CASE("a few bytes that could begin a container are none") {
  const std::string rest(600, 'x');
  for (const char* const magic :
       {"", "PK", "PK\x03", "\x1f\x8b", "\x1f\x8b\x08\xe0", "BZh9", "BZh91AY",
        "070701 is a number", "070707", "!<arch>", "7z",
        "\xfd"
        "7zXZ"}) {
    CAPTURE(magic);
    CHECK(container_kind(magic) == ContainerKind::kNone);
    CHECK(container_kind(magic + rest) == ContainerKind::kNone);
  }
  std::string tar = packed("gnutar", "", kFiles);
  tar[0] = 'b';  // Now its sum is wrong.
  CHECK(container_kind(tar) == ContainerKind::kNone);
  CHECK(container_kind(std::string(2048, '\0')) == ContainerKind::kNone);
}

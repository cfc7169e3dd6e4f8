#include "archive/container_walk.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "support/catch.h"
#include "support/packer.h"
#include "support/walked.h"

using namespace gitward;

namespace {

const std::vector<PackedFile> kFiles = {{"app/.env", "secret"},
                                        {"readme", "text"}};
const Lines kLines = {"app/.env=secret", "readme=text"};

// A zip whose entries are each `size` zero bytes.
std::string zeros(std::size_t size, std::size_t entries = 1) {
  std::vector<PackedFile> files;
  for (std::size_t i = 0; i < entries; ++i) {
    files.emplace_back(std::to_string(i), std::string(size, '\0'));
  }
  return packed("zip", "", files);
}

}  // namespace

TEST_CASE("every format gives its entries in their order") {
  for (const char* const format :
       {"zip", "gnutar", "pax", "ustar", "v7tar", "7zip", "newc", "odc"}) {
    CAPTURE(format);
    const Walked walked = walk(packed(format, "", kFiles));
    CHECK(walked.members == kLines);
    CHECK(walked.unopened.empty());
  }
  for (const char* const filter : {"gzip", "bzip2", "xz", "zstd"}) {
    CAPTURE(filter);
    CHECK(walk(packed("gnutar", filter, kFiles)).members == kLines);
    CHECK(walk(packed("raw", filter, {{"x", "secret"}})).members ==
          Lines{"data=secret"});
  }
}

TEST_CASE("a zip behind a program and before a comment is one") {
  for (const std::size_t size : {1U, 300U, 0xffffU}) {
    CAPTURE(size);
    std::string zip = packed("zip", "", kFiles);
    zip[zip.size() - 2] = static_cast<char>(size & 0xffU);
    zip[zip.size() - 1] = static_cast<char>(size >> 8U);
    const std::string comment(size, '\x06');
    const Walked walked = walk("#!/bin/sh\nexit\n" + zip + comment);
    // libarchive looks for the directory in the last 16 kB.
    CHECK((walked.members == kLines || size > 16'000));
    CHECK(walked.members.empty() != walked.problems.empty());
    CHECK(walk("#!/bin/sh\nexit\n" + zip + comment + "x").members.empty());
  }
  CHECK(walk(std::string(100, '\x06')).members.empty());
}

TEST_CASE("what is no container has no members") {
  const Walked walked = walk("just a text");
  CHECK(walked.members.empty());
  CHECK(walked.unopened.empty());
}

TEST_CASE(
    "containers in each other are opened to the depth that is asked for") {
  const std::string one = packed("zip", "", {{"x", "secret"}});
  const std::string two = packed("gnutar", "gzip", {{"one.zip", one}});
  const std::string three = packed("zip", "", {{"two.tgz", two}});
  CHECK(walk(three).members.back() == "two.tgz!one.zip!x=secret");
  CHECK(walk(three).unopened.empty());
  const Walked shallow = walk(three, 2);
  CHECK(shallow.unopened == Lines{"limit two.tgz!one.zip"});
  CHECK(shallow.problems.at(0).too_deep);
  const Walked none = walk(three, 0);
  CHECK(none.bytes == 0);
  CHECK(none.unopened.empty());
}

TEST_CASE("names lose what leads out of the archive's root, and nothing else") {
  const Walked walked = walk(packed(
      "gnutar", "", {{"./a", "1"}, {"/b", "2"}, {"../c", "3"}, {"\xff", "4"}}));
  CHECK(walked.members == Lines{"a=1", "b=2", "../c=3", "\xff=4"});
  CHECK(walk(packed("zip", "", {{"d", "1"}})).members == Lines{"d=1"});
}

TEST_CASE("an encrypted entry is a gap, and the others are read") {
  const std::string zip = packed("zip", "", kFiles, "zip:encryption=zipcrypt");
  const Walked walked = walk(zip);
  CHECK(walked.members.empty());
  CHECK(walked.unopened == Lines{"encrypted app/.env"});
  const Walked outer =
      walk(packed("gnutar", "", {{"locked.zip", zip}, {"open", "text"}}));
  CHECK(outer.members == Lines{"open=text"});
  CHECK(outer.unopened == Lines{"encrypted locked.zip!app/.env"});
  // The same gap, wherever it lies.
  CHECK(archive_gap_id(outer.problems.at(0)) ==
        archive_gap_id(walked.problems.at(0)));
}

TEST_CASE("a damaged container is a gap, and what comes before is read") {
  const std::string text(300'000, 'x');
  for (const char* const filter : {"", "gzip", "bzip2", "xz", "zstd"}) {
    CAPTURE(filter);
    const std::string whole =
        packed("gnutar", filter, {{"a", "secret"}, {"b", text}});
    const Walked walked = walk(whole.substr(0, whole.size() * 2 / 3));
    CHECK(walked.unopened.size() == 1);
    CHECK(walked.problems.at(0).reason == GapReason::kCorrupt);
  }
  const std::string zip = packed("zip", "", kFiles);
  CHECK(walk(zip.substr(0, 30)).problems.at(0).reason == GapReason::kCorrupt);
}

TEST_CASE("a tar may end where its last file does") {
  const std::string tar = packed("gnutar", "", {{"a", "secret"}});
  CHECK(walk(tar.substr(0, 512 + 6)).unopened.empty());
  CHECK(walk(tar.substr(0, 512 + 6)).members == Lines{"a=secret"});
  CHECK(walk(tar.substr(0, 512 + 5)).unopened == Lines{"corrupt a"});
}

TEST_CASE("what has no name is called so") {
  const std::string inner = packed("zip", "", {{"a", "secret"}});
  CHECK(walk(packed("newc", "", {{"./", inner}})).members ==
        Lines{"unnamed!a=secret"});
}

TEST_CASE("a bomb ends at a number of bytes, and says so") {
  const Walked bomb = walk(zeros(std::size_t{100} << 20U));
  CHECK(bomb.unopened == Lines{"limit 0"});
  CHECK(bomb.bytes <= kFreeUnpackedBytes);
  // So do many in one, and one in another.
  const Walked many = walk(zeros(std::size_t{20} << 20U, 5));
  CHECK(many.unopened == Lines{"limit 3"});
  CHECK(many.bytes <= kFreeUnpackedBytes);
  const Walked nested =
      walk(packed("zip", "", {{"in.zip", zeros(std::size_t{100} << 20U)}}));
  CHECK(nested.unopened.size() == 1);
  CHECK(nested.bytes <= kFreeUnpackedBytes + (std::uint64_t{1} << 20U));
}

TEST_CASE("a large archive of plain bytes has no limit on its entries' size") {
  const std::string tar =
      packed("gnutar", "", {{"large", std::string(70U << 20U, 'x')}});
  const Walked walked = walk(tar);
  CHECK(walked.unopened.empty());
  CHECK(walked.bytes == 70U << 20U);
}

TEST_CASE("a file with holes is read without them") {
  // A tar can claim exabytes of zeros in a few bytes.
  std::string header(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) {
    header.replace(at, text.size(), text);
  };
  put(0, "sparse");
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, "00000000006");  // Stored.
  put(136, "00000000000");
  put(156, "S");
  put(257, "ustar  ");
  put(386, "00777777770");  // Where the only piece is,
  put(398, "00000000006");  // and how long.
  put(483, "00777777776");
  put(148, "        ");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
  const Walked walked = walk(header + "secret" + std::string(506 + 1024, '\0'));
  CHECK(walked.unopened.empty());
  CHECK(walked.bytes < 10'000);
  CHECK(walked.bytes >= 6);
}

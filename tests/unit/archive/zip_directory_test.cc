#include "archive/zip_directory.h"

#include <string>
#include <vector>

#include "support/catch.h"
#include "support/packer.h"
#include "support/walked.h"

using namespace gitward;

namespace {

const std::vector<PackedFile> kFiles = {{"app/.env", "secret"},
                                        {"readme", "text"}};
const Lines kLines = {"app/.env=secret", "readme=text"};

}  // namespace

TEST_CASE("an entry that a zip's directory does not list is read") {
  const std::string seen = packed("zip", "", {{"seen", "text"}});
  const std::string hidden = packed("zip", "", kFiles);
  const Lines all = {"seen=text", kLines[0], kLines[1]};
  const auto entries = [](const std::string& zip) {
    return zip.substr(0, zip.find("PK\x01\x02"));
  };
  const auto directory = [](const std::string& zip) {
    return zip.substr(zip.find("PK\x01\x02"));
  };
  // Before the listed ones, with a directory of their own and without.
  CHECK(walk(hidden + seen).members == all);
  CHECK(walk(entries(hidden) + seen).members == all);
  // Behind all, also as a comment.
  const Walked behind = walk(seen + hidden.substr(0, hidden.size() - 22));
  CHECK(behind.members == all);
  // Between the entries and the directory: its offset is wrong then, and what
  // can't be found is a gap or found.
  for (const std::string& zip :
       {hidden + seen, entries(hidden) + seen, seen + entries(hidden)}) {
    CHECK(walk(zip).unopened.empty());
  }
  std::string between = entries(seen) + entries(hidden) + directory(seen);
  const std::size_t offset = between.size() - 22 + 16;
  std::size_t begin = between.rfind("PK\x01\x02");
  for (std::size_t i = 0; i < 4; ++i, begin >>= 8U) {
    between[offset + i] = static_cast<char>(begin & 0xffU);
  }
  CHECK(walk(between).members == all);
  // One that is cut is a gap.
  const std::string cut = entries(hidden).substr(0, 40);
  CHECK(walk(cut + seen).unopened.size() == 1);
}

TEST_CASE("what is hidden by a zip behind it is unpacked") {
  const std::string zip = packed("zip", "", {{"seen", "text"}});
  const std::string tar = packed("gnutar", "gzip", kFiles);
  CHECK(walk(tar + zip).members == Lines{"seen=text", kLines[0], kLines[1]});
}

TEST_CASE("a zip whose directory is right has nothing but its entries") {
  const std::string zip = packed("zip", "", kFiles);
  const std::string nested =
      packed("zip", "", {{"in.zip", zip}}, "zip:compression=store");
  CHECK(walk(zip).members == kLines);
  CHECK(walk("#!/bin/sh\nPK\x03\x04 is how it begins\n" + zip).members ==
        kLines);
  CHECK(walk(nested).members ==
        Lines{"in.zip!" + kLines[0], "in.zip!" + kLines[1]});
}

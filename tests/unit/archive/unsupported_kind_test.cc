#include "archive/unsupported_kind.h"

#include <string>
#include <vector>

#include "support/catch.h"
#include "support/packer.h"
#include "support/walked.h"

using namespace gitward;

TEST_CASE("a container that is not unpacked here is a gap") {
  using namespace std::string_literals;
  const std::string rest(600, 'x');
  std::string iso(40'000, '\0');
  iso.replace(32769, 6, "CD001\1");
  std::string dmg = rest + "koly\0\0\0\4"s + std::string(504, '\0');
  std::string squashfs = "hsqs"s + std::string(60, '\0');
  squashfs[28] = 4;
  for (const std::string& bytes :
       {"Rar!\x1a\x07\x01\0"s + rest, "Rar!\x1a\x07\0"s + rest,
        "MSCF\0\0\0\0"s + rest, "\x04\x22\x4d\x18"s + rest,
        "\x50\x2a\x4d\x18\0\0\0\0"s + rest, "LZIP\1"s + rest,
        "\x1f\x9d\x90"s + rest, "xx-lh5-"s + rest,
        "]\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0"s + rest, iso, dmg,
        squashfs}) {
    CAPTURE(bytes.substr(0, 8));
    const Walked walked = walk(bytes);
    CHECK(walked.members.empty());
    CHECK(walked.unopened == Lines{"unsupported "});
    const Walked deep = walk(packed("gnutar", "", {{"x", bytes}}), 1);
    CHECK(deep.unopened == Lines{"unsupported x"});
  }
}

TEST_CASE("an Office document with a password is a gap, and others are not") {
  const std::string ole =
      "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + std::string(2000, 'x');
  std::string name;
  for (const char c : std::string("EncryptedPackage")) {
    name += c;
    name += '\0';
  }
  CHECK(walk(ole).unopened.empty());
  CHECK(walk(packed("gnutar", "", {{"x", ole}}), 1).unopened.empty());
  CHECK(walk(ole + name + std::string(2, '\0')).unopened ==
        Lines{"encrypted "});
}

#include "archive/seven_zip_header.h"

#include <string>
#include <vector>

#include "archive/container_walk.h"
#include "support/catch.h"
#include "support/packer.h"
#include "support/walked.h"

using namespace gitward;

namespace {

std::string little_endian(std::uint64_t value, unsigned width) {
  std::string bytes;
  for (unsigned i = 0; i < width; ++i) {
    bytes += static_cast<char>(value >> (8 * i) & 0xffU);
  }
  return bytes;
}

std::string bytes_of(const std::vector<unsigned>& numbers) {
  std::string bytes;
  for (const unsigned number : numbers) bytes += static_cast<char>(number);
  return bytes;
}

// In the longest form.
std::string number(std::uint64_t value) {
  return "\xff" + little_endian(value, 8);
}

std::string seven_zip(const std::string& header,
                      const std::string& packed = "") {
  return bytes_of({'7', 'z', 0xbc, 0xaf, 0x27, 0x1c, 0, 4, 0, 0, 0, 0}) +
         little_endian(packed.size(), 8) + little_endian(header.size(), 8) +
         std::string(4, '\0') + packed + header;
}

const std::string kHeader = bytes_of({1});
const std::string kFiles = bytes_of({5});
const std::string kPacked = bytes_of({6, 0, 1, 9, 5, 0});

// One folder with one coder.
std::string folder(const std::string& id, const std::string& properties) {
  return bytes_of({7, 0x0b, 1, 0, 1}) +
         bytes_of({static_cast<unsigned>(0x20 | id.size())}) + id +
         number(properties.size()) + properties + bytes_of({0x0c, 9, 0});
}

const std::string kLzma = bytes_of({3, 1, 1});

std::string lzma(std::uint64_t dictionary) {
  return folder(kLzma, "\x5d" + little_endian(dictionary, 4));
}

std::string streams(const std::string& folders,
                    const std::string& counts = "") {
  return bytes_of({4}) + kPacked + folders + counts + bytes_of({0});
}

GapReason reason_of(const std::string& archive) {
  const auto refusal = refusal_of_seven_zip(archive);
  REQUIRE(refusal);
  return refusal->reason;
}

bool passes(const std::string& archive) {
  return !refusal_of_seven_zip(archive);
}

}  // namespace

TEST_CASE("what programs write is given to libarchive") {
  CHECK(passes(packed("7zip", "", {{"a", "text"}})));
  CHECK(passes(packed("7zip", "", {})));
  CHECK(passes(packed("7zip", "", {{"empty", ""}})));
  std::vector<PackedFile> many;
  for (int i = 0; i < 500; ++i) {
    many.emplace_back(std::to_string(i), std::string(1000, 'x'));
  }
  for (const char* const compression :
       {"lzma1", "lzma2", "ppmd", "bzip2", "deflate", "store"}) {
    CAPTURE(compression);
    const std::string archive = packed(
        "7zip", "", many, std::string("7zip:compression=") + compression);
    CHECK(passes(archive));
    CHECK(walk(archive).problems.empty());
  }
  CHECK(passes(seven_zip("")));
  CHECK(passes(
      seven_zip(kHeader + streams(lzma(1U << 24U)) + kFiles + number(3))));
}

TEST_CASE("a 7z with more entries than are looked at is refused") {
  CHECK(passes(seven_zip(kHeader + kFiles + number(kMaxEntries))));
  CHECK(reason_of(seven_zip(kHeader + kFiles + number(kMaxEntries + 1))) ==
        GapReason::kLimit);
  const auto counted = [](std::uint64_t count) {
    return seven_zip(kHeader +
                     streams(lzma(4096), bytes_of({8, 0x0d}) + number(count) +
                                             bytes_of({0})) +
                     bytes_of({0}));
  };
  CHECK(passes(counted(7)));
  CHECK(reason_of(counted(kMaxEntries + 1)) == GapReason::kLimit);
}

TEST_CASE("a 7z that asks for much memory is refused") {
  const auto with = [](const std::string& folders) {
    return seven_zip(kHeader + streams(folders) + bytes_of({0}));
  };
  CHECK(passes(with(lzma(kMaxDictionary))));
  CHECK(reason_of(with(lzma(kMaxDictionary + 1))) == GapReason::kLimit);
  const std::string ppmd = bytes_of({3, 4, 1});
  CHECK(reason_of(with(folder(ppmd, bytes_of({6, 0, 0, 0, 0x40})))) ==
        GapReason::kLimit);
  const std::string lzma2 = bytes_of({0x21});
  CHECK(passes(with(folder(lzma2, bytes_of({32})))));
  CHECK(reason_of(with(folder(lzma2, bytes_of({34})))) == GapReason::kLimit);
  CHECK(reason_of(with(folder(lzma2, bytes_of({41})))) == GapReason::kCorrupt);
}

TEST_CASE("a packed header is held to the same") {
  const auto encoded = [](const std::string& body, const std::string& coder) {
    const std::string place =
        bytes_of({6, 0, 1, 9}) + number(body.size()) + bytes_of({0});
    return seven_zip(bytes_of({0x17}) + place + coder + bytes_of({0}), body);
  };
  const auto copied = folder(std::string(1, '\0'), "");
  CHECK(passes(encoded(kHeader + kFiles + number(5), copied)));
  CHECK(reason_of(encoded(kHeader + kFiles + number(kMaxEntries + 1),
                          copied)) == GapReason::kLimit);
  CHECK(reason_of(encoded("no lzma", lzma(1U << 20U))) == GapReason::kCorrupt);
  CHECK(reason_of(encoded("no lzma", lzma(1U << 30U))) == GapReason::kLimit);
}

TEST_CASE("a 7z whose header ends too soon is damaged, and a gap") {
  const std::string whole =
      seven_zip(kHeader + streams(lzma(4096)) + kFiles + number(3));
  for (std::size_t size = 33; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(reason_of(whole.substr(0, size)) == GapReason::kCorrupt);
  }
  CHECK(reason_of(seven_zip(kHeader + bytes_of({4, 6, 0}) +
                            number(std::uint64_t{1} << 40U))) ==
        GapReason::kCorrupt);
  const Walked walked =
      walk(seven_zip(kHeader + kFiles + number(kMaxEntries + 1)));
  CHECK(walked.members.empty());
  REQUIRE(walked.unopened.size() == 1);
}

#include "archive/stream_memory.h"

#include <random>
#include <string>

#include "support/catch.h"
#include "support/packer.h"
#include "support/walked.h"

using namespace gitward;
using namespace std::string_literals;

namespace {

// The code of a dictionary of 256 MB, the most that is let through.
constexpr unsigned kMostBits = 32;
constexpr unsigned kHugeBits = 40;

const std::string kStream =
    "\xfd"
    "7zXZ\0\0\0crc4"s;

// A block without a check: a chunk that is not packed, and the end.
std::string block(unsigned dictionary, const std::string& filters_before = "") {
  std::string header = "\0"s + static_cast<char>(filters_before.size() / 3) +
                       filters_before + "\x21\x01"s +
                       static_cast<char>(dictionary);
  header.resize((header.size() + 3) / 4 * 4, '\0');
  header[0] = static_cast<char>(header.size() / 4);
  std::string chunks = "\x01\0\x03text\0"s;
  chunks.resize((chunks.size() + 3) / 4 * 4, '\0');
  return header + "crc4" + chunks;
}

const std::string kIndex = "\0\1\x19\4crc4"s;
const std::string kFooter(12, 'f');

std::string stream(const std::string& blocks) {
  return kStream + blocks + kIndex + kFooter;
}

bool passes(const std::string& bytes) {
  const auto refusal = refusal_of_stream(ContainerKind::kXz, bytes);
  CHECK((!refusal || refusal->reason == GapReason::kLimit));
  return !refusal;
}

std::string noise(std::size_t size) {
  std::mt19937 random(7);
  std::string bytes;
  while (bytes.size() < size) bytes += static_cast<char>(random() & 0xffU);
  return bytes;
}

std::string rpm(const std::string& payload) {
  const std::string head = "\x8e\xad\xe8\x01\0\0\0\0\0\0\0\1\0\0\0\5"s +
                           std::string(16, 'i') + "words";
  return "\xed\xab\xee\xdb\3"s + std::string(91, '\0') + head +
         std::string(3, '\0') + head + payload;
}

}  // namespace

TEST_CASE("an xz that asks for much memory is refused, whichever block asks") {
  CHECK(passes(stream(block(kMostBits))));
  CHECK_FALSE(passes(stream(block(kMostBits + 1))));
  CHECK_FALSE(passes(stream(block(kHugeBits))));
  CHECK(passes(stream(block(kMostBits) + block(kMostBits))));
  CHECK_FALSE(passes(stream(block(kMostBits) + block(kHugeBits))));
  // Behind another filter, in another stream, behind padding.
  CHECK(passes(stream(block(kMostBits, "\x03\1\0"s))));
  CHECK_FALSE(passes(stream(block(kHugeBits, "\x03\1\0"s))));
  CHECK_FALSE(passes(stream(block(0)) + stream(block(kHugeBits))));
  CHECK_FALSE(passes(stream(block(0)) + std::string(8, '\0') +
                     stream(block(kHugeBits))));
  CHECK_FALSE(passes(stream("") + stream(block(kHugeBits))));
  CHECK(walk(stream(block(kHugeBits))).problems.size() == 1);
  CHECK(walk(packed("zip", "", {{"x.xz", stream(block(kHugeBits))}}))
            .problems.size() == 1);
}

TEST_CASE("the blocks of what programs write are followed to their end") {
  std::string text;
  for (int i = 0; text.size() < 3'000'000; ++i) text += std::to_string(i) + " ";
  for (const std::string& content :
       {""s, "x"s, text, noise(200'000), text + noise(300'000) + text}) {
    for (const char* const options : {"", "xz:compression-level=0,xz:threads=2",
                                      "xz:compression-level=9"}) {
      CAPTURE(content.size(), options);
      const std::string real = packed("raw", "xz", {{"x", content}}, options);
      CHECK(passes(real));
      CHECK(passes(real + stream(block(kMostBits))));
      CHECK_FALSE(passes(real + stream(block(kHugeBits))));
    }
  }
}

TEST_CASE("an xz that can't be followed is left to libarchive") {
  const std::string whole =
      stream(block(4)) + stream(block(kMostBits) + block(kHugeBits));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    static_cast<void>(
        refusal_of_stream(ContainerKind::kXz, whole.substr(0, size)));
  }
  CHECK(passes(stream(block(41)) + stream(block(kHugeBits))));
  CHECK(passes(kStream + "\x02\0\x99\0\0\0\0\0crc4"s + block(kHugeBits)));
  CHECK(passes(stream(block(4)) + "more" + stream(block(kHugeBits))));
  CHECK_FALSE(refusal_of_stream(ContainerKind::kGzip, whole));
}

TEST_CASE("what an rpm holds is held to the same") {
  const auto refused = [](const std::string& payload) {
    return refusal_of_stream(ContainerKind::kRpm, rpm(payload)).has_value();
  };
  CHECK(rpm_payload(rpm("payload")) == "payload");
  CHECK(rpm_payload(rpm("").substr(0, 110)).empty());
  CHECK(refused(stream(block(kHugeBits))));
  CHECK_FALSE(refused(stream(block(kMostBits))));
  const std::string lzma = "\xff\xff\xff\xff\xff\xff\xff\xff\0"s + noise(50);
  CHECK(refused("\x5d\0\0\0\x20"s + lzma));
  CHECK_FALSE(refused("\x5d\0\0\0\x10"s + lzma));
  CHECK_FALSE(refused(packed("newc", "", {{"x", "text"}})));
  const Lines one = {"x=text"};
  for (const char* const filter : {"gzip", "bzip2", "xz", "zstd", "lzma"}) {
    CAPTURE(filter);
    CHECK(walk(rpm(packed("newc", filter, {{"x", "text"}}))).members == one);
  }
}

TEST_CASE("zstd's own limit is told as one") {
  // A frame with a window of 2 GB and 5 bytes as they are.
  const Walked walked = walk("\x28\xb5\x2f\xfd\x00\xa8\x29\0\0bytes"s);
  REQUIRE(walked.problems.size() == 1);
  CHECK(walked.problems[0].reason == GapReason::kLimit);
}

TEST_CASE("what is compressed and begins with zeros is no empty tar") {
  const std::string image = std::string(4096, '\0') + "secret";
  for (const char* const filter : {"gzip", "bzip2", "xz", "zstd"}) {
    CAPTURE(filter);
    const Walked walked = walk(packed("raw", filter, {{"x", image}}));
    CHECK(walked.bytes == image.size());
    CHECK(walked.unopened.empty());
    CHECK(walk(packed("raw", filter, {{"x", ""}})).unopened.empty());
  }
}

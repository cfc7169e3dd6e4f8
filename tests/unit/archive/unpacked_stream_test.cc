#include "archive/unpacked_stream.h"

#include <string>

#include "support/catch.h"
#include "support/packer.h"
#include "support/walked.h"

using namespace gitward;

namespace {

std::string gzip_of(const std::string& content) {
  return packed("raw", "gzip", {{"x", content}});
}

std::string all_of(UnpackedStream& stream) {
  std::string bytes;
  for (ByteView piece = stream.next_piece(); !piece.empty();
       piece = stream.next_piece()) {
    bytes.append(piece);
  }
  return bytes;
}

}  // namespace

TEST_CASE("a stream is unpacked once, whatever it holds") {
  const std::string twice = gzip_of(gzip_of("text"));
  UnpackBudget budget(1000);
  UnpackedStream stream(ContainerKind::kGzip, twice, budget);
  CHECK(all_of(stream) == gzip_of("text"));
  CHECK_FALSE(stream.failure());
  CHECK(budget.left() == 1000 - gzip_of("text").size());
}

TEST_CASE("each stream in a stream is one of the levels") {
  std::string bytes = gzip_of("text");
  for (int i = 0; i < 2; ++i) bytes = gzip_of(bytes);
  CHECK(walk(bytes).members.back() == "data!data!data=text");
  CHECK(walk(bytes).unopened.empty());
  CHECK(walk(gzip_of(bytes)).unopened == Lines{"limit data!data!data"});
  CHECK(walk(gzip_of(bytes), 4).unopened.empty());
  const std::string jar = packed("zip", "", {{"x", "text"}});
  for (const char* const filter : {"gzip", "bzip2", "xz", "zstd"}) {
    CAPTURE(filter);
    const std::string tar = packed("gnutar", filter, {{"a.jar", jar}});
    CHECK(walk(gzip_of(tar)).members.back() == "data!a.jar!x=text");
    CHECK(walk(gzip_of(tar)).unopened.empty());
  }
}

TEST_CASE("what is damaged from its first byte is not empty") {
  for (const char* const filter : {"gzip", "bzip2", "xz", "zstd"}) {
    CAPTURE(filter);
    const std::string whole = packed("raw", filter, {{"x", "some text"}});
    CHECK(walk(packed("raw", filter, {{"x", ""}})).unopened.empty());
    for (std::size_t size = 20; size + 12 < whole.size(); ++size) {
      CAPTURE(size);
      CHECK_FALSE(walk(whole.substr(0, size)).unopened.empty());
    }
  }
  // A name that has no end.
  std::string gzip = gzip_of("text");
  gzip[3] = '\x08';
  gzip.replace(10, std::string::npos, 30, 'n');
  CHECK(walk(gzip).unopened == Lines{"corrupt "});
}

TEST_CASE("zeros before a tar are left out, and kept before anything else") {
  const std::string tar = packed("gnutar", "", {{"a", "text"}});
  for (const std::size_t zeros : {512U, 1024U, 200U * 1024U}) {
    CAPTURE(zeros);
    const std::string padded = std::string(zeros, '\0') + tar;
    CHECK(walk(padded).members == Lines{"a=text"});
    CHECK(walk(padded).unopened.empty());
    CHECK(walk(gzip_of(padded)).members == Lines{"a=text"});
    CHECK(walk(gzip_of(padded)).unopened.empty());
    // Tars have blocks.
    const std::string odd = std::string(zeros + 3, '\0') + tar;
    CHECK(walk(odd).bytes == 0);
    CHECK(walk(gzip_of(odd)).bytes == odd.size());
    CHECK(walk(gzip_of(odd)).unopened.empty());
    for (const std::string& other : {odd, std::string(zeros, '\0')}) {
      const std::string bytes = gzip_of(other);
      UnpackBudget budget(1'000'000);
      UnpackedStream stream(ContainerKind::kGzip, bytes, budget);
      CHECK(stream.begins_with_zeros());
      CHECK((all_of(stream) == other));
    }
  }
}

TEST_CASE("a stream that spends the budget before anything is read says so") {
  const Walked zeros = walk(gzip_of(std::string(70U << 20U, '\0')));
  CHECK(zeros.unopened == Lines{"limit data"});
}

TEST_CASE("streams in one container share what they may unfold to") {
  const std::string unread =
      packed("gnutar", "gzip", {{"large", std::string(20U << 20U, '\0')}});
  std::vector<PackedFile> files;
  for (int i = 0; i < 3; ++i) files.emplace_back(std::to_string(i), unread);
  CHECK(walk(packed("zip", "", files)).unopened.empty());
  files.emplace_back("3", unread);
  CHECK(walk(packed("zip", "", files)).unopened.size() == 1);
}
